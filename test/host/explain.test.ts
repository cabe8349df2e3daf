import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import * as vscode from 'vscode';
import { commands, internalCommands, settings } from '../../src/host/contributions';
import { ExplainSubject } from '../../src/host/explain/explainSubject';
import { AnswerThread, type AnswerThreadParts } from '../../src/host/thread/answerThread';
import type { ThreadSubject } from '../../src/host/thread/subject';
import { meterOf } from '../../src/host/quota/meterOf';
import type { Features } from '../../src/host/features';
import type { PrivacyDesk } from '../../src/host/privacy/privacyDesk';
import { door, fails, says } from '../simulator/index';
import { eventually } from '../support/eventually';
import {
  closeEditors,
  connect,
  disconnect,
  gemma,
  nemotron,
  openText,
  selectLines,
  setSetting,
  type Setup,
} from './support';

const source = ['function add(a, b) {', '  return a + b;', '}', '', 'const secret = "outside";'].join('\n');

/** What a person reads in a thread, comment by comment. */
function shown(thread: vscode.CommentThread): string[] {
  return thread.comments.map(({ author, body }) => `${author.name}: ${typeof body === 'string' ? body : body.value}`);
}

/** What the first link of a note hands to its command. */
function argumentsOf(markdown: string): [threadId: string, turnId: string] {
  const query = /\(command:[\w.]+\?([^)]+)\)/.exec(markdown)?.[1] ?? '';
  const [threadId, turnId]: unknown[] = JSON.parse(decodeURIComponent(query));
  return [String(threadId), String(turnId)];
}

/** What a note offers, by the words of its links. */
function linksOf(thread: vscode.CommentThread): ReadonlyMap<string, string> {
  const body = thread.comments.at(-1)?.body;
  const markdown = body instanceof vscode.MarkdownString ? body.value : '';
  return new Map(
    [...markdown.matchAll(/\[([^\]]+)\]\(command:tollfree\.thread\.act\?([^)]+)\)/g)].map(
      ([, label = '', query = '']) => [label, query],
    ),
  );
}

/** Clicks a link of the last note, as the editor does it. */
async function click(thread: vscode.CommentThread, label: string): Promise<void> {
  const query = linksOf(thread).get(label);
  assert.ok(query !== undefined, `there is no link “${label}”`);
  const given: unknown[] = JSON.parse(decodeURIComponent(query));
  await vscode.commands.executeCommand(internalCommands.threadAct, ...given);
}

