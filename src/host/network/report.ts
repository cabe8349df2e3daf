import { describeFailure, type Failure } from '../../core/errors';
import { formatSeconds } from '../../core/format';
import type { Probe, TransportName } from '../../core/service';

/** Everything the report is made from, as it was found; `diagnosticsReport` takes the secrets out. */
export interface DiagnosticFacts {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly extension: string;
  /** Name and version. */
  readonly editor: string;
  /** The kind of remote the window is connected to. */
  readonly remote: string | undefined;
  /** Where the editor's window runs. */
  readonly window: 'desktop' | 'web';
  readonly platform: string;
  readonly versions: Readonly<Record<string, string | undefined>>;
  /** Settings by id; undefined is left out. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly baseUrl: string;
  readonly transport: TransportName;
  readonly probes: readonly Probe[];
}

export interface Advice {
  readonly sentence: string;
  /** The transport to set. */
  readonly transport?: TransportName;
}

/** Shown only as "set": they hold a password, or a path with the user's name. */
const hiddenSettings: ReadonlySet<string> = new Set(['http.proxyAuthorization', 'http.proxyKerberosServicePrincipal']);
const hiddenVariables: ReadonlySet<string> = new Set([
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NODE_OPTIONS',
]);
/** What matters for a connection, in either spelling. */
const shownVariables: ReadonlySet<string> = new Set([
  'HTTPS_PROXY',
  'HTTP_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
  'NODE_TLS_REJECT_UNAUTHORIZED',
  'NODE_USE_ENV_PROXY',
]);
const shownVersions = ['node', 'electron', 'chrome', 'openssl', 'undici'] as const;

const transportNames: Readonly<Record<TransportName, string>> = {
  own: 'Tollfree’s own connection (`own`)',
  editor: 'the editor’s connection (`editor`)',
};

/** The report as Markdown, safe to hand on: no key, no password, no path. */
export function diagnosticsReport(facts: DiagnosticFacts): string {
  const { probes, baseUrl, transport } = facts;
  const { sentence } = adviceOn(facts);
  const lines = [
    '# Tollfree: Network Diagnostics',
    '',
    `${new Date(facts.at).toISOString()}. Passwords, keys and paths are left out.`,
    '',
    '## Connection',
    '',
    `- Address: ${hostOf(baseUrl)}`,
    `- \`tollfree.network.transport\`: \`${transport}\``,
    ...probes.map((probe) => `- ${probeLine(probe)}`),
    '',
    `**${sentence}**`,
    '',
    '## Versions',
    '',
    `- Tollfree ${facts.extension}, ${facts.editor}, ${facts.window} window${facts.remote === undefined ? '' : `, remote: ${facts.remote}`}`,
    `- ${facts.platform}`,
    `- ${shownVersions.flatMap((name) => (facts.versions[name] === undefined ? [] : [`${name} ${facts.versions[name]}`])).join(', ')}`,
    '',
    '## Settings',
    '',
    ...listed(facts.settings, (id) => hiddenSettings.has(id)),
    '',
    '## Environment',
    '',
    ...listed(variablesOf(facts.environment), (name) => hiddenVariables.has(name.toUpperCase())),
    '',
  ];
  return lines.join('\n');
}

/** What to do about what was found. */
export function adviceOn({
  probes,
  transport,
  baseUrl,
}: Pick<DiagnosticFacts, 'probes' | 'transport' | 'baseUrl'>): Advice {
  const of = (name: TransportName): Probe | undefined => probes.find((probe) => probe.transport === name);
  const works = (name: TransportName): boolean => of(name)?.outcome.ok === true;
  const host = hostOf(baseUrl);
  const other: TransportName = transport === 'own' ? 'editor' : 'own';
  if (works(transport)) {
    return {
      sentence: works(other)
        ? `Both ways reach ${host}. Nothing needs to be changed.`
        : `The way that is set reaches ${host}. Nothing needs to be changed.`,
    };
  }
  if (works(other)) {
    return {
      sentence: `Only ${transportNames[other]} reaches ${host}: set \`tollfree.network.transport\` to \`${other}\`.`,
      transport: other,
    };
  }
  const failures = probes.flatMap(({ outcome }) => (outcome.ok ? [] : [outcome.failure]));
  return { sentence: `No way reaches ${host}. ${causeOf(failures)}` };
}

