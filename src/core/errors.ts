import { isLoopback } from './address';
import { type DataPolicy, levelWords, policyWords, type PrivacyLevel } from './privacy/policy';
import { formatCredits, formatTime, formatTokens, plural } from './format';
import { serverOf } from './catalogue/model';
import { shortName } from './catalogue/names';

/**
 * Everything that can go wrong with a turn, as data. Each kind is one row of the design's failure table (section 5);
 * `wire/classify.ts` makes the ones the service reports, the engine makes the rest.
 * Times are milliseconds since the epoch. `message` is what the service said, already free of account ids.
 */
export type Failure =
  | { readonly kind: 'noKey' }
  | {
      readonly kind: 'unauthorized';
      readonly message: string;
      /** `false`: the key cannot even be sent (it holds characters no header may have), so nothing was. */
      readonly sent?: false;
    }
  | { readonly kind: 'payment'; readonly cause: 'balance' | 'keyLimit'; readonly message: string }
  | {
      readonly kind: 'minuteQuota';
      readonly resetAt: number;
      readonly limit?: number;
      /** Some are left, for what the user asks; only an automatic request is refused. */
      readonly kept?: true;
    }
  | {
      readonly kind: 'dayQuota';
      readonly resetAt: number;
      readonly limit?: number;
      readonly known: 'service' | 'counted';
    }
  | {
      readonly kind: 'busy';
      readonly status: number;
      readonly message: string;
      readonly provider?: string;
      readonly retryAfterMs?: number;
    }
  | {
      readonly kind: 'network';
      readonly code: string;
      readonly host: string;
      /** Whether the request may have reached the service. */ readonly sent: boolean;
      /** Host and port of the proxy that was used, without credentials. */
      readonly proxy?: string;
    }
  | { readonly kind: 'timeout'; readonly phase: 'headers' | 'silence' | 'service' }
  | {
      readonly kind: 'gone';
      readonly reason: 'freeEnded' | 'delisted' | 'invalidId';
      readonly message: string;
      readonly paidTwin?: string;
    }
  | { readonly kind: 'privacy'; readonly switchName?: string; readonly message: string }
  | {
      readonly kind: 'capability';
      readonly missing: 'chat' | 'tools' | 'images' | 'structuredOutput' | 'parameters' | 'providers';
      readonly message: string;
    }
  | {
      readonly kind: 'gate';
      readonly why: 'harness' | 'region' | 'age' | 'guardrail' | 'terms' | 'other';
      readonly message: string;
    }
  | { readonly kind: 'moderation'; readonly reasons: readonly string[]; readonly message: string }
  | {
      readonly kind: 'overflow';
      readonly estimatedTokens?: number;
      readonly window?: number;
      readonly message?: string;
    }
  | { readonly kind: 'cut' }
  | {
      readonly kind: 'empty';
      readonly model: string;
      /** The output limit was used up by reasoning. */ readonly byLength: boolean;
    }
  | {
      readonly kind: 'unexpectedCost';
      /** Credits (USD). */ readonly cost?: number;
      readonly model?: string;
      /** The most it was agreed to cost; missing where nothing was. */
      readonly agreed?: number;
    }
  | { readonly kind: 'notFree'; readonly model: string }
  | { readonly kind: 'unknownModel'; readonly model: string; readonly similar?: string }
  /** Known to refuse, from an earlier request of any window; not sent. */
  | {
      readonly kind: 'cooling';
      readonly model: string;
      readonly until: number;
      readonly because?: 'busy' | 'gone' | 'gate' | 'privacy';
    }
  /** The user's privacy level keeps this model out: known beforehand, or refused by the service under our own terms. */
  | {
      readonly kind: 'level';
      readonly level: PrivacyLevel;
      readonly policy: DataPolicy;
      /** How many of the able free models the level leaves; missing when the service refused. */
      readonly left?: number;
      /** What the level removed, when it leaves none. */
      readonly removed?: readonly { readonly model: string; readonly policy: DataPolicy }[];
    }
  /** The user did not agree that it is sent. */
  | { readonly kind: 'declined'; readonly about: 'consent' | 'ignoredFile' }
  /** A file that never goes. */
  | { readonly kind: 'ignoredFile'; readonly file: string; readonly rule: string }
  /** An automatic request would go below the reserve for what the user types; requests. */
  | { readonly kind: 'reserve'; readonly remaining: number; readonly reserve: number }
  /** The daily budget does not cover the most this request may cost; USD. */
  | { readonly kind: 'budget'; readonly dailyBudget: number; readonly spent: number; readonly atMost: number }
  /** A bound the user set ended the wait; milliseconds. */
  | { readonly kind: 'bound'; readonly bound: 'firstToken' | 'silence' | 'whole'; readonly after: number }
  /** What was to be asked about is not there any more, or cannot be asked about; `why`: a sentence for the user. */
  | { readonly kind: 'notAsked'; readonly why: string }
  | { readonly kind: 'noPin' }
  | { readonly kind: 'malformed'; readonly status: number; readonly what: 'html' | 'json' | 'shape' }
  | { readonly kind: 'tooLargeForService'; readonly message: string }
  | { readonly kind: 'ledger'; readonly message: string }
  /** The address in the settings cannot be used; nothing was sent. */
  | {
      readonly kind: 'badAddress';
      readonly address: string;
      readonly problem: 'notAnAddress' | 'notHttps' | 'holdsCredentials';
    }
  /** A mistake of ours, said as such. */
  | { readonly kind: 'defect'; readonly message: string }
  | { readonly kind: 'service'; readonly status: number; readonly message: string };

