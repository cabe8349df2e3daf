import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import { type Finder, type Report, ranks } from './finder';
import { isDrawn } from './keys';

interface Use {
  readonly kind: string;
  readonly keywords: readonly string[];
  /** Most characters of what it finds, if more than usual. */
  readonly longest?: number;
}

/**
 * The rules of secretlint that are used as they are: the keyword without which none of them finds anything, and what we
 * call what they find. They are run without the preset's comment filter, so no comment in a text switches them off.
 */
const used: Readonly<Record<string, Use>> = {
  slack: { kind: 'SLACK_TOKEN', keywords: ['xoxb-', 'xoxp-', 'xapp-', 'xoxa-', 'xoxo-', 'xoxr-'] },
  sendgrid: { kind: 'SENDGRID_KEY', keywords: ['SG.'] },
  shopify: { kind: 'SHOPIFY_TOKEN', keywords: ['shppa_', 'shpca_', 'shpat_', 'shpss_'] },
  stripe: { kind: 'STRIPE_KEY', keywords: ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_'] },
  github: { kind: 'GITHUB_TOKEN', keywords: ['ghp_', 'gho_', 'ghu_', 'ghr_', 'github_pat_'] },
  gitlab: { kind: 'GITLAB_TOKEN', keywords: ['glpat-'] },
  grafana: { kind: 'GRAFANA_TOKEN', keywords: ['glc_', 'glsa_'], longest: 420 },
  openai: { kind: 'OPENAI_KEY', keywords: ['sk-'] },
  anthropic: { kind: 'ANTHROPIC_KEY', keywords: ['sk-ant-'] },
  groq: { kind: 'GROQ_KEY', keywords: ['gsk_'] },
  huggingface: { kind: 'HUGGINGFACE_TOKEN', keywords: ['hf_'] },
  linear: { kind: 'LINEAR_KEY', keywords: ['lin_api_'] },
  notion: { kind: 'NOTION_TOKEN', keywords: ['ntn_'] },
  '1password': { kind: 'ONEPASSWORD_TOKEN', keywords: ['ops_'], longest: 1300 },
  'hashicorp-vault': { kind: 'VAULT_TOKEN', keywords: ['hvs.', 'hvb.', 'hvr.'], longest: 320 },
  vercel: { kind: 'VERCEL_TOKEN', keywords: ['vcp_', 'vci_', 'vca_', 'vcr_', 'vck_'] },
  databricks: { kind: 'DATABRICKS_TOKEN', keywords: ['dapi'] },
  docker: { kind: 'DOCKER_TOKEN', keywords: ['dckr_pat_'] },
  figma: { kind: 'FIGMA_TOKEN', keywords: ['figd_'] },
  cloudflare: { kind: 'CLOUDFLARE_TOKEN', keywords: ['cfk_', 'cfut_', 'cfat_'] },
  tailscale: { kind: 'TAILSCALE_KEY', keywords: ['tskey-'] },
  npm: { kind: 'NPM_TOKEN', keywords: ['npm_'] },
};

/**
 * Rules that cannot be used: what they report covers more or less than the secret (aws, basicauth,
 * database-connection-string), they read files or whole JSON texts (gcp), they look no further than complete blocks
 * (privatekey), or they switch others off (filter-comments). Our own modules do their work.
 */
export const replacedRules: readonly string[] = [
  'aws',
  'gcp',
  'privatekey',
  'basicauth',
  'database-connection-string',
  'filter-comments',
];

/**
 * How far around a keyword a rule is shown the text. What begins in the first part of that is reported at once, so that
 * a text full of keywords is not shown again for each.
 */
const before = 2;
const reported = 200;
const usualLength = 260;

export const usedRules: readonly string[] = Object.keys(used);

type Range = readonly [start: number, end: number];
type Scan = (text: string) => readonly Range[];
type Creator = (typeof rules)[number];

function notOffered(): never {
  throw new Error('these rules ask for no lines');
}

/** A text as a source that is no file; the rules used here read nothing but its content and its name. */
function sourceOf(content: string): Parameters<NonNullable<ReturnType<Creator['create']>['file']>>[0] {
  return {
    content,
    filePath: 'text',
    physicalFilePath: undefined,
    ext: '',
    contentType: 'text',
    hasBOM: false,
    getFilePath: () => 'text',
    getPhysicalFilePath: () => undefined,
    locationToRange: notOffered,
    rangeToLocation: notOffered,
    positionToIndex: notOffered,
    indexToPosition: notOffered,
  };
}

/** Calls a rule as secretlint's engine does, for one text, without waiting: these rules report before they return. */
function prepare(creator: Creator): Scan {
  return (text) => {
    const ranges: Range[] = [];
    const context = {
      sharedOptions: {},
      createTranslator: () => () => ({ message: '', messageId: '', data: {} }),
      report: ({ range }: { readonly range: Range }) => ranges.push(range),
      ignore: () => {},
    };
    const handlers = creator.create(context, {});
    void handlers.file?.(sourceOf(text));
    return ranges;
  };
}

function finderOf(creator: Creator): readonly Finder[] {
  const use = used[creator.meta.id.replace('@secretlint/secretlint-rule-', '')];
  if (use === undefined) return [];
  const scan = prepare(creator);
  const find = (text: string, at: number, keyword: string, report: Report): number => {
    const first = Math.max(0, at - before);
    for (const [start, end] of scan(text.slice(first, at + reported + (use.longest ?? usualLength)))) {
      if (start > before + reported) continue;
      const value = text.slice(first + start, first + end);
      const body = value.startsWith(keyword) ? value.slice(keyword.length) : value;
      // Words only: `xoxb-slack-bot-token`.
      if (!isDrawn(value) || !isDrawn(body) || /^[a-z]+(?:-[a-z]+)*$/i.test(body)) continue;
      report({ start: first + start, end: first + end, kind: use.kind, rank: ranks.token });
    }
    return at + reported;
  };
  return [{ literals: use.keywords, exactCase: true, find }];
}

/** The base: secretlint's rules, each only where one of its keywords stands. */
export const secretlintRules: readonly Finder[] = rules.flatMap(finderOf);
