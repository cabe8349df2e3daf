import type { ChatStatus, OutgoingView, SuggestionView, ToPage } from '../../src/protocol/messages';
import { bySomeoneElse, finished, outgoing, ready } from './scenes';

/** Everything the foot and the lines below the box can show. */
export const able: ChatStatus = {
  ...ready,
  level: 'No Training',
  seesPictures: true,
  outgoing: {
    line: '',
    files: [],
    replaced: [],
    tokens: { label: 'about 1,240 of 262k tokens', level: 'normal' },
  },
};

export function withTokens(tokens: NonNullable<OutgoingView['tokens']>, more: OutgoingView = outgoing): ChatStatus {
  return { ...able, outgoing: { ...more, tokens } };
}

export const suggestions: readonly SuggestionView[] = [
  { id: 'file:src/app.ts', label: 'app.ts', detail: 'src', kind: 'file', text: '@app.ts' },
  { id: 'folder:src/core', label: 'core', detail: 'src', kind: 'folder', text: '@core/' },
  { id: 'symbols', label: 'symbol…', detail: 'of the workspace', kind: 'symbol', text: '@symbol:', opens: true },
  { id: 'problems', label: 'problems', detail: '12 problems', kind: 'problems', text: '@problems' },
  { id: 'terminal', label: 'terminal', detail: 'what it shows', kind: 'terminal', text: '@terminal' },
  { id: 'changes', label: 'changes', detail: '3 files', kind: 'changes', text: '@changes' },
  { id: 'fix', label: '/fix', detail: 'Fix the selected code', kind: 'command', text: '/fix' },
  {
    id: 'file:long',
    label: 'defaults.production.configuration.generated.ts',
    detail: 'src/server/configuration/environments/production/europe-west',
    kind: 'file',
    text: '@defaults.production.configuration.generated.ts',
  },
];

/** Labels as a workspace that means harm could have them. */
export const hostileSuggestions: readonly SuggestionView[] = [
  '<img src=x onerror="violations.push(1)">.ts',
  '"><script>violations.push(2)</script>',
  '\u202Egnp.exe',
  'x'.repeat(3000),
].map((label, index) => ({ id: `h${index}`, label, detail: label, kind: 'file', text: `@${label}` }));

function snapshot(status: ChatStatus, draft = ''): ToPage {
  return { type: 'snapshot', status, turns: [finished, bySomeoneElse], draft, conversation: 'c1' };
}

export const composerScenes: Readonly<Record<string, ToPage>> = {
  empty: snapshot(able),
  typed: snapshot(withTokens({ label: 'about 1,240 of 262k tokens', level: 'normal' }), 'Why does @app.ts fail?'),
  near: snapshot(
    withTokens({
      label: 'about 240k of 262k tokens',
      level: 'near',
      note: '12 earlier answers do not fit and stay out',
    }),
    'Why does it fail?\nAnd since when?',
  ),
  over: snapshot(
    withTokens({ label: 'about 301k of 262k tokens', level: 'over' }, { line: '', files: [], replaced: [] }),
    'long '.repeat(300),
  ),
  rtl: snapshot(able, 'لماذا لا يعمل هذا الرمز؟ app.ts'),
  busy: snapshot({ ...able, busy: true }, 'next'),
};
