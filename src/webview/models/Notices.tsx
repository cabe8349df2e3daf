import infoIcon from '@vscode/codicons/src/icons/info.svg';
import loadingIcon from '@vscode/codicons/src/icons/loading.svg';
import sparkleIcon from '@vscode/codicons/src/icons/sparkle.svg';
import warningIcon from '@vscode/codicons/src/icons/warning.svg';
import type { ComponentChildren } from 'preact';
import type { Ranking } from '../../protocol/models';
import { Icon } from '../shared/icons/Icon';
import { rankingsOf } from './query';
import type { BrowserSession } from './session';
import { categoryNames, notUsed } from './wording';

interface NoticeProps {
  readonly icon: string;
  readonly kind?: 'warning' | 'info';
  readonly spinning?: boolean;
  readonly button?: { readonly label: string; readonly press: () => void } | undefined;
  readonly children: ComponentChildren;
}

function Notice({ icon, kind = 'info', spinning = false, button, children }: NoticeProps) {
  return (
    <div class={`notice ${kind}`} role={kind === 'warning' ? 'alert' : undefined}>
      <Icon svg={icon} spinning={spinning} />
      <p>{children}</p>
      {button !== undefined && (
        <button type="button" onClick={button.press}>
          {button.label}
        </button>
      )}
    </div>
  );
}

function rankingWords(ranking: Ranking): { readonly what: string; readonly instead: string } {
  return ranking === 'top-weekly'
    ? { what: 'which models are used most', instead: 'The list is in the order of the coding index.' }
    : { what: `what is used for ${categoryNames[ranking].toLowerCase()}`, instead: 'The list shows all uses.' };
}

/** What the service was asked for an order or a use; the list stays as it is meanwhile. */
function RankingNotice({ ranking, session }: { readonly ranking: Ranking; readonly session: BrowserSession }) {
  const known = session.state.rankings.get(ranking);
  const { what, instead } = rankingWords(ranking);
  if (known?.state === 'asked') {
    return (
      <Notice icon={loadingIcon} spinning>
        Asking the service {what}…
      </Notice>
    );
  }
  if (known?.state !== 'failed') return null;
  const press = (): void => {
    session.askAgain(ranking);
  };
  return (
    <Notice icon={warningIcon} kind="warning" button={{ label: 'Ask Again', press }}>
      The service could not say {what}. {instead} {known.problem}
    </Notice>
  );
}

/** What there is to know about the list as a whole. */
export function Notices({ session }: { readonly session: BrowserSession }) {
  const { status, query } = session.state;
  const { problem, news } = status;
  return (
    <div class="notices">
      {problem !== undefined && (
        <Notice
          icon={warningIcon}
          kind="warning"
          button={
            problem.action === undefined
              ? undefined
              : {
                  label: problem.action,
                  press: () => {
                    session.post({ type: 'problemAction' });
                  },
                }
          }
        >
          {problem.sentence}
        </Notice>
      )}
      {news !== undefined && (
        <Notice
          icon={sparkleIcon}
          button={{
            label: 'Got It',
            press: () => {
              session.post({ type: 'seenNews' });
            },
          }}
        >
          {news}
        </Notice>
      )}
      {query.price === 'all' && !status.paid && (
        <Notice
          icon={infoIcon}
          button={{
            label: 'Open Setting',
            press: () => {
              session.post({ type: 'openPaidSetting' });
            },
          }}
        >
          Paid models are listed to compare; they are {notUsed}.
        </Notice>
      )}
      {rankingsOf(query).map((ranking) => (
        <RankingNotice key={ranking} ranking={ranking} session={session} />
      ))}
    </div>
  );
}