export type FailureKind = Failure['kind'];

/** The one useful thing a user can do about a failure. */
export type FailureAction =
  | 'signIn'
  | 'enterKey'
  | 'switchModel'
  | 'retry'
  | 'openPrivacySettings'
  | 'setPrivacyLevel'
  | 'openCredits'
  | 'openLimits'
  | 'openBudget'
  | 'useLocal'
  | 'networkDiagnostics'
  | 'acknowledgeCost';

export interface FailureText {
  readonly sentence: string;
  readonly action?: FailureAction;
}

/** What the place that tells a failure keeps of the turn: a chat also the question, a thread the answer as far as it came. */
export type Keeps = 'nothing' | 'answer' | 'questionAndAnswer';

/**
 * The only function that turns a failure into words.
 * @param model id of the model that was asked, for the sentences that name it.
 * @param now milliseconds since the epoch; only used to write times as the user's clock shows them.
 * @param keeps what is said to be kept, where the failure is one after which that is asked.
 */
export function describeFailure(
  failure: Failure,
  model: string | undefined,
  now: number,
  keeps: Keeps = 'nothing',
): FailureText {
  const { sentence, ...rest } = plainText(failure, model, now);
  return { sentence: `${sentence}${keptWords(failure, keeps)}`, ...rest };
}

/** After these one may ask oneself whether the question is lost. */
const unasked: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'noKey',
  'unauthorized',
  'noPin',
  'declined',
  'ignoredFile',
  'network',
  'ledger',
]);

function keptWords(failure: Failure, keeps: Keeps): string {
  if (keeps !== 'nothing' && mayBreakOff(failure)) return ' What came is kept.';
  return keeps === 'questionAndAnswer' && unasked.has(failure.kind) ? ' Your question is kept.' : '';
}

/** Whether it comes in the middle of an answer. */
function mayBreakOff(failure: Failure): boolean {
  if (failure.kind === 'timeout') return failure.phase === 'silence';
  if (failure.kind === 'bound') return failure.bound !== 'firstToken';
  return failure.kind === 'cut' || failure.kind === 'defect';
}

