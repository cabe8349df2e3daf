import assert from 'node:assert/strict';
import { openableLink } from '../../src/core/links';
import { vectors } from '../support/xss';

describe('a link of an answer', () => {
  // As a browser writes the address (WHATWG URL): a path of its own, hosts in ASCII (punycode of RFC 3492), signs encoded.
  const opened: readonly (readonly [address: string, as: string])[] = [
    ['https://openrouter.ai/models?q=a&b=c#d', 'https://openrouter.ai/models?q=a&b=c#d'],
    ['HTTP://EXAMPLE.ORG', 'http://example.org/'],
    ['http://localhost:3000/', 'http://localhost:3000/'],
    ['mailto:a@example.org', 'mailto:a@example.org'],
    [
      'mailto:a@example.org?Subject=x&body=y&cc=b@example.org',
      'mailto:a@example.org?Subject=x&body=y&cc=b@example.org',
    ],
    ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
    ['https://b\u0430nk.example/', 'https://xn--bnk-6cd.example/'],
    ['https://bank.example\u3002evil.example/', 'https://bank.example.evil.example/'],
    ['https:evil.example', 'https://evil.example/'],
    // A browser ends the host at the backslash; the editor's own parser would end a user name there.
    [String.raw`https://bank.example\@evil.example/`, 'https://bank.example/@evil.example/'],
    ['https://a.example/\u202Egpj.exe', 'https://a.example/%E2%80%AEgpj.exe'],
    [' https://a.example/\n', 'https://a.example/'],
    [`https://a.example/${'x'.repeat(7982)}`, `https://a.example/${'x'.repeat(7982)}`],
  ];
  for (const [address, as] of opened) {
    it(`is opened: ${JSON.stringify(address.slice(0, 60))}`, () => {
      assert.equal(openableLink(address), as);
    });
  }

  const refused: readonly string[] = [
    '',
    'x',
    '/etc/passwd',
    '//evil.example',
    '#top',
    'https://',
    'https:///',
    'https://a b.example/',
    'https://bank.example\u2044login.evil.example\u0000/',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\tscript:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'javascript://https://a.example/%0Aalert(1)',
    'vbscript:msgbox(1)',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'file://evil.example/share',
    'FILE:/etc/passwd',
    String.raw`\\evil.example\share`,
    'command:workbench.action.quit',
    'command:tollfree.deleteData?%5B%5D',
    'vscode://evil.extension/run',
    'vscode-insiders://evil.extension/run',
    'vscode-remote://ssh-remote+evil/home',
    'vscode-file://vscode-app/etc/passwd',
    'blob:https://a.example/1',
    'filesystem:https://a.example/temporary/x',
    'view-source:https://a.example',
    'about:blank',
    'chrome://settings',
    'ms-msdt:/id',
    'search-ms:query=x',
    'ftp://a.example',
    'ws://a.example',
    'tel:+123',
    'ssh://a.example',
    'https://user@evil.example/',
    'https://user:password@evil.example/',
    'https://:password@evil.example/',
    'https://bank.example@evil.example/',
    'https://bank.example%2F@evil.example/',
    'http://bank.example:80@evil.example/',
    'mailto:a@evil.example?attach=/etc/passwd',
    'mailto:a@evil.example?subject=x&Attachment=/etc/passwd',
    `https://a.example/${'x'.repeat(7983)}`,
    `https://a.example/${'\u00E4'.repeat(2000)}`,
  ];
  for (const address of refused) {
    it(`is refused: ${JSON.stringify(address.slice(0, 60))}`, () => {
      assert.equal(openableLink(address), undefined);
    });
  }

  it('is what it says when it is opened, whatever published attacks make of it', () => {
    for (const text of vectors) {
      const link = openableLink(text);
      if (link !== undefined) assert.match(link, /^(?:https?:\/\/[^/@]+\/|mailto:)[!-~]*$/);
    }
  });
});
