import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands, settings } from '../../src/host/contributions';
import { modelRows } from '../../src/host/models/modelRows';
import { meterOf } from '../../src/host/quota/meterOf';
import { quotaItems } from '../../src/host/quota/quotaDetails';
import { eventually } from '../support/eventually';
import { closeEditors, connect, disconnect, gemma, nemotron, type Setup } from './support';

const pinSetting = (): unknown => vscode.workspace.getConfiguration().get(settings.model);

describe('switching the pinned model', () => {
  let setup: Setup;
  before(async () => {
    setup = await connect();
    await setup.handle.assistant.prepare();
  });
  after(() => disconnect(setup));
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeQuickOpen'));

  it('changes setting, state and meter', async () => {
    const { assistant } = setup.handle;
    await assistant.pin(gemma);
    assert.equal(pinSetting(), gemma);
    assert.equal(assistant.state.pinned?.id, gemma);
    assert.match(meterOf(assistant.state).text, /^\$\(dashboard\) \d+\/50 gemma-4-31b$/);
    await assistant.pin(nemotron);
    assert.match(meterOf(assistant.state).text, / nemotron-3-ultra$/);
  });

  it('is possible from the list by keyboard: down and Enter pin another', async () => {
    const { assistant } = setup.handle;
    await vscode.commands.executeCommand(commands.switchModel);
    // The list is drawn by the window, which takes a moment; the command says nothing about it.
    await eventually(async () => {
      await vscode.commands.executeCommand('workbench.action.quickOpenSelectNext');
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      assert.notEqual(pinSetting(), nemotron);
    });
    const listed = modelRows(assistant.state, Date.now(), assistant);
    assert.ok(listed.some((row) => row.type === 'model' && row.pinned && row.id === pinSetting()));
    assert.equal(assistant.state.pinned?.free, true);
    await assistant.pin(nemotron);
  });

  it('costs no request', () => {
    assert.equal(setup.simulator.counts().inference, 0);
  });

  it('reads the list again when asked', async () => {
    const { assistant } = setup.handle;
    setup.simulator.gone(gemma);
    await vscode.commands.executeCommand(commands.refreshModels);
    assert.ok(!assistant.state.catalogue?.models.some(({ id }) => id === gemma));
    setup.simulator.available(gemma);
    await vscode.commands.executeCommand(commands.refreshModels);
    assert.ok(assistant.state.catalogue?.models.some(({ id }) => id === gemma));
  });

  it('stands among the actions of the quota details', () => {
    const labels = quotaItems(setup.handle.assistant)
      .map(({ label }) => label)
      .join('\n');
    assert.ok(labels.includes('$(arrow-swap) Switch Pinned Model…'));
    assert.ok(labels.includes('Today') && labels.includes('Pinned'));
  });

  it('says what the privacy level keeps out, in the list and in the quota details', async () => {
    const { assistant } = setup.handle;
    const privacyLine = (): string | undefined =>
      quotaItems(assistant).find(({ label }) => label === 'Privacy')?.description;
    const desk = await assistant.privacy();
    assert.equal(privacyLine(), 'Open; nemotron-3-ultra: data policy not known');
    await desk.setLevel('localOnly', 'workspace');
    try {
      assert.equal(privacyLine(), 'Local Only; nemotron-3-ultra: data policy not known, kept out');
      const rows = modelRows(assistant.state, Date.now(), assistant);
      const first = rows.find((row) => row.type === 'model');
      assert.match(first?.detail ?? '', /kept out by Local Only/);
      const headings = rows.flatMap((row) => (row.type === 'heading' ? [row.label] : []));
      assert.deepEqual(headings, ['Pinned', 'Kept out by your privacy level']);
    } finally {
      await desk.setLevel('open', 'workspace');
    }
  });

  it('lead from what is new to the browser of models', async () => {
    const { assistant } = setup.handle;
    const news = { appeared: [gemma], vanished: [], since: Date.now() };
    const state = { ...assistant.state, news };
    const unused = { acknowledgeCost: () => {}, policyOf: () => undefined, keptOut: () => undefined };
    const line = quotaItems({ ...unused, state }).find(({ label }) => label === 'Models');
    await line?.run?.();
    await eventually(() => assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab?.label, 'Free Models'));
    await closeEditors();
  });
});