function plainText(failure: Failure, model: string | undefined, now: number): FailureText {
  const name = model === undefined ? 'The model' : shortName(model);
  const server = model === undefined ? undefined : serverOf(model);
  switch (failure.kind) {
    case 'noKey':
      return server === undefined
        ? {
            sentence: 'Tollfree has no OpenRouter key yet. Sign in or enter a key.',
            action: 'signIn',
          }
        : { sentence: `The server “${server}” needs a key. Enter it.`, action: 'enterKey' };
    case 'unauthorized':
      return server === undefined
        ? {
            sentence: `OpenRouter does not accept this key (“${failure.message}”). Sign in again.`,
            action: 'signIn',
          }
        : {
            sentence: `The server “${server}” does not accept its key (“${failure.message}”). Enter it again.`,
            action: 'enterKey',
          };
    case 'payment':
      if (server !== undefined) return { sentence: `The server “${server}” asks for payment (“${failure.message}”).` };
      return failure.cause === 'keyLimit'
        ? {
            sentence:
              'The spending limit of this key is used up, so OpenRouter refuses it even for free models. Raise the limit or use another key.',
            action: 'openCredits',
          }
        : {
            sentence: `OpenRouter refuses to serve an account with a negative balance, also for free models (“${failure.message}”).`,
            action: 'openCredits',
          };
    case 'minuteQuota':
      if (failure.kept === true) {
        return {
          sentence: 'The requests that are left for this minute are kept for what you ask yourself. Nothing was sent.',
          action: 'retry',
        };
      }
      return {
        sentence: `The minute limit${failure.limit === undefined ? '' : ` of ${failure.limit} requests`} is reached for the whole account. It frees up at ${formatTime(failure.resetAt, now)}.`,
        action: 'retry',
      };
    case 'dayQuota':
      return {
        sentence:
          server === undefined
            ? `Today's${failure.limit === undefined ? '' : ` ${failure.limit}`} free requests are used up. Nothing is sent until ${formatTime(failure.resetAt, now)}; another free model would not help, the limit is for the whole account.`
            : `Today's${failure.limit === undefined ? '' : ` ${failure.limit}`} requests to the server “${server}” are used up. Nothing is sent to it until ${formatTime(failure.resetAt, now)}.`,
        action: 'useLocal',
      };
    case 'busy':
      return {
        sentence: `${name} is busy${failure.provider === undefined ? '' : ` at ${failure.provider}`} (“${failure.message}”).${server === undefined ? ' Your own quota is not the reason.' : ''}`,
        action: 'switchModel',
      };
    case 'network':
      return networkText(failure, server);
    case 'timeout':
      return failure.phase === 'silence'
        ? { sentence: `${name} stopped in the middle and sent nothing more.`, action: 'retry' }
        : { sentence: `${name} did not answer in time. The request counts all the same.`, action: 'retry' };
    case 'gone':
      if (server !== undefined) {
        return {
          sentence: `The server “${server}” does not have ${name} now (“${failure.message}”). Load it there, or pick another model.`,
          action: 'switchModel',
        };
      }
      return {
        sentence: `${name} is no longer offered for free.${failure.paidTwin === undefined ? '' : ` The paid version ${failure.paidTwin} is not used.`} Pick another model.`,
        action: 'switchModel',
      };
    case 'privacy':
      return {
        sentence:
          failure.switchName === undefined
            ? `Your OpenRouter privacy settings exclude ${name} for your account. Allowing it there may let providers keep or train on what you send.`
            : `Your OpenRouter privacy settings exclude ${name}: the switch is “${failure.switchName}”. Turning it on allows providers to keep or train on what you send.`,
        action: 'openPrivacySettings',
      };
    case 'level':
      return { sentence: levelSentence(failure, name), action: 'setPrivacyLevel' };
    case 'declined':
      return {
        sentence: 'You did not agree, so nothing was sent.',
        action: failure.about === 'consent' ? 'setPrivacyLevel' : 'retry',
      };
    case 'ignoredFile':
      return {
        sentence: `“${failure.file}” does not go (${failure.rule}), so nothing was sent.`,
      };
    case 'capability':
      return {
        sentence: `${name} cannot do what this needs: ${capabilityWords[failure.missing]}.`,
        action: 'switchModel',
      };
    case 'gate':
      return { sentence: `${gateWords(failure, name)} Your key is fine.`, action: 'switchModel' };
    case 'moderation':
      return {
        sentence: `The provider refused this text${failure.reasons.length === 0 ? '' : `: ${failure.reasons.join(', ')}`}. Nothing is tried again by itself.`,
      };
    case 'overflow':
      return { sentence: overflowWords(failure, name), action: 'switchModel' };
    case 'cut':
      return {
        sentence: 'The answer was cut off by the service.',
        action: 'retry',
      };
    case 'empty':
      return failure.byLength
        ? {
            sentence: `${shortName(failure.model)} used its whole output limit for thinking and answered nothing.`,
            action: 'switchModel',
          }
        : {
            sentence: `${shortName(failure.model)} gave an empty answer. It counts as a request but not as an answer.`,
            action: 'switchModel',
          };
    case 'unexpectedCost':
      return {
        sentence: `${costWords(failure)} ${failure.agreed === undefined ? 'although only free models are allowed' : `although at most ${formatCredits(failure.agreed)} was agreed`}. Nothing more is sent until you decide.`,
        action: 'acknowledgeCost',
      };
    case 'notFree':
      return {
        sentence: `${failure.model} is not free, so Tollfree does not send to it: paid models are off by default. Pick a free model.`,
        action: 'switchModel',
      };
    case 'unknownModel':
      return {
        sentence: `The catalogue has no model “${failure.model}”.${failure.similar === undefined ? '' : ` Did you mean ${failure.similar}?`} Nothing was sent.`,
        action: 'switchModel',
      };
    case 'cooling':
      return {
        sentence: `${shortName(failure.model)} ${coolingWords[failure.because ?? 'busy']} and is not tried again before ${formatTime(failure.until, now)}.`,
        action: failure.because === 'privacy' ? 'openPrivacySettings' : 'switchModel',
      };
    case 'reserve':
      return {
        sentence: `Today ${plural(failure.remaining, 'request')} ${failure.remaining === 1 ? 'is' : 'are'} left, and ${failure.reserve} are kept for what you ask yourself. Nothing was sent.`,
        action: 'openLimits',
      };
    case 'budget':
      return {
        sentence: `This may cost up to ${formatCredits(failure.atMost)} USD; ${formatCredits(failure.spent)} of today's ${formatCredits(failure.dailyBudget)} USD are spent. Nothing was sent.`,
        action: 'openBudget',
      };
    case 'bound':
      return { sentence: boundWords(failure, name), action: 'openLimits' };
    case 'noPin':
      return { sentence: 'No model is pinned yet. Pick one.', action: 'switchModel' };
    case 'malformed':
      return {
        sentence: `The service answered with something that is not its own format (${failure.what}, status ${failure.status}). A proxy or a login page may be in between.`,
        action: failure.what === 'html' ? 'networkDiagnostics' : 'retry',
      };
    case 'tooLargeForService':
      return { sentence: `The service refuses a request of this size (“${failure.message}”). Select less.` };
    case 'ledger':
      return {
        sentence: `The request could not be counted (“${failure.message}”), so it was not sent.`,
        action: 'retry',
      };
    case 'badAddress':
      return {
        sentence: `The service address ${failure.address} in the setting ${server === undefined ? 'tollfree.openRouter.baseUrl' : 'tollfree.providers'} ${addressWords[failure.problem]}. Nothing was sent.`,
      };
    case 'notAsked':
      return { sentence: failure.why, action: 'retry' };
    case 'defect':
      return {
        sentence: `Something in Tollfree itself went wrong (${failure.message}).`,
        action: 'retry',
      };
    case 'service':
      return { sentence: `The service said: “${failure.message}” (status ${failure.status}).` };
    default:
      return unreachable(failure);
  }
}

