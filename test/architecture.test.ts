import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type SourceFile, checkRule, rules } from './architecture/rules';
import { importsOf, readSource } from './architecture/sourceText';
import { inRoot } from './launch/paths';

function sourceFiles(): SourceFile[] {
  return globSync('**/*.{ts,tsx}', { cwd: inRoot('src') }).map((file) => ({
    path: file.split(path.sep).join('/'),
    text: readFileSync(inRoot('src', file), 'utf8'),
  }));
}

/** What the checker must find, and where; what it must not find is a line without a number. */
const planted: Readonly<Record<string, readonly (readonly [file: string, text: string, line?: number])[]>> = {
  'each folder imports only what the picture allows': [
    ['core/quota/meter.ts', "import { open } from '../../store/ledger';", 1],
    ['core/quota/meter.ts', "import type { Row } from '../../store/ledger';", 1],
    ['core/quota/meter.ts', "import { admit } from './admission';"],
    ['core/format.ts', "import manifest from '../../package.json';", 1],
    ['wire/classify.ts', "import {\n  // a comment\n  key,\n} from '../openrouter/key';", 1],
    [
      'wire/classify.ts',
      "// import { key } from '../openrouter/key';\nimport { describeFailure } from '../core/errors';",
    ],
    ['openrouter/client.ts', "\nexport * from '../store/ledger';", 2],
    ['openrouter/client.ts', "import { send } from '../wire/transport';"],
    ['openaiCompatible/client.ts', "import { key } from '../openrouter/key';", 1],
    ['store/ledger.ts', "const wire = await import('../wire/transport');", 1],
    ['syntax/scope.ts', "import '../host/session';", 1],
    ['protocol/messages.ts', "import type { Log } from '../host/log';", 1],
    ['host/chat/view.ts', "const { openLedger } = require('../../store/ledger');", 1],
    ['host/chat/view.ts', "import type { StoredLedger } from '../../store/ledger';", 1],
    ['host/chat/view.ts', "import manifest from '../../../package.json';"],
    ['host/chat/view.ts', "import { startSimulator } from '../../../test/simulator';", 1],
    ['webview/chat/main.tsx', "const quote = <p>don't</p>;\nimport { runTurn } from '../../core/engine/runTurn';", 2],
    ['webview/chat/main.tsx', "import type { ToPage } from '../../protocol/messages';"],
    ['extension.ts', "import { render } from './webview/chat/main';", 1],
    ['extension.ts', "import { openLedger } from './store/ledger';"],
    ['network.ts', "import { openLedger } from './store/ledger';", 1],
    ['storage.ts', "import { openLedger } from './store/ledger';"],
    ['storage.ts', "import { send } from './wire/transport';", 1],
    ['patterns.ts', "import { knownValues } from './core/privacy/knownValues';"],
    ['patterns.ts', "import { Session } from './host/session';", 1],
    ['syntax.ts', "import { createSyntax } from './syntax/createSyntax';"],
    ['syntax.ts', "import { Session } from './host/session';", 1],
    ['helpers/strings.ts', 'export const nothing = 1;', 1],
  ],
  'nothing imports the composition root': [
    ['host/chat/view.ts', "import type { Context } from '../../extension';", 1],
    ['host/chat/view.ts', "import { extension } from './extension';"],
  ],
  'the parts are loaded lazily, and by the composition root only': [
    ['extension.ts', "import { connect } from './network';", 1],
    ['extension.ts', "import type { Network } from './network';\nconst load = async () => import('./network');"],
    ['extension.ts', "import { openLedgerFile } from './storage';", 1],
    ['extension.ts', "const { openLedgerFile } = await import('./storage');"],
    ['host/session.ts', "const load = async () => import('../network');", 1],
    ['extension.ts', "import { signInByBrowser } from './onDemand';", 1],
    ['extension.ts', "const { signInByBrowser } = await import('./onDemand');"],
    ['extension.ts', "import { compilePatterns } from './patterns';", 1],
    ['host/session.ts', "const load = async () => import('../patterns');", 1],
    ['extension.ts', "const { compilePatterns } = await import('./patterns');"],
    ['extension.ts', "import { createSyntax } from './syntax';", 1],
    ['extension.ts', "const { createSyntax } = await import('./syntax');"],
    ['core/edits/judge.ts', "import type { SyntaxTree } from '../syntax';"],
  ],
  'protocol takes only types from core': [
    ['protocol/messages.ts', "import { type Failure } from '../core/errors';", 1],
    ['protocol/messages.ts', "import type { Failure } from '../core/errors';"],
    ['protocol/messages.ts', "export { describeFailure } from '../core/errors';", 1],
    ['protocol/messages.ts', "export type { Failure } from '../core/errors';"],
  ],
  'every import names what it imports': [
    ['host/session.ts', '\n\nawait import(name);', 3],
    ['host/session.ts', 'await import(`./${name}`);', 1],
    ['host/session.ts', "await import('./session');\nimport.meta.url;"],
  ],
  'core uses pure libraries only': [
    ['core/format.ts', "import { readFileSync } from 'node:fs';", 1],
    ['core/format.ts', "import * as z from 'zod';", 1],
    ['core/format.ts', "import { estimateTokenCount } from 'tokenx';"],
    ['core/privacy/rules.ts', "import ignore from 'ignore';"],
    ['core/privacy/rules.ts', "import { rules } from '@secretlint/secretlint-rule-preset-recommend';"],
    ['core/privacy/rules.ts', "import { lintSource } from '@secretlint/core';", 1],
    ['core/privacy/rules.ts', "import { RE2JS } from 're2js';", 1],
    ['host/format.ts', "import { readFileSync } from 'node:fs';"],
  ],
  'protocol uses no library but zod in its schemas': [
    ['protocol/schemas.ts', "import * as z from 'zod';"],
    ['protocol/schemas.ts', "import * as z from 'zod/mini';"],
    ['protocol/schemas.ts', "import { marked } from 'marked';", 1],
    ['protocol/messages.ts', "import * as z from 'zod/mini';", 1],
  ],
  'the page takes only messages from protocol, not the schemas and their library': [
    ['webview/chat/main.tsx', "import type { ToPage } from '../../protocol/messages';"],
    ['webview/chat/main.tsx', "import { parseFromPage } from '../../protocol/schemas';", 1],
    ['host/chat/view.ts', "import { parseFromPage } from '../../protocol/schemas';"],
  ],
  'only wire imports undici': [
    ['openrouter/client.ts', "import type { Dispatcher } from 'undici';", 1],
    ['openrouter/client.ts', "import Agent from 'undici/lib/dispatcher/agent.js';", 1],
    ['wire/transport.ts', "import Agent from 'undici/lib/dispatcher/agent.js';"],
  ],
  'only patterns imports re2js': [
    ['host/session.ts', "import { RE2JS } from 're2js';", 1],
    ['patterns.ts', "import { RE2JS } from 're2js';"],
  ],
  'only syntax imports tree-sitter': [
    ['host/session.ts', "import { Parser } from '@vscode/tree-sitter-wasm';", 1],
    ['syntax/runtime.ts', "import { Parser } from '@vscode/tree-sitter-wasm';"],
  ],
  'only store imports SQLite': [
    ['host/session.ts', "const { DatabaseSync } = await import('node:sqlite');", 1],
    ['store/database.ts', "import { DatabaseSync } from 'node:sqlite';"],
  ],
  'only host and the composition root import vscode': [
    ['store/database.ts', "import type { Uri } from 'vscode';", 1],
    ['webview/chat/main.tsx', "import * as vscode from 'vscode';", 1],
    ['host/session.ts', "import * as vscode from 'vscode';"],
    ['extension.ts', "import * as vscode from 'vscode';"],
  ],
  'the page imports nothing of Node': [
    ['webview/chat/main.tsx', "import path from 'node:path';", 1],
    ['webview/chat/main.tsx', "import { render } from 'preact';"],
  ],
  "zod is imported as `* as z`: `{ z }` and the default bring every language's messages along": [
    ['wire/chunk.ts', "import { z } from 'zod';", 1],
    ['wire/chunk.ts', "import { type ZodType, z as schema } from 'zod';", 1],
    ['wire/chunk.ts', "import z from 'zod';", 1],
    ['wire/chunk.ts', "import * as z from 'zod';\nimport type { ZodType } from 'zod';"],
  ],
  'only core/engine calls a model': [
    ['host/session.ts', 'for await (const batch of client.complete(request, signal)) {}', 1],
    ['host/session.ts', 'client\n  .complete?.(request)', 2],
    ['host/session.ts', 'const send = client.complete.bind(client);', 1],
    ['host/session.ts', '\nconst { complete } = client;', 2],
    ['openrouter/client.ts', 'async *complete(request: CompletionRequest, signal: AbortSignal) {}'],
    ['openrouter/client.ts', "// client.complete(request)\nconst text = 'client.complete(request)'; list.completed();"],
    ['core/engine/attempt.ts', 'for await (const batch of client.complete(request, signal)) {}'],
  ],
  'core has no clock, chance, timer, process or console of its own': [
    ['core/format.ts', 'const now = Date.now();', 1],
    ['core/format.ts', 'const now = new Date();', 1],
    ['core/format.ts', 'const now = new Date;', 1],
    ['core/format.ts', 'const now = Date();', 1],
    ['core/format.ts', 'const later = new Date(at);'],
    ['core/format.ts', 'const chance = Math.random();', 1],
    ['core/format.ts', 'setTimeout(done, 5);', 1],
    ['core/format.ts', 'await new Promise((done) => setImmediate(done));', 1],
    ['core/format.ts', 'const text = `${process.env.HOME}`;', 1],
    ['core/format.ts', 'const text = `process.env ${`console.log`}`;'],
    [
      'core/format.ts',
      '/* console.log() */ const pattern = /process.env[/"]/; // Date.now()\nconsole.log(pattern);',
      2,
    ],
    ['core/format.ts', 'const half = size / 2; console.log(half / 2);', 1],
    ['core/format.ts', 'globalThis.setTimeout(done);', 1],
    ['core/format.ts', 'ports.clock.now(); order.process(1); log.console = 1; new Intl.DateTimeFormat();'],
    ['host/session.ts', 'console.log(Date.now(), Math.random(), new Date());'],
  ],
};

