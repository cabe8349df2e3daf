import closeIcon from '@vscode/codicons/src/icons/close.svg';
import warningIcon from '@vscode/codicons/src/icons/warning.svg';
import type { ChatStatus, Notice, PageAction, WarningView } from '../../protocol/messages';
import { Icon } from '../shared/icons/Icon';
import { ActionButton, IconButton, Link, type Post } from './Button';
import { actionLabels, toPageAction } from './wording';

/** What stops the chat from working as it should. */
export function Problem({ problem, post }: { readonly problem: Notice; readonly post: Post }) {
  return (
    <div class="banner worse" role="alert" data-testid="problem">
      <div class="banner-text">
        <Icon svg={warningIcon} />
        <div class="switch-words">{problem.sentence}</div>
      </div>
      {problem.action !== undefined && (
        <div class="buttons">
          <ActionButton action={toPageAction(problem.action)} post={post} />
          {problem.action === 'networkDiagnostics' && <ActionButton action="reload" post={post} />}
          {problem.action === 'setPrivacyLevel' && <ActionButton action="switchModel" post={post} />}
        </div>
      )}
    </div>
  );
}

const remedies: Readonly<Record<WarningView['about'], { readonly action: PageAction; readonly label: string }>> = {
  settings: { action: 'openSettings', label: actionLabels.openSettings },
  pinEnds: { action: 'switchModel', label: 'Pick Another…' },
};

export function ActionLink({
  action,
  label,
  post,
}: {
  readonly action: PageAction;
  readonly label: string;
  readonly post: Post;
}) {
  return (
    <Link
      onClick={() => {
        post({ type: 'action', action });
      }}
    >
      {label}
    </Link>
  );
}

/** What is good to know and stops nothing: warnings, and once what is new in the catalogue. */
export function QuietLines({ status, post }: { readonly status: ChatStatus; readonly post: Post }) {
  const { warnings = [], news } = status;
  if (warnings.length === 0 && news === undefined) return null;
  return (
    <div class="quiet-lines">
      {warnings.map(({ about, sentence }) => (
        <div key={sentence} class="quiet-line warning" data-testid="warning">
          <Icon svg={warningIcon} />
          <span>
            {sentence} <ActionLink {...remedies[about]} post={post} />
          </span>
        </div>
      ))}
      {news !== undefined && (
        <div class="quiet-line" data-testid="news">
          <span>
            {news} <ActionLink action="browseModels" label="Browse" post={post} />
          </span>
          <IconButton
            svg={closeIcon}
            label="Dismiss news"
            title="Dismiss"
            onClick={() => {
              post({ type: 'seenNews' });
            }}
          />
        </div>
      )}
    </div>
  );
}
