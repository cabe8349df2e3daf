import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { showNetworkDiagnostics } from '../../src/host/network/diagnostics';
import { closeEditors, connect, disconnect, setSetting, type Setup } from './support';

describe('Network Diagnostics', () => {
  let setup: Setup;
  beforeEach(async () => {
    setup = await connect();
    await setSetting('http.proxy', 'http://anna:s3cret@127.0.0.1:9');
  });
  afterEach(async () => {
    await setSetting('http.proxy', undefined);
    await closeEditors();
    await disconnect(setup);
  });

  it('opens what was found, tried over both transports, without a secret and without a request', async () => {
    const { simulator, handle } = setup;
    await showNetworkDiagnostics(handle.assistant, '0.1.0');
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.languageId, 'markdown');
    const report = document.getText();
    const { host } = new URL(simulator.url);
    assert.match(report, new RegExp(`- Address: ${host.replaceAll('.', String.raw`\.`)}`));
    assert.match(report, /- Tollfree’s own connection \(`own`\): works, status 200/);
    assert.match(report, /- The editor’s connection \(`editor`\): works, status 200/);
    assert.match(report, /\*\*Both ways reach .*Nothing needs to be changed\.\*\*/);
    assert.match(report, /- `http\.proxy`: `http:\/\/\*\*\*@127\.0\.0\.1:9`/);
    for (const secret of ['s3cret', 'anna', simulator.key]) assert.ok(!report.includes(secret), secret);
    assert.equal(simulator.counts().inference, 0);
  });
});