describe('the architecture:', () => {
  const files = sourceFiles();

  it('the checker reads the real sources', () => {
    assert(files.some(({ path: file }) => file === 'core/engine/ports.ts'));
    const ports = files.find(({ path: file }) => file === 'core/engine/ports.ts');
    // Counted in the file by hand: four type imports at its top are the least it has.
    assert(importsOf(readSource(ports?.text ?? '')).length >= 4);
  });

  for (const rule of rules) {
    it(rule.title, () => {
      assert.deepEqual(checkRule(rule, files), []);
    });
  }

  it('the manifest asks for no proposed API', () => {
    const manifest: unknown = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
    assert(typeof manifest === 'object' && manifest !== null);
    assert(!('enabledApiProposals' in manifest));
  });

  describe('planted faults are found:', () => {
    it('every rule has some', () => {
      assert.deepEqual(rules.map(({ title }) => title).sort(), Object.keys(planted).sort());
    });
    for (const rule of rules) {
      for (const [file, text, line] of planted[rule.title] ?? []) {
        it(`${rule.title}: ${file}: ${text.split('\n').join(' ')}`, () => {
          const found = checkRule(rule, [{ path: file, text }]).map((fault) => fault.split(': ')[0]);
          assert.deepEqual(found, line === undefined ? [] : [`${file}:${line}`]);
        });
      }
    }
  });
});
