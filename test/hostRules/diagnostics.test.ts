import assert from 'node:assert/strict';
import type { Failure } from '../../src/core/errors';
import type { Probe, TransportName } from '../../src/core/service';
import { adviceOn, type DiagnosticFacts, diagnosticsReport, masked } from '../../src/host/network/report';

const works = (transport: TransportName, more: Partial<Probe> = {}): Probe => ({
  transport,
  took: 412,
  outcome: { ok: true, status: 200 },
  ...more,
});
const fails = (transport: TransportName, failure: Failure): Probe => ({
  transport,
  took: 10_000,
  outcome: { ok: false, failure },
});
const network = (code: string): Failure => ({ kind: 'network', code, host: 'openrouter.ai', sent: false });

const facts: DiagnosticFacts = {
  // 2026-11-22T12:00:00Z
  at: 1_795_348_800_000,
  extension: '0.1.0',
  editor: 'Visual Studio Code 1.139.1',
  remote: 'ssh-remote',
  window: 'desktop',
  platform: 'linux x64',
  versions: { node: '24.1.0', electron: '40.0.0', v8: '14.0', undici: undefined },
  settings: {
    'http.proxy': 'http://anna:s3cret@proxy.example:8080',
    'http.proxyAuthorization': 'Basic c2VjcmV0',
    'http.noProxy': ['*.example.org', 'bob:pa55@intern'],
    'http.proxySupport': 'override',
    'http.systemCertificates': true,
    'http.electronFetch': undefined,
  },
  environment: {
    https_proxy: 'anna:s3cret@proxy.example:8080',
    NO_PROXY: 'localhost,.example.org',
    NODE_EXTRA_CA_CERTS: '/home/anna/ca.pem',
    OPENROUTER_API_KEY: 'sk-or-v1-secret',
    HOME: '/home/anna',
  },
  baseUrl: 'https://token:s3cret@openrouter.ai/api/v1?key=s3cret',
  transport: 'own',
  probes: [works('own', { proxy: 'anna:s3cret@proxy.example:8080' }), works('editor')],
};

describe('the network report', () => {
  const report = diagnosticsReport(facts);

  it('has no password, no key and no path of a person', () => {
    for (const secret of ['s3cret', 'c2VjcmV0', 'pa55', 'sk-or', 'anna', '/home', 'bob']) {
      assert.ok(!report.includes(secret), secret);
    }
  });

  it('calls an empty setting empty', () => {
    const lines = diagnosticsReport({ ...facts, settings: { 'http.noProxy': [], 'http.proxy': '' } }).split('\n');
    assert.ok(lines.includes('- `http.noProxy`: empty'));
    assert.ok(lines.includes('- `http.proxy`: empty'));
  });

  it('has what one needs to help', () => {
    for (const line of [
      '- Address: openrouter.ai',
      '- `tollfree.network.transport`: `own`',
      '- Tollfree’s own connection (`own`): works, status 200, after 0.4 s, through the proxy ***@proxy.example:8080',
      '- The editor’s connection (`editor`): works, status 200, after 0.4 s',
      '- Tollfree 0.1.0, Visual Studio Code 1.139.1, desktop window, remote: ssh-remote',
      '- linux x64',
      '- node 24.1.0, electron 40.0.0',
      '- `http.proxy`: `http://***@proxy.example:8080`',
      '- `http.proxyAuthorization`: set, not shown',
      '- `http.noProxy`: `*.example.org, ***@intern`',
      '- `http.systemCertificates`: `true`',
      '- `https_proxy`: `***@proxy.example:8080`',
      '- `NO_PROXY`: `localhost,.example.org`',
      '- `NODE_EXTRA_CA_CERTS`: set, not shown',
    ]) {
      assert.ok(report.split('\n').includes(line), `${line}\nis not in\n${report}`);
    }
    assert.ok(!report.includes('electronFetch'), 'what is not set is left out');
    assert.ok(report.startsWith('# Tollfree: Network Diagnostics\n\n2026-11-22T12:00:00.000Z.'));
  });

  it('says in words how an attempt ended', () => {
    const lines = (failure: Failure): string => diagnosticsReport({ ...facts, probes: [fails('own', failure)] });
    assert.match(lines(network('ENOTFOUND')), /fails: no connection to openrouter\.ai \(ENOTFOUND\), after 10 s/);
    assert.match(lines({ kind: 'timeout', phase: 'headers' }), /fails: no answer in time/);
    assert.match(
      lines({ kind: 'malformed', status: 200, what: 'html' }),
      /something else answers \(html, status 200\)/,
    );
    const defect = lines({ kind: 'defect', message: 'Cannot find /home/anna/network.js' });
    assert.ok(defect.includes('a mistake in Tollfree itself') && !defect.includes('anna'));
  });

  it('can be made of an address that is none', () => {
    assert.match(diagnosticsReport({ ...facts, baseUrl: 'openrouter' }), /- Address: the address, which is none/);
  });
});