describe('an explanation', () => {
  let setup: Setup;
  let controller: vscode.CommentController;
  const open: AnswerThread[] = [];

  before(async () => {
    setup = await connect();
    await (await setup.handle.assistant.privacy()).agree('unknown');
    controller = vscode.comments.createCommentController('tollfree.test', 'Explanations under test');
  });
  afterEach(() => {
    for (const thread of open.splice(0)) thread.dispose();
  });
  after(async () => {
    controller.dispose();
    await closeEditors();
    await disconnect(setup);
  });

  async function newThread(assistant: AnswerThreadParts['assistant'] = setup.handle.assistant): Promise<AnswerThread> {
    const { document } = await openText(source, 'javascript');
    const range = new vscode.Range(0, 0, 2, 1);
    const code = {
      code: document.getText(range),
      languageId: 'javascript',
      file: { name: 'add.js', how: 'selected' },
      startLine: 1,
    } as const;
    const subject = new ExplainSubject({
      target: { document, about: { what: 'selection', code }, stands: range },
      style: { detail: 'standard', audience: 'developer' },
      notes: true,
      assistant,
      gather: async () => [],
      changed: () => undefined,
      again: () => undefined,
    });
    const thread = new AnswerThread({ controller, assistant, uri: document.uri, range, subject, log: undefined });
    open.push(thread);
    return thread;
  }

  const lastRequest = (): string => setup.simulator.inferences.at(-1)?.bodyText ?? '';

  it('is written as it comes, under the name of the model that wrote it', async () => {
    const gate = door();
    setup.simulator.script(says(['It ', 'adds.'], { hold: { afterPieces: 1, until: gate.opened } }));
    const explanation = await newThread();
    const done = explanation.begin();
    await eventually(() => assert.deepEqual(shown(explanation.thread), ['nemotron-3-ultra: It ']));
    assert.equal(explanation.thread.contextValue, 'explain.busy');
    gate.open();
    await done;
    assert.deepEqual(shown(explanation.thread), ['nemotron-3-ultra: It adds.']);
    assert.equal(explanation.thread.label, 'Explained by nemotron-3-ultra · Nvidia · data policy not known');
    assert.equal(explanation.thread.contextValue, 'explain.done');
    assert.match(
      explanation.thread.comments[0]?.label ?? '',
      /^Nvidia · (?:nvfp4 · )?data policy not known · first token .* · 1 request$/,
    );
  });

  it('says so where something of ours fails, before or after the answer, and goes on', async () => {
    const { document } = await openText(source, 'javascript');
    const failing: string[] = ['request', 'ended'];
    const fail = (where: string): void => {
      if (failing[0] !== where) return;
      failing.shift();
      throw new Error(`no ${where}`);
    };
    const subject: ThreadSubject = {
      task: 'explain',
      kind: 'explain',
      words: { by: 'Explained by', failed: 'Not explained' },
      request: async () => {
        fail('request');
        return { messages: [{ role: 'user', content: 'What is it?' }] };
      },
      body: ({ answer }) => answer,
      ended: async ({ turn }) => (turn.state === 'done' ? fail('ended') : undefined),
    };
    const { assistant } = setup.handle;
    const range = new vscode.Range(0, 0, 2, 1);
    const thread = new AnswerThread({ controller, assistant, uri: document.uri, range, subject, log: undefined });
    open.push(thread);
    await thread.begin();
    assert.match(shown(thread.thread).join(), /went wrong \\\(no request\\\)/);
    assert.equal(thread.thread.contextValue, 'explain.failed');
    setup.simulator.script(says('It adds.'));
    await thread.retry();
    assert.match(shown(thread.thread).join(), /It adds\..*went wrong \\\(no ended\\\)/s);
    assert.equal(thread.isBusy, false);
    setup.simulator.script(says('It still adds.'));
    await thread.retry();
    assert.match(shown(thread.thread).at(-1) ?? '', /It still adds\.$/);
  });

  it('counts on the meter', async () => {
    const { assistant } = setup.handle;
    const before = assistant.state.meter?.day.used ?? 0;
    await (await newThread()).begin();
    assert.equal(assistant.state.meter?.day.used, before + 1);
    const text = meterOf(assistant.state).text;
    assert.equal(text, `$(dashboard) ${50 - before - 1}/50 nemotron-3-ultra`);
  });

  it('is answered further in the thread, with all that was said', async () => {
    setup.simulator.script(says('It adds.'));
    setup.simulator.script(says('Two numbers.'));
    const explanation = await newThread();
    await explanation.begin();
    await explanation.reply('  What does it add? ');
    assert.deepEqual(shown(explanation.thread), [
      'nemotron-3-ultra: It adds.',
      'You: What does it add?',
      'nemotron-3-ultra: Two numbers.',
    ]);
    for (const part of ['1 | function add', 'It adds.', 'What does it add?']) assert.ok(lastRequest().includes(part));
  });

  it('begins with the banner when another model answers', async () => {
    setup.simulator.script(says('It adds.', { servedBy: gemma }));
    const explanation = await newThread();
    await explanation.begin();
    const [notice, answer] = explanation.thread.comments;
    assert.ok(notice?.body instanceof vscode.MarkdownString);
    const { value, isTrusted } = notice.body;
    assert.match(value, /^> \$\(warning\) \*\*Answered by gemma\\-4\\-31b, not nemotron\\-3\\-ultra/);
    assert.match(value, /Coding index 39\\\.6 → 21\\\.0, context 1M → 262k/);
    for (const label of ['Retry with pinned · 1 request', String.raw`Pin gemma\-4\-31b`, 'Never switch']) {
      assert.ok(value.includes(`[${label}](command:${internalCommands.threadAct}?`), label);
    }
    assert.deepEqual(isTrusted, { enabledCommands: [internalCommands.threadAct] });
    assert.equal(answer?.author.name, 'gemma-4-31b');
    assert.equal(explanation.thread.label, 'Answered by gemma-4-31b, not nemotron-3-ultra');
    const { text, level } = meterOf(setup.handle.assistant.state);
    assert.match(text, /^\$\(warning\) \d+\/50 gemma-4-31b$/);
    assert.equal(level, 'error');
  });

  it('asks before another model is asked, where the user wants that, and then asks it', async () => {
    // It cools for a while, so it is none that other tests ask.
    const cools = 'cohere/north-mini-code:free';
    await setSetting(settings.fallback, 'ask');
    await setup.handle.assistant.pin(cools);
    try {
      setup.simulator.script({ model: cools, times: 2 }, fails({ kind: 'pool' }));
      const explanation = await newThread();
      await explanation.begin();
      assert.equal(explanation.thread.contextValue, 'explain.failed');
      const asked = setup.simulator.inferences.length;
      const offer = explanation.thread.comments.at(-1)?.body;
      assert.ok(offer instanceof vscode.MarkdownString);
      assert.match(offer.value, /Ask .* instead\?/);
      assert.match(offer.value, /\[Ask [^\]]+1 request\]\(command:/);
      const [, turnId] = argumentsOf(offer.value);
      setup.simulator.script(says('It adds.'));
      await explanation.act(turnId, 'askInstead');
      assert.equal(setup.simulator.inferences.length, asked + 1);
      assert.match(explanation.thread.label ?? '', /^Answered by .*, not north-mini-code$/);
      await explanation.act(turnId, 'askInstead');
      assert.equal(setup.simulator.inferences.length, asked + 1, 'an offer was taken twice');
    } finally {
      await setSetting(settings.fallback, undefined);
      await setup.handle.assistant.pin(nemotron);
    }
  });

  it('is asked of the pinned model again from the banner, and the other answer stays', async () => {
    setup.simulator.script(says('It adds.', { servedBy: gemma }));
    setup.simulator.script(says('It adds two numbers.'));
    const explanation = await newThread();
    await explanation.begin();
    const notice = explanation.thread.comments[0]?.body;
    assert.ok(notice instanceof vscode.MarkdownString);
    const [threadId, turnId] = argumentsOf(notice.value);
    assert.equal(threadId, explanation.id);
    await explanation.act(turnId, 'retryWithPinned');
    assert.deepEqual(
      explanation.thread.comments.map(({ author }) => author.name),
      ['Tollfree', 'gemma-4-31b', 'nemotron-3-ultra'],
    );
    assert.equal(setup.handle.assistant.state.lastSwitch, undefined);
    const decided = explanation.thread.comments[0]?.body;
    assert.ok(decided instanceof vscode.MarkdownString);
    assert.ok(!decided.value.includes('command:'), 'the banner offers what was decided already');
  });

  it('keeps what came when it breaks off, and can be asked again', async () => {
    setup.simulator.script(fails({ kind: 'cut', afterPieces: 1 }, { text: ['It adds', ' numbers.'] }));
    setup.simulator.script(says('It adds two numbers.'));
    const explanation = await newThread();
    await explanation.begin();
    assert.equal(explanation.thread.contextValue, 'explain.failed');
    const [kept, note] = shown(explanation.thread);
    assert.match(kept ?? '', /: It adds$/);
    assert.match(note ?? '', /^Tollfree: \$\(error\) The answer was cut off/);
    await explanation.retry();
    const after = shown(explanation.thread);
    assert.equal(after.length, 2);
    assert.match(after[0] ?? '', /: It adds$/);
    assert.match(after[1] ?? '', /: It adds two numbers\.$/);
    assert.ok(!lastRequest().includes('It adds'), 'what is asked again does not see its own broken answer');
  });

  it('keeps a question that could not be sent', async () => {
    setup.simulator.script(says('It adds.'));
    const explanation = await newThread();
    await explanation.begin();
    await setup.handle.assistant.signOut();
    const sent = setup.simulator.inferences.length;
    await explanation.reply('Why?');
    assert.equal(setup.simulator.inferences.length, sent);
    assert.ok(shown(explanation.thread).includes('You: Why?'));
    assert.match(shown(explanation.thread).at(-1) ?? '', /no OpenRouter key/);
    await setup.handle.assistant.useKey(setup.simulator.key);
    await explanation.retry();
    assert.ok(lastRequest().includes('Why?'));
    assert.equal(shown(explanation.thread).filter((line) => line === 'You: Why?').length, 1);
    assert.equal(explanation.thread.contextValue, 'explain.done');
  });

  it('ends at once when stopped, and what came stays', async () => {
    const gate = door();
    setup.simulator.script(says(['It ', 'adds.'], { hold: { afterPieces: 1, until: gate.opened } }));
    const explanation = await newThread();
    const done = explanation.begin();
    await eventually(() => assert.equal(shown(explanation.thread).length, 1));
    await eventually(() => assert.match(shown(explanation.thread)[0] ?? '', /It /));
    explanation.stop();
    await done;
    assert.equal(explanation.thread.contextValue, 'explain.stopped');
    assert.match(shown(explanation.thread)[0] ?? '', /: It $/);
    await eventually(() => assert.equal(setup.simulator.inferences.at(-1)?.aborted, true));
    gate.open();
  });

  it('ends its request when it is closed', async () => {
    const gate = door();
    setup.simulator.script(says(['It ', 'adds.'], { hold: { afterPieces: 1, until: gate.opened } }));
    const explanation = await newThread();
    const done = explanation.begin();
    await eventually(() => assert.match(shown(explanation.thread)[0] ?? '', /It /));
    explanation.dispose();
    await explanation.settled();
    await done;
    await eventually(() => assert.equal(setup.simulator.inferences.at(-1)?.aborted, true));
    gate.open();
  });

  it('tells of a defect instead of waiting for ever', async () => {
    const broken = {
      ...setup.handle.assistant,
      state: setup.handle.assistant.state,
      pinOf: () => nemotron,
      priceOf: () => ({ requests: { least: 1, most: 1 } }),
      ask: () => {
        throw new Error('a bug');
      },
    };
    const explanation = await newThread(broken);
    await explanation.begin();
    assert.equal(explanation.thread.contextValue, 'explain.failed');
    assert.match(shown(explanation.thread).at(-1) ?? '', /a bug/);
  });

  it('neither trusts a model’s Markdown nor lets it load pictures', async () => {
    setup.simulator.script(says('![x](https://example.org/?q=1) $(zap) [run](command:workbench.action.quit) <b>b</b>'));
    const explanation = await newThread();
    await explanation.begin();
    const body = explanation.thread.comments[0]?.body;
    assert.ok(body instanceof vscode.MarkdownString);
    assert.ok(!body.value.includes('!['));
    assert.equal(body.isTrusted, false);
    assert.equal(body.supportHtml, false);
    assert.notEqual(body.supportThemeIcons, true);
  });
});

