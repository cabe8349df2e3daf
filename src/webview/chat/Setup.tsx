import keyIcon from '@vscode/codicons/src/icons/key.svg';
import offlineIcon from '@vscode/codicons/src/icons/debug-disconnect.svg';
import pinIcon from '@vscode/codicons/src/icons/pinned.svg';
import type { ComponentChildren, RefObject } from 'preact';
import type { ChatStatus, Notice } from '../../protocol/messages';
import { Icon } from '../shared/icons/Icon';
import { ActionButton, Button, type Post } from './Button';
import { examples, keysUrl, toPageAction } from './wording';

export interface SetupProps {
  readonly status: ChatStatus;
  readonly hasTurns: boolean;
  /** The button that one Enter confirms. */
  readonly confirm: RefObject<HTMLButtonElement | null>;
  readonly post: Post;
  readonly onExample: (text: string) => void;
}

interface SectionProps {
  readonly icon?: string;
  readonly title: string;
  readonly children: ComponentChildren;
}

function Section({ icon, title, children }: SectionProps) {
  return (
    <section class="setup" aria-labelledby="setup-title">
      <h2 id="setup-title">
        {icon !== undefined && <Icon svg={icon} />}
        {title}
      </h2>
      {children}
    </section>
  );
}

function Problem({ problem }: { readonly problem: Notice | undefined }) {
  if (problem === undefined) return null;
  return (
    <p class="problem" role="alert">
      {problem.sentence}
    </p>
  );
}

function NeedsKey({ status, confirm, post }: SetupProps) {
  return (
    <Section icon={keyIcon} title="Coding help from free models">
      <p>
        Tollfree asks free models on OpenRouter with a key of yours, shows which model really answered, and counts every
        request.
      </p>
      <Problem problem={status.problem} />
      <div class="buttons stacked">
        <ActionButton action="signIn" post={post} primary buttonRef={confirm} />
        <ActionButton action="enterKey" post={post} />
        <ActionButton action="useLocal" post={post} />
        <ActionButton action="browseModels" post={post} />
      </div>
      <p>
        Signing in takes an account and no money. You can also make a key yourself at{' '}
        <a href={keysUrl} title={keysUrl}>
          openrouter.ai/keys
        </a>
        . It is kept in the editor’s secret storage. A model on this machine needs neither.
      </p>
      <p class="quiet">Free providers may keep what you send, and train on it. Send nothing that must stay private.</p>
    </Section>
  );
}

/** What speaks for a model, with the sentence about pins that follows. */
function praise(proposal: ChatStatus['proposal']): string {
  if (proposal === undefined) return 'It';
  // How good the models of one's own server are nobody measured.
  return proposal.id.startsWith('@')
    ? `${proposal.shortName} is on your own server, so it takes no free request. It`
    : `${proposal.shortName} is the best free model for code right now. It`;
}

function NeedsPin({ status: { proposal, problem }, confirm, post }: SetupProps) {
  const best = praise(proposal);
  return (
    <Section icon={pinIcon} title="Pick the model to ask">
      <p>{`${best} stays pinned until you change it; if another one ever answers, you are told.`}</p>
      <Problem problem={problem} />
      <div class="buttons stacked">
        {proposal !== undefined && (
          <Button
            primary
            buttonRef={confirm}
            onClick={() => {
              post({ type: 'pin', model: proposal.id });
            }}
          >
            {`Use ${proposal.shortName}`}
            <span class="button-detail">{proposal.summary}</span>
          </Button>
        )}
        {proposal === undefined ? (
          <ActionButton action="switchModel" post={post} label="Choose a Model…" primary buttonRef={confirm} />
        ) : (
          <ActionButton action="switchModel" post={post} label="Choose Another Model…" />
        )}
      </div>
    </Section>
  );
}

function Offline({ status: { problem }, confirm, post }: SetupProps) {
  const other = problem?.action === undefined ? 'reload' : toPageAction(problem.action);
  return (
    <Section icon={offlineIcon} title="The list of models could not be read">
      <p role="alert">{problem?.sentence ?? 'There is no connection to the service.'}</p>
      <div class="buttons">
        <ActionButton action="reload" post={post} primary buttonRef={confirm} />
        {other !== 'reload' && <ActionButton action={other} post={post} />}
      </div>
    </Section>
  );
}

function Ready({ post, onExample }: SetupProps) {
  return (
    <Section title="What would you like to know?">
      <ul class="examples">
        {examples.map((example) => (
          <li key={example}>
            <button
              type="button"
              class="example"
              onClick={() => {
                onExample(example);
              }}
            >
              {example}
            </button>
          </li>
        ))}
      </ul>
      <p>
        To have code explained where it stands, select it in the editor and run <em>Tollfree: Explain Selection</em>{' '}
        from the context menu or the command palette.
      </p>
      <div class="buttons">
        <ActionButton action="switchModel" post={post} />
        <ActionButton action="browseModels" post={post} />
      </div>
    </Section>
  );
}

/** What to do next, by what is missing. */
export function Setup(props: SetupProps) {
  switch (props.status.state) {
    case 'needsKey':
      return <NeedsKey {...props} />;
    case 'needsPin':
      return <NeedsPin {...props} />;
    case 'offline':
      return <Offline {...props} />;
    case 'ready':
      return props.hasTurns ? null : <Ready {...props} />;
    case 'starting':
    default:
      return null;
  }
}