describe('a masked address', () => {
  const cases: Readonly<Record<string, string>> = {
    'http://proxy.example:8080': 'http://proxy.example:8080',
    'http://anna:pw@proxy.example:8080': 'http://***@proxy.example:8080',
    'anna:pw@proxy.example:8080': '***@proxy.example:8080',
    'http://anna@proxy.example': 'http://***@proxy.example',
    'http://anna:p@ss/w@proxy.example': 'http://***@proxy.example',
    'SOCKS5://a:b@c': 'SOCKS5://***@c',
    'localhost,.example.org': 'localhost,.example.org',
    '': '',
  };
  for (const [text, expected] of Object.entries(cases)) {
    it(`of “${text}” is “${expected}”`, () => assert.equal(masked(text), expected));
  }
});

describe('the advice about the network', () => {
  const advise = (transport: TransportName, ...probes: readonly Probe[]): ReturnType<typeof adviceOn> =>
    adviceOn({ baseUrl: 'https://openrouter.ai/api/v1', transport, probes });
  const refused = network('ECONNREFUSED');

  it('changes nothing where the way that is set works', () => {
    assert.deepEqual(advise('own', works('own'), works('editor')), {
      sentence: 'Both ways reach openrouter.ai. Nothing needs to be changed.',
    });
    assert.equal(advise('own', works('own'), fails('editor', refused)).transport, undefined);
    assert.equal(advise('editor', fails('own', refused), works('editor')).transport, undefined);
  });

  it('offers the other way where only that one works', () => {
    assert.equal(advise('own', fails('own', refused), works('editor')).transport, 'editor');
    assert.equal(advise('editor', works('own'), fails('editor', refused)).transport, 'own');
  });

  it('names the likely cause where none works', () => {
    const cause = (failure: Failure): string => {
      const { sentence, transport } = advise('own', fails('own', failure), fails('editor', refused));
      assert.equal(transport, undefined);
      return sentence;
    };
    assert.match(cause(network('SELF_SIGNED_CERT_IN_CHAIN')), /certificate is not trusted/);
    assert.match(cause(network('UNABLE_TO_GET_ISSUER_CERT_LOCALLY')), /certificate is not trusted/);
    assert.match(
      cause({ kind: 'service', status: 407, message: 'Proxy Authentication Required' }),
      /proxy does not let/,
    );
    assert.match(cause(network('PROXY_407')), /proxy does not let/);
    assert.match(cause(network('ERR_PROXY_OR_CERTIFICATES')), /proxy does not let/);
    assert.match(cause({ kind: 'malformed', status: 200, what: 'html' }), /log-in page/);
    assert.match(cause(network('ENOTFOUND')), /name is not known here/);
    assert.match(cause({ kind: 'badAddress', address: 'x', problem: 'notAnAddress' }), /openRouter\.baseUrl/);
    assert.match(cause(network('ETIMEDOUT')), /Check the network/);
  });
});