describe('an explanation that nobody agreed to', () => {
  let setup: Setup;
  let desk: PrivacyDesk;
  let explanations: Features['threads'];

  before(async () => {
    setup = await connect();
    desk = await setup.handle.assistant.privacy();
    ({ threads: explanations } = await setup.handle.features());
  });
  beforeEach(() => desk.forget());
  afterEach(async () => {
    while (explanations.all.length > 0) await vscode.commands.executeCommand(internalCommands.threadClose);
    await explanations.settled();
    await closeEditors();
  });
  after(async () => {
    await desk.agree('unknown');
    await disconnect(setup);
  });

  const sent = (): number => setup.simulator.inferences.length;
  const bodyOf = (thread: vscode.CommentThread): string => shown(thread).at(-1) ?? '';

  /** Explains the lines of the editor, as far as the question before it. */
  async function explained(first = 1, last = 3): Promise<vscode.CommentThread> {
    const editor = vscode.window.activeTextEditor ?? (await openText(source));
    selectLines(editor, first, last);
    await vscode.commands.executeCommand(commands.explain);
    const thread = explanations.all.at(-1)?.thread;
    assert.ok(thread, 'there is no thread');
    await eventually(() => assert.ok(linksOf(thread).size > 0, bodyOf(thread)));
    return thread;
  }

  it('says what would happen, with the answers as links, and sends nothing meanwhile', async () => {
    const before = sent();
    const thread = await explained();
    assert.equal(thread.label, 'Before asking nemotron-3-ultra');
    assert.equal(thread.contextValue, 'explain.busy');
    assert.match(bodyOf(thread), /it is not known what happens to what you send/);
    assert.deepEqual([...linksOf(thread).keys()], ['Send this once', 'Always in this workspace', 'Do not send']);
    const body = thread.comments.at(-1)?.body;
    assert.ok(body instanceof vscode.MarkdownString);
    assert.deepEqual(body.isTrusted, { enabledCommands: [internalCommands.threadAct] });
    assert.equal(sent(), before);
  });

  it('goes on once it is agreed to, and asks again the next time', async () => {
    const before = sent();
    const thread = await explained();
    setup.simulator.script(says('It adds.'));
    await click(thread, 'Send this once');
    await explanations.settled();
    assert.deepEqual(shown(thread), ['nemotron-3-ultra: It adds.']);
    assert.match(thread.label ?? '', /^Explained by nemotron-3-ultra · Nvidia · data policy not known$/);
    assert.equal(sent(), before + 1);
    await explained(1, 2);
    assert.equal(sent(), before + 1, 'an answer for once was taken for good');
  });

  it('does not ask again where it was agreed to for the workspace', async () => {
    const thread = await explained();
    setup.simulator.script(says('It adds.'));
    await click(thread, 'Always in this workspace');
    await explanations.settled();
    setup.simulator.script(says('Two numbers.'));
    const text = 'What?';
    await vscode.commands.executeCommand(internalCommands.threadReply, { thread, text });
    await explanations.settled();
    assert.deepEqual(shown(thread), ['nemotron-3-ultra: It adds.', 'You: What?', 'nemotron-3-ultra: Two numbers.']);
  });

  it('says that nothing was sent where the user says no, and can be asked again', async () => {
    const before = sent();
    const thread = await explained();
    await click(thread, 'Do not send');
    await explanations.settled();
    assert.equal(thread.contextValue, 'explain.failed');
    assert.equal(thread.label, 'Not explained');
    assert.equal(thread.comments.length, 1);
    assert.match(bodyOf(thread), /nothing was sent/);
    assert.equal(sent(), before);
    await vscode.commands.executeCommand(internalCommands.threadRetry, thread);
    await eventually(() => assert.ok(linksOf(thread).has('Send this once'), bodyOf(thread)));
    setup.simulator.script(says('It adds.'));
    await click(thread, 'Send this once');
    await explanations.settled();
    assert.deepEqual(shown(thread), ['nemotron-3-ultra: It adds.']);
  });

  it('can be stopped while it waits', async () => {
    const before = sent();
    const thread = await explained();
    await vscode.commands.executeCommand(internalCommands.threadStop, thread);
    await explanations.settled();
    assert.equal(thread.contextValue, 'explain.stopped');
    assert.deepEqual(shown(thread), ['Tollfree: Stopped before the first word.']);
    assert.equal(sent(), before);
  });

  it('sends nothing when it is closed while it waits', async () => {
    const before = sent();
    await explained();
    await vscode.commands.executeCommand(internalCommands.threadClose);
    await explanations.settled();
    await desk.agree('unknown');
    assert.equal(sent(), before);
  });

  it('takes an answer for that thread only', async () => {
    const first = await explained();
    const second = await explained(1, 2);
    await click(first, 'Do not send');
    await eventually(() => assert.equal(first.contextValue, 'explain.failed'));
    assert.equal(second.contextValue, 'explain.busy');
    assert.ok(linksOf(second).has('Send this once'));
  });

  it('asks about lines of a file that never goes, and sends them without its values', async () => {
    await desk.agree('unknown');
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const uri = vscode.Uri.joinPath(folder.uri, '.env.explained');
    const value = ['correct', 'horse', 'battery', 'staple'].join('-');
    await vscode.workspace.fs.writeFile(uri, Buffer.from(`HOST=localhost\nPASSWORD=${value}\n`));
    try {
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
      const before = sent();
      const refused = await explained(1, 2);
      assert.match(bodyOf(refused), /“\\\.env\\\.explained” never goes by itself/);
      assert.deepEqual([...linksOf(refused).keys()], ['Send these lines', 'Do not send']);
      await click(refused, 'Do not send');
      await explanations.settled();
      assert.match(bodyOf(refused), /nothing was sent/);
      assert.equal(sent(), before);
      const thread = await explained(1, 2);
      setup.simulator.script(says('Settings.'));
      await click(thread, 'Send these lines');
      await explanations.settled();
      assert.deepEqual(shown(thread), ['nemotron-3-ultra: Settings.']);
      const body = setup.simulator.inferences.at(-1)?.bodyText ?? '';
      assert.ok(body.includes('PASSWORD='), body);
      assert.ok(!body.includes(value), 'the value left');
    } finally {
      await vscode.workspace.fs.delete(uri);
    }
  });

  it('shows what was sent, from its thread', async () => {
    await desk.agree('unknown');
    selectLines(await openText(source), 1, 3);
    setup.simulator.script(says('It adds.'));
    await vscode.commands.executeCommand(commands.explain);
    await explanations.settled();
    await vscode.commands.executeCommand(internalCommands.threadSent, explanations.all.at(-1)?.thread);
    await eventually(() => {
      const { document } = vscode.window.activeTextEditor ?? {};
      assert.equal(document?.uri.scheme, 'tollfree-sent');
      assert.ok(document?.getText().includes('return a + b;'));
    });
  });
});

