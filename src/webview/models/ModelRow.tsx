import blockedIcon from '@vscode/codicons/src/icons/circle-slash.svg';
import clockIcon from '@vscode/codicons/src/icons/clockface.svg';
import homeIcon from '@vscode/codicons/src/icons/home.svg';
import linkIcon from '@vscode/codicons/src/icons/link-external.svg';
import newIcon from '@vscode/codicons/src/icons/sparkle.svg';
import pinnedIcon from '@vscode/codicons/src/icons/pinned.svg';
import shieldIcon from '@vscode/codicons/src/icons/shield.svg';
import warningIcon from '@vscode/codicons/src/icons/warning.svg';
import { Component } from 'preact';
import type { BrowseEntry, DataPolicy } from '../../protocol/models';
import { Icon } from '../shared/icons/Icon';
import { Endpoints } from './Endpoints';
import { Figure } from './Figure';
import type { BrowserSession } from './session';
import type { EndpointsState } from './store';
import { abilityWords, notUsed, policyNames } from './wording';

interface ModelRowProps {
  readonly model: BrowseEntry;
  readonly session: BrowserSession;
  readonly pinned: boolean;
  /** Tasks, as a person calls them. */
  readonly pinnedFor: string;
  readonly coolingUntil: string | undefined;
  readonly isBlocked: boolean;
  readonly isNew: boolean;
  /** Undefined while nothing is known of any. */
  readonly policy: DataPolicy | undefined;
  /** The privacy level that does not allow it. */
  readonly keptOutBy: string | undefined;
  /** What the level means for endpoints. */
  readonly terms: string | undefined;
  /** The user switched paid models on. */
  readonly paid: boolean;
  /** The highest coding index there is; the bars are drawn against it. */
  readonly bestIndex: number;
  readonly endpoints: EndpointsState | undefined;
}

function Badge({
  icon,
  kind,
  children,
}: {
  readonly icon?: string;
  readonly kind?: string;
  readonly children: string;
}) {
  return (
    <li class={kind === undefined ? 'badge' : `badge ${kind}`}>
      {icon !== undefined && <Icon svg={icon} />}
      {children}
    </li>
  );
}

function Badges({ model, pinned, pinnedFor, coolingUntil, isBlocked, isNew, keptOutBy }: ModelRowProps) {
  const { staysHere, ends, free } = model;
  const any = pinned || pinnedFor !== '' || isBlocked || isNew || staysHere || !free;
  if (!any && coolingUntil === undefined && keptOutBy === undefined && ends === undefined) return null;
  return (
    <ul class="badges">
      {pinned && (
        <Badge icon={pinnedIcon} kind="strong">
          Pinned
        </Badge>
      )}
      {pinnedFor !== '' && <Badge icon={pinnedIcon}>{`Pinned for ${pinnedFor}`}</Badge>}
      {isNew && <Badge icon={newIcon}>New</Badge>}
      {!free && <Badge>Paid</Badge>}
      {staysHere && <Badge icon={homeIcon}>Stays on this machine</Badge>}
      {coolingUntil !== undefined && (
        <Badge icon={clockIcon} kind="warning">{`Busy, cooling until ${coolingUntil}`}</Badge>
      )}
      {isBlocked && (
        <Badge icon={blockedIcon} kind="warning">
          Blocked for your account
        </Badge>
      )}
      {keptOutBy !== undefined && <Badge icon={shieldIcon} kind="warning">{`Kept out by ${keptOutBy}`}</Badge>}
      {ends !== undefined &&
        (ends.soon ? (
          <Badge icon={warningIcon} kind="warning">
            {capitalized(ends.words)}
          </Badge>
        ) : (
          <Badge>{capitalized(ends.words)}</Badge>
        ))}
    </ul>
  );
}

function capitalized(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

function Facts({ model, bestIndex }: ModelRowProps) {
  const { codingIndex } = model;
  return (
    <dl class="facts">
      <Figure name="Coding index" value={codingIndex}>
        {codingIndex !== undefined && (
          <svg class="bar" viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true">
            <rect class="bar-all" width="100" height="3" />
            <rect class="bar-part" width={(100 * codingIndex) / bestIndex} height="3" />
          </svg>
        )}
      </Figure>
      <Figure name="Context" value={model.context} />
      <Figure name="Output limit" value={model.output} />
    </dl>
  );
}

function Buttons({ model, session, pinned, paid, endpoints }: ModelRowProps) {
  const { id, shortName, free, listed } = model;
  // The paid twin of a free model has the same short name.
  const name = free ? shortName : `${shortName}, paid`;
  const usable = free || paid;
  const reason = usable ? {} : { 'aria-describedby': `price-${id}`, 'aria-disabled': true, title: `Paid: ${notUsed}` };
  return (
    <div class="buttons">
      <button
        type="button"
        data-action="pin"
        aria-label={pinned ? `Pinned: ${name}` : `Pin ${name}`}
        {...(pinned ? { 'aria-disabled': true } : reason)}
        onClick={() => {
          if (usable && !pinned) session.post({ type: 'pin', model: id });
        }}
      >
        {pinned ? 'Pinned' : 'Pin'}
      </button>
      <button
        type="button"
        data-action="pinForTask"
        aria-label={`Pin for… ${name}`}
        {...reason}
        onClick={() => {
          if (usable) session.post({ type: 'pinForTask', model: id });
        }}
      >
        Pin for…
      </button>
      {listed && (
        <>
          <button
            type="button"
            data-action="endpoints"
            aria-label={`Endpoints of ${name}`}
            aria-expanded={endpoints !== undefined}
            onClick={() => {
              session.toggleEndpoints(id);
            }}
          >
            Endpoints
          </button>
          <button
            type="button"
            class="icon-button"
            data-action="openPage"
            aria-label={`Open page of ${name}`}
            title="Open page"
            onClick={() => {
              session.post({ type: 'openPage', model: id });
            }}
          >
            <Icon svg={linkIcon} />
          </button>
        </>
      )}
    </div>
  );
}

/** One model. Hundreds are listed, so one is drawn again only when something about it changed. */
export class ModelRow extends Component<ModelRowProps> {
  override shouldComponentUpdate(next: ModelRowProps): boolean {
    const before = new Map<string, unknown>(Object.entries(this.props));
    return Object.entries(next).some(([name, value]) => before.get(name) !== value);
  }

  override render() {
    const { model, pinned, paid, endpoints, policy, terms } = this.props;
    const words = abilityWords(model);
    return (
      <li class={pinned ? 'model pinned' : 'model'}>
        <div class="about">
          <div class="name">
            <h2 title={model.name}>{model.shortName}</h2>
            <Badges {...this.props} />
          </div>
          <p class="id">{model.id}</p>
        </div>
        <div class="more">
          {model.description !== undefined && <p class="description">{model.description}</p>}
          <p class="words">
            {words.length === 0 ? 'text only, no tools' : words.join(' · ')}
            {policy !== undefined && (
              <>
                {' · '}
                <span class="policy">{policyNames[policy]}</span>
              </>
            )}
          </p>
          {model.price !== undefined && (
            <p class="price" id={`price-${model.id}`}>
              {model.price}
              {paid ? '' : ` · ${notUsed}`}
            </p>
          )}
        </div>
        <Facts {...this.props} />
        <Buttons {...this.props} />
        {endpoints !== undefined && <Endpoints model={model} state={endpoints} terms={terms} />}
      </li>
    );
  }
}