/** A text without the user name and password of an address in it; `user:password@host` and `http://user:password@host`. */
export function masked(text: string): string {
  // To the last `@`: a password may hold one, unescaped, as well as slashes.
  return text.replace(/^(\s*[a-z][a-z\d+.-]*:\/\/)?.*@/is, (_all, scheme: string | undefined) => `${scheme ?? ''}***@`);
}

function probeLine({ transport, took, outcome, proxy }: Probe): string {
  const name = transportNames[transport];
  const how = outcome.ok ? `works, status ${outcome.status}` : `fails: ${failureWords(outcome.failure)}`;
  const by = proxy === undefined ? '' : `, through the proxy ${masked(proxy)}`;
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}: ${how}, after ${formatSeconds(took)}${by}`;
}

function failureWords(failure: Failure): string {
  if (failure.kind === 'network') return `no connection to ${failure.host} (${failure.code})`;
  if (failure.kind === 'timeout') return 'no answer in time';
  if (failure.kind === 'malformed') return `something else answers (${failure.what}, status ${failure.status})`;
  if (failure.kind === 'badAddress') return 'the address cannot be used';
  if (failure.kind === 'service') return `“${failure.message}” (status ${failure.status})`;
  // Its message may hold a path.
  if (failure.kind === 'defect') return 'a mistake in Tollfree itself; its log says which';
  return describeFailure(failure, undefined, 0).sentence.replace(/\.$/, '');
}

/** In the order in which one explains the others. */
function causeOf(failures: readonly Failure[]): string {
  const codes = failures.map((failure) => (failure.kind === 'network' ? failure.code : ''));
  const kinds = new Set(failures.map(({ kind }) => kind));
  if (kinds.has('badAddress')) return 'Correct the setting `tollfree.openRouter.baseUrl`.';
  if (codes.some((code) => /(?:^|_)CERT(?:_|$)|UNABLE_TO_VERIFY/.test(code))) {
    return 'The certificate is not trusted. A proxy that opens connections has a certificate authority of its own: add it to the certificates of the operating system.';
  }
  if (
    codes.some((code) => /PROXY|TUNNEL/.test(code)) ||
    failures.some((one) => 'status' in one && one.status === 407)
  ) {
    return 'The proxy does not let the connection through. Check `http.proxy` and its log-in.';
  }
  if (kinds.has('malformed')) {
    return 'Something else answers in its place: a log-in page of the network, or a proxy. Open the address in a browser.';
  }
  if (codes.some((code) => /ENOTFOUND|EAI_AGAIN/.test(code))) {
    return 'The name is not known here: no network, or a proxy is needed that is not set (`http.proxy`).';
  }
  return 'Check the network, and `http.proxy` where a proxy is needed.';
}

/** Host and port; whatever else an address holds may be a secret. */
function hostOf(address: string): string {
  try {
    return new URL(address).host;
  } catch {
    return 'the address, which is none,';
  }
}

function variablesOf(environment: DiagnosticFacts['environment']): Readonly<Record<string, string | undefined>> {
  const matters = (name: string): boolean => shownVariables.has(name) || hiddenVariables.has(name);
  return Object.fromEntries(Object.entries(environment).filter(([name]) => matters(name.toUpperCase())));
}

function listed(values: Readonly<Record<string, unknown>>, isHidden: (name: string) => boolean): readonly string[] {
  const lines = Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `- \`${name}\`: ${isHidden(name) ? hiddenValue(value) : shownValue(value)}`);
  return lines.length === 0 ? ['None.'] : lines;
}

function hiddenValue(value: unknown): string {
  return value === '' ? 'not set' : 'set, not shown';
}

function shownValue(value: unknown): string {
  const text = Array.isArray(value)
    ? value.map((one) => masked(String(one))).join(', ')
    : typeof value === 'string'
      ? masked(value)
      : JSON.stringify(value);
  // A value must not end its own quotation.
  return text === '' ? 'empty' : `\`${text.replaceAll('`', "'").replaceAll(/\s+/g, ' ')}\``;
}