describe('Explain Selection', () => {
  let setup: Setup;
  before(async () => {
    setup = await connect({ pin: gemma });
    await (await setup.handle.assistant.privacy()).agree('unknown');
  });
  after(async () => {
    await closeEditors();
    await disconnect(setup);
  });

  it('sends the selection and nothing else of the file', async () => {
    const editor = await openText(source, 'javascript');
    selectLines(editor, 1, 3);
    const asked = setup.simulator.nextRequest('/chat/completions');
    await vscode.commands.executeCommand(commands.explain);
    const request = await asked;
    await setup.simulator.settled();
    assert.ok(request.bodyText.includes('2 |   return a + b;'), request.bodyText);
    assert.ok(request.bodyText.includes('```javascript'));
    assert.ok(!request.bodyText.includes('outside'), 'unselected code was sent');
    await vscode.commands.executeCommand(internalCommands.threadClose);
  });

  it('ends when its thread is closed', async () => {
    const gate = door();
    setup.simulator.script(says(['a', 'b'], { hold: { afterPieces: 1, until: gate.opened } }));
    selectLines(await openText(source), 1, 3);
    const asked = setup.simulator.nextRequest('/chat/completions');
    await vscode.commands.executeCommand(commands.explain);
    const request = await asked;
    await vscode.commands.executeCommand(internalCommands.threadClose);
    await eventually(() => assert.equal(request.aborted, true));
    gate.open();
  });

  it('sends nothing where there is no code', async () => {
    const sent = setup.simulator.inferences.length;
    await openText('\n\n');
    await vscode.commands.executeCommand(commands.explain);
    await closeEditors();
    await vscode.commands.executeCommand(commands.explain);
    assert.equal(setup.simulator.inferences.length, sent);
  });

  it('stands in the light bulb of a selection, and not without one', async () => {
    const { document } = await openText(source);
    const titles = async (range: vscode.Range): Promise<string[]> => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        range,
      );
      return actions.map(({ title }) => title);
    };
    assert.ok((await titles(new vscode.Range(0, 0, 1, 3))).includes('Explain with Tollfree · 1 request'));
    const nowhere = await titles(new vscode.Range(0, 0, 0, 0));
    assert.ok(!nowhere.some((title) => title.startsWith('Explain with Tollfree')));
  });
});
