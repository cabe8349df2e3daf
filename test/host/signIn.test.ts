import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { AccountEntry } from '../../src/host/assistant';
import { settings } from '../../src/host/contributions';
import { keyProblem, refusedSentence } from '../../src/host/signIn/keyInput';
import { signOutSentence } from '../../src/host/signIn/signIn';
import { signInByBrowser } from '../../src/host/signIn/signInFlow';
import { connect, disconnect, setSetting, type Setup } from './support';

describe('the key', () => {
  let setup: Setup;
  beforeEach(async () => {
    setup = await connect({ signedIn: false });
  });
  afterEach(() => disconnect(setup));

  it('is stored when the service accepts it', async () => {
    const { simulator, handle } = setup;
    assert.equal(handle.assistant.state.key, 'none');
    assert.deepEqual(await handle.assistant.useKey(simulator.key), { ok: true });
    assert.equal(handle.assistant.state.key, 'stored');
    assert.equal(simulator.counts().inference, 0, 'checking a key must cost no request');
  });

  it('is not stored when the service refuses it', async () => {
    const { handle } = setup;
    const answer = await handle.assistant.useKey(`sk-or-v1-${'0'.repeat(64)}`);
    assert.equal(!answer.ok && answer.failure.kind, 'unauthorized');
    assert.equal(handle.assistant.state.key, 'none');
  });

  it('is not stored when nobody answers', async () => {
    const { handle } = setup;
    await setSetting(settings.baseUrl, 'http://127.0.0.1:9/api/v1');
    const answer = await handle.assistant.useKey(setup.simulator.key);
    assert.equal(!answer.ok && answer.failure.kind, 'network');
    assert.equal(handle.assistant.state.key, 'none');
  });

  it('goes when the user signs out, and a bad one does not take its place', async () => {
    const { simulator, handle } = setup;
    await handle.assistant.useKey(simulator.key);
    await handle.assistant.useKey('sk-or-v1-bad');
    assert.equal(handle.assistant.state.key, 'stored');
    await vscode.commands.executeCommand('tollfree.signOut');
    assert.equal(handle.assistant.state.key, 'none');
  });

  it('is in no setting', async () => {
    const { simulator, handle } = setup;
    await handle.assistant.useKey(simulator.key);
    const all = vscode.workspace.getConfiguration();
    const ours = Object.values(settings).map((key) => all.inspect(key));
    const written = JSON.stringify([ours, all.get('tollfree'), all.get('http')]);
    assert.ok(written.includes(simulator.url), 'the settings were really read');
    assert.ok(!written.includes(simulator.key));
  });
});

describe('what is said about a key', () => {
  it('helps with what can not be one', () => {
    assert.equal(keyProblem(''), 'Enter a key.');
    assert.equal(keyProblem('sk-or-v1 abc'), 'A key has no spaces and only plain letters, digits and signs.');
    assert.equal(keyProblem('sk-or-v1-abc'), undefined);
  });

  it('warns of a key of somebody else, but lets it be checked', () => {
    const problem = keyProblem('sk-proj-abc');
    assert.ok(typeof problem === 'object');
    assert.equal(problem.severity, vscode.InputBoxValidationSeverity.Warning);
  });

  it('tells a wrong key from a missing connection', () => {
    assert.match(
      refusedSentence({ kind: 'unauthorized', message: 'User not found.' }, 0),
      /does not accept.*not stored/,
    );
    const offline = refusedSentence({ kind: 'network', code: 'ENOTFOUND', host: 'openrouter.ai', sent: false }, 0);
    assert.match(offline, /No connection to openrouter\.ai.*try again/);
  });

  it('names the key in the environment when signing out leaves it', () => {
    const environment: AccountEntry = { name: 'environment', from: 'environment', inUse: true };
    assert.match(
      signOutSentence(account('OpenRouter', true), environment),
      /stored key is removed.*OPENROUTER_API_KEY is still used/,
    );
    assert.match(signOutSentence(undefined, environment), /No key was stored.*OPENROUTER_API_KEY/);
    assert.match(signOutSentence(account('OpenRouter', true), undefined), /removed/);
    assert.match(signOutSentence(undefined, undefined), /no key to remove/);
  });

  it('names the account that is used after signing out of another', () => {
    const rest = account('Work', true);
    assert.match(signOutSentence(account('OpenRouter', true), rest), /“OpenRouter” is removed. “Work” is now used/);
    assert.match(signOutSentence(account('OpenRouter', false), rest), /“OpenRouter” is removed. “Work” is still used/);
  });
});

describe('signing in by the browser', () => {
  let setup: Setup;
  beforeEach(async () => {
    setup = await connect({ signedIn: false });
  });
  afterEach(() => disconnect(setup));

  /** A person who says yes on the page: it sends the browser back with a code. */
  const visit = (address: string): Promise<Response> => {
    const { searchParams } = new URL(address);
    assert.equal(searchParams.get('code_challenge_method'), 'S256');
    const callback = new URL(searchParams.get('callback_url') ?? '');
    callback.searchParams.set('code', setup.simulator.issueCode(searchParams.get('code_challenge') ?? ''));
    return fetch(callback);
  };

  it('stores the key that the code is worth, without costing a request', async () => {
    const { simulator, handle } = setup;
    const signingIn = signInByBrowser(handle.assistant, undefined, visit);
    assert.equal(await signingIn.stored, true);
    assert.equal(handle.assistant.state.key, 'stored');
    assert.equal(simulator.counts().inference, 0);
  });

  it('keeps it under the name that was given, beside the others', async () => {
    const { simulator, handle } = setup;
    await handle.assistant.useKey(simulator.key, 'First');
    assert.equal(await signInByBrowser(handle.assistant, 'Second', visit).stored, true);
    assert.deepEqual(await handle.assistant.accounts(), [
      { name: 'First', from: 'stored', inUse: false },
      { name: 'Second', from: 'stored', inUse: true },
    ]);
    await handle.assistant.signOut('First');
    assert.equal(handle.assistant.state.account, 'Second');
  });

  it('stores nothing when it is given up', async () => {
    const { handle } = setup;
    let opened = '';
    await new Promise<void>((resolve) => {
      const signingIn = signInByBrowser(handle.assistant, undefined, (address) => {
        opened = address;
        signingIn.dispose();
        void signingIn.stored.then((stored) => {
          assert.equal(stored, false);
          resolve();
        });
      });
    });
    assert.equal(handle.assistant.state.key, 'none');
    await assert.rejects(visit(opened), 'nobody listens any more');
  });
});

function account(name: string, inUse: boolean): AccountEntry {
  return { name, from: 'stored', inUse };
}
