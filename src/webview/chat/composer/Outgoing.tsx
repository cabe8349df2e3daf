import closeIcon from '@vscode/codicons/src/icons/close.svg';
import warningIcon from '@vscode/codicons/src/icons/warning.svg';
import type { RefObject } from 'preact';
import type { AttachmentView, OutgoingView, TokensView } from '../../../protocol/messages';
import { Icon } from '../../shared/icons/Icon';
import { IconButton, type Post } from '../Button';

interface ChipProps {
  readonly file: AttachmentView;
  readonly box: RefObject<HTMLTextAreaElement | null>;
  readonly post: Post;
}

function Chip({ file: { id, name, detail, problem }, box, post }: ChipProps) {
  return (
    <li class={problem === undefined ? 'chip' : 'chip stays'} title={name}>
      {problem !== undefined && <Icon svg={warningIcon} />}
      <span class="chip-words">
        {name} <span class="chip-detail">{problem ?? detail}</span>
      </span>
      <IconButton
        svg={closeIcon}
        label={`Remove ${name}`}
        title="Remove"
        onClick={(event) => {
          // The keyboard goes on at the next one, or to the question.
          const chip = event.currentTarget.closest('li');
          const next = (chip?.nextElementSibling ?? chip?.previousElementSibling)?.querySelector('button');
          (next ?? box.current)?.focus();
          post({ type: 'detach', id });
        }}
      />
    </li>
  );
}

interface ChipsProps extends Omit<ChipProps, 'file'> {
  readonly files: readonly AttachmentView[];
}

/** What is attached to the next question. */
export function Chips({ files, ...rest }: ChipsProps) {
  if (files.length === 0) return null;
  return (
    <ul class="chips" aria-label="Attached to the question">
      {files.map((file) => (
        <Chip key={file.id} file={file} {...rest} />
      ))}
    </ul>
  );
}

/** What leaves this machine with the next question, and what is replaced in it. */
export function OutgoingLine({ line, replaced }: OutgoingView) {
  if (replaced.length === 0) return <span data-testid="outgoing">{line}</span>;
  return (
    <details class="outgoing" data-testid="outgoing">
      <summary>{line}</summary>
      <ul aria-label="Replaced before sending">
        {replaced.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </details>
  );
}

/** How much of the window the question takes. */
export function tokensText({ label, level, note }: TokensView): string {
  const word = { normal: '', near: 'Full: ', over: 'Too long: ' }[level];
  return [word + label, note].filter(Boolean).join(' · ');
}

export function Tokens({ view }: { readonly view: TokensView }) {
  return (
    <span class={`tokens ${view.level}`} data-testid="tokens">
      {view.level !== 'normal' && <Icon svg={warningIcon} />}
      <span>{tokensText(view)}</span>
    </span>
  );
}

export function OutgoingWarning({ warning }: { readonly warning: string }) {
  return (
    <div class="quiet-line warning" data-testid="outgoing-warning">
      <Icon svg={warningIcon} />
      <span>{warning}</span>
    </div>
  );
}
