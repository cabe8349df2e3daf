import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { settings } from '../../src/host/contributions';
import { keyProblem, refusedSentence } from '../../src/host/signIn/keyInput';
import { signOutSentence } from '../../src/host/signIn/signIn';
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
    assert.match(signOutSentence('stored', 'environment'), /stored key is removed.*OPENROUTER_API_KEY is still used/);
    assert.match(signOutSentence('environment', 'environment'), /No key was stored.*OPENROUTER_API_KEY/);
    assert.match(signOutSentence('stored', 'none'), /removed/);
    assert.match(signOutSentence('none', 'none'), /no key to remove/);
  });
});