/** Names of models that a sentence lists at most. */
const mostNamed = 4;

function levelSentence(
  { level, policy, left, removed = [] }: Extract<Failure, { kind: 'level' }>,
  name: string,
): string {
  const keeps = `Your privacy level “${levelWords[level]}” keeps ${name} out`;
  const why = level === 'localOnly' ? 'it does not run on this machine' : policyWords[policy];
  // The service itself refused under our terms: the request counts.
  if (left === undefined) return `${keeps}: no provider of it keeps to that. The request counts all the same.`;
  if (left > 0)
    return `${keeps} (${why}). ${plural(left, 'model')} ${left === 1 ? 'is' : 'are'} left. Nothing was sent.`;
  const named = removed.slice(0, mostNamed).map((each) => `${shortName(each.model)} (${policyWords[each.policy]})`);
  const more = removed.length - named.length;
  const list = [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ');
  return `Your privacy level “${levelWords[level]}” leaves no model. It removed ${list}. Nothing was sent.`;
}

const addressWords = {
  notAnAddress: 'is not a web address',
  notHttps: 'must begin with https: a key is not sent in the open',
  holdsCredentials: 'holds a user name or password, which does not belong there',
} as const;

const capabilityWords = {
  chat: 'it is not made for conversation',
  tools: 'it does not take tools',
  images: 'it does not take pictures',
  structuredOutput: 'it does not keep to a given form of answer',
  parameters: 'no provider of it takes the parameters that were sent',
  providers: 'the allowed providers do not offer it',
} as const;

const coolingWords = {
  busy: 'was busy just now',
  gone: 'was no longer offered for free when it was last asked',
  gate: 'refused this app, account or region when it was last asked',
  privacy: 'was excluded by your OpenRouter privacy settings when it was last asked',
} as const;

/** Certificates that this machine does not trust; the codes of Node.js. */
const certificateCodes: ReadonlySet<string> = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_HAS_EXPIRED',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]);

/** @param server name of the user's own server that was asked. */
function networkText(
  { code, host, sent, proxy }: Extract<Failure, { kind: 'network' }>,
  server: string | undefined,
): FailureText {
  const counted = sent ? 'The request may have been counted.' : 'Nothing was sent and nothing was counted.';
  const proxyStatus = /^PROXY_(.+)$/.exec(code)?.[1];
  if (proxyStatus !== undefined) {
    const which = proxy === undefined ? 'The proxy' : `The proxy ${proxy}`;
    const problem =
      proxyStatus === '407' ? 'asks for a log-in that it did not get' : `did not let the connection to ${host} through`;
    return { sentence: `${which} ${problem} (${code}). ${counted}`, action: 'networkDiagnostics' };
  }
  const by = proxy === undefined ? '' : ` through the proxy ${proxy}`;
  if (certificateCodes.has(code)) {
    const problem = code === 'CERT_HAS_EXPIRED' ? 'has expired' : 'is not from an authority that this computer trusts';
    return {
      sentence: `The certificate that ${host} showed${by} ${problem} (${code}). A company proxy or a virus scanner may be in between. ${counted}`,
      action: 'networkDiagnostics',
    };
  }
  if (server !== undefined) {
    const sentence = `No connection to the server “${server}” at ${host}${by} (${code}). It may not be running. ${counted}`;
    return { sentence, action: 'retry' };
  }
  const here = isThisMachine(host) ? ' The server there may not be running.' : '';
  return { sentence: `No connection to ${host}${by} (${code}).${here} ${counted}`, action: 'retry' };
}

/** @param host with or without a port, as messages name it. */
function isThisMachine(host: string): boolean {
  return isLoopback(host.replace(/^(\[.*\]|[^:]*):\d+$/, '$1'));
}

function gateWords(failure: Extract<Failure, { kind: 'gate' }>, name: string): string {
  switch (failure.why) {
    case 'harness':
      return `${name} only answers apps that OpenRouter has listed.`;
    case 'region':
      return `${name} is not offered in your region.`;
    case 'age':
      return `${name} asks for an age confirmation in your OpenRouter settings.`;
    case 'guardrail':
      return `A guardrail of your account blocks this request (“${failure.message}”).`;
    case 'terms':
      return `The provider says this breaks its terms (“${failure.message}”).`;
    case 'other':
      return `${name} refuses this request (“${failure.message}”).`;
    default:
      return unreachable(failure.why);
  }
}

function overflowWords(failure: Extract<Failure, { kind: 'overflow' }>, name: string): string {
  if (failure.estimatedTokens === undefined || failure.window === undefined) {
    return `This is too long for ${name}. Select less, or pick a model with a larger context.`;
  }
  const over = formatTokens(failure.estimatedTokens - failure.window);
  return `About ${formatTokens(failure.estimatedTokens)} tokens are ${over} too many for ${name}, which takes ${formatTokens(failure.window)} here. Nothing was sent. Select less, or pick a model with a larger context.`;
}

function boundWords({ bound, after }: Extract<Failure, { kind: 'bound' }>, name: string): string {
  const seconds = `${Math.round(after / 1000)} s`;
  switch (bound) {
    case 'firstToken':
      return `${name} did not begin to answer within your limit of ${seconds}. The request counts all the same.`;
    case 'silence':
      return `${name} sent nothing for ${seconds}, which is your limit.`;
    case 'whole':
      return `The answer took longer than your limit of ${seconds}.`;
    default:
      return unreachable(bound);
  }
}

/** The one that cost something may be an earlier request than the one that is refused now. */
function costWords({ cost, model }: Extract<Failure, { kind: 'unexpectedCost' }>): string {
  const to = model === undefined || model === '' ? '' : ` to ${shortName(model)}`;
  return cost === undefined ? `A request${to} reported a cost` : `A request${to} cost ${formatCredits(cost)} credits`;
}

/** For the end of a switch over a union: a new member becomes a compile error here. */
export function unreachable(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
