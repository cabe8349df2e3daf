import infoIcon from '@vscode/codicons/src/icons/info.svg';
import warningIcon from '@vscode/codicons/src/icons/warning.svg';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { ServedView, TurnView } from '../../protocol/messages';
import { Icon } from '../shared/icons/Icon';
import { Link, type Post } from './Button';
import type { Opened } from './turnList';

/** Something about the turn that the reader should know. */
export function Note({ about, children }: { readonly about: string; readonly children: ComponentChildren }) {
  return (
    <div class="turn-note" data-testid={about}>
      <Icon svg={infoIcon} />
      <span dir="auto">{children}</span>
    </div>
  );
}

function ServedBy({ served, switched }: { readonly served: ServedView; readonly switched: boolean }) {
  const details = [...(served.provider === undefined ? [] : [served.provider]), ...served.details];
  return (
    <span class={switched ? 'served-by switched' : 'served-by'} data-testid="served-by" title={served.model}>
      {switched && <Icon svg={warningIcon} />}
      <span>
        <span class="visually-hidden">Answered by </span>
        <span class="served-model">{served.shortName}</span>
        {details.map((detail) => ` · ${detail}`).join('')}
      </span>
    </span>
  );
}

interface ProvenanceProps {
  readonly turn: TurnView;
  readonly opened: Opened;
  readonly post: Post;
}

/** Who gave the answer, all that is known about it for who asks, and what was sent. */
export function Provenance({ turn: { id, served, sent, switched }, opened, post }: ProvenanceProps) {
  const [open, setOpen] = useState(opened.facts === true);
  const facts = served?.facts ?? [];
  if (served === undefined && sent !== true) return null;
  return (
    <div class="provenance">
      {served !== undefined && <ServedBy served={served} switched={switched !== undefined} />}
      <span class="provenance-links">
        {facts.length > 0 && (
          <Link
            quiet
            controls={`facts-${id}`}
            expanded={open}
            onClick={() => {
              opened.facts = !open;
              setOpen(!open);
            }}
          >
            Details
          </Link>
        )}
        {sent === true && (
          <Link
            quiet
            onClick={() => {
              post({ type: 'showSent', turnId: id });
            }}
          >
            What was sent
          </Link>
        )}
      </span>
      {facts.length > 0 && (
        <dl class="facts" id={`facts-${id}`} data-testid="facts" hidden={!open}>
          {facts.map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
