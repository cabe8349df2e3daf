import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import { commands } from '../../src/host/contributions';
import { createCommitMessages } from '../../src/host/commit/commitMessage';
import type { Person } from '../../src/host/person';
import { fails, says } from '../simulator/index';
import { eventually } from '../support/eventually';
import { connect, disconnect, gemma, type Setup } from './support';

interface Repository {
  readonly rootUri: vscode.Uri;
  readonly inputBox: { value: string };
}

interface Told {
  readonly weight: string;
  readonly sentence: string;
  readonly choices: readonly string[];
}

describe('a commit message', () => {
  let setup: Setup;
  let top: vscode.Uri;
  let repository: Repository;
  let write: (clicked?: unknown) => Promise<void>;
  let told: Told[];
  /** What the person chooses by the beginning of a label, in any message. */
  let choosing: string[];
  let titles: string[];
  /** What the person writes into the box while the model answers. */
  let typing: string | undefined;
  let dispose: () => void;

  const choose = (choices: readonly string[]): string | undefined => {
    const at = choosing.findIndex((wish) => choices.some((choice) => choice.startsWith(wish)));
    const [wish] = at === -1 ? [] : choosing.splice(at, 1);
    return choices.find((choice) => wish !== undefined && choice.startsWith(wish));
  };
  const person: Person = {
    tell: async (weight, sentence, ...choices) => {
      told.push({ weight, sentence, choices });
      return choose(choices);
    },
    decide: async (sentence, _detail, ...choices) => {
      told.push({ weight: 'question', sentence, choices });
      return choose(choices);
    },
    mention: (sentence) => void told.push({ weight: 'mention', sentence, choices: [] }),
    pick: async (_title, _placeHolder, items) => items[0],
    progress: async (title, run) => {
      titles.push(title);
      const done = await run(() => {}, new AbortController().signal);
      if (typing !== undefined) repository.inputBox.value = typing;
      return done;
    },
  };

  const run = (...args: readonly string[]): void => {
    const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...who, ...args], { cwd: top.fsPath, stdio: 'ignore' });
  };
  const file = async (name: string, text: string): Promise<void> =>
    vscode.workspace.fs.writeFile(vscode.Uri.joinPath(top, name), Buffer.from(text));
  const lastRequest = (): string => setup.simulator.inferences.at(-1)?.bodyText ?? '';

  before(async () => {
    setup = await connect();
    await (await setup.handle.assistant.privacy()).agree('unknown');
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder, 'the window has no folder');
    top = vscode.Uri.joinPath(folder.uri, 'commit-repository');
    await vscode.workspace.fs.createDirectory(top);
    run('init', '-b', 'main');
    await file('eggs.txt', 'two\n');
    await file('ham.txt', 'one\n');
    await file('.env', 'KEY=abc\n');
    run('add', '.');
    run('commit', '-m', 'feat(kitchen): begin the list');
    const git = vscode.extensions.getExtension<{
      getAPI(version: 1): { openRepository(root: vscode.Uri): Promise<Repository | null> };
    }>('vscode.git');
    const opened = await (await git?.activate())?.getAPI(1).openRepository(top);
    assert.ok(opened, 'the repository could not be opened');
    repository = opened;
    const { assistant } = setup.handle;
    const log = { info: () => {}, warn: assert.fail };
    const messages = createCommitMessages({ assistant, log, person });
    write = async (clicked: unknown = { rootUri: top }) => {
      await messages.commands[commands.commitMessage]?.(clicked);
    };
    dispose = () => messages.dispose();
  });
  beforeEach(() => {
    told = [];
    choosing = [];
    titles = [];
    typing = undefined;
    repository.inputBox.value = '';
  });
  afterEach(() => {
    for (const args of [
      ['merge', '--abort'],
      ['reset', '--hard'],
      ['clean', '-fdx'],
    ]) {
      try {
        run(...args);
      } catch {
        // There is no merge to be given up.
      }
    }
  });
  after(async () => {
    dispose();
    await vscode.workspace.fs.delete(top, { recursive: true });
    await disconnect(setup);
  });

  it('is written from what is staged, in the style of the history, and names its model', async () => {
    await file('eggs.txt', 'three\n');
    run('add', '.');
    await file('ham.txt', 'unstaged\n');
    setup.simulator.script(says('```\nfeat(kitchen): take three eggs\n```'));
    await write();
    assert.equal(repository.inputBox.value, 'feat(kitchen): take three eggs');
    assert.match(lastRequest(), /-two/);
    assert.match(lastRequest(), /\+three/);
    assert.match(lastRequest(), /feat\(kitchen\): begin the list/);
    assert.doesNotMatch(lastRequest(), /unstaged/);
    assert.deepEqual(
      told.map(({ weight }) => weight),
      ['mention'],
    );
    assert.match(told[0]?.sentence ?? '', /nemotron-3-ultra/);
    assert.deepEqual(titles, ['Writing a commit message']);
  });

  it('follows what was renamed, and leaves out what never goes', async () => {
    run('mv', 'ham.txt', 'bacon.txt');
    await file('.env', 'KEY=defghi\n');
    run('add', '.');
    setup.simulator.script(says('refactor: call it bacon'));
    await write();
    assert.equal(repository.inputBox.value, 'refactor: call it bacon');
    assert.match(lastRequest(), /ham\.txt → bacon\.txt/);
    assert.doesNotMatch(lastRequest(), /defghi|\.env/);
    assert.match(told.at(-1)?.sentence ?? '', /1 file stays here \(file that holds secrets/);
  });

  it('takes what stands in the box as a wish, and gives it back exactly', async () => {
    await file('eggs.txt', 'three\n');
    run('add', '.');
    repository.inputBox.value = '  wip: because of Sunday\n';
    choosing = ['Undo'];
    setup.simulator.script(says('feat: three eggs on Sundays'));
    await write();
    await eventually(() => assert.equal(repository.inputBox.value, '  wip: because of Sunday\n'));
    assert.match(lastRequest(), /wip: because of Sunday/);
    assert.deepEqual(told[0]?.choices, ['Undo']);
  });

  it('is offered, not put in, where the person went on writing', async () => {
    await file('eggs.txt', 'three\n');
    run('add', '.');
    setup.simulator.script(says('feat: three eggs'));
    typing = 'my own';
    await write();
    assert.equal(repository.inputBox.value, 'my own');
    assert.match(told[0]?.sentence ?? '', /changed the box meanwhile.*feat: three eggs/);
    assert.deepEqual(told[0]?.choices, ['Put It In']);
  });

  it('asks before it is about all changes, and says that it is', async () => {
    await file('eggs.txt', 'three\n');
    await file('new.txt', 'milk\n');
    const sent = setup.simulator.inferences.length;
    await write();
    assert.match(told[0]?.sentence ?? '', /^Nothing is staged\. Write the message for all 2 changes\?$/);
    assert.equal(setup.simulator.inferences.length, sent, 'nobody agreed');
    told = [];
    choosing = ['Write It for All Changes · 1 request'];
    setup.simulator.script(says('feat: milk'));
    await write();
    assert.equal(repository.inputBox.value, 'feat: milk');
    assert.match(lastRequest(), /\+milk/);
    assert.match(told.at(-1)?.sentence ?? '', /Nothing is staged, so it is about all changes/);
  });

  it('is not asked for where nothing changed', async () => {
    const sent = setup.simulator.inferences.length;
    await write();
    assert.deepEqual(told, [
      { weight: 'information', sentence: 'There is nothing to commit, so nothing was sent.', choices: [] },
    ]);
    assert.equal(setup.simulator.inferences.length, sent);
  });

  it('leaves the message that git has prepared for a merge', async () => {
    run('checkout', '-b', 'side');
    await file('side.txt', 'x\n');
    run('add', '.');
    run('commit', '-m', 'side');
    run('checkout', 'main');
    await file('main.txt', 'x\n');
    run('add', '.');
    run('commit', '-m', 'main');
    run('merge', '--no-commit', '--no-ff', 'side');
    const sent = setup.simulator.inferences.length;
    await write();
    assert.match(told[0]?.sentence ?? '', /^A merge is in progress/);
    assert.deepEqual(told[0]?.choices, ['Write One Anyway · 1 request']);
    assert.equal(setup.simulator.inferences.length, sent);
  });

  it('leaves the box alone when the answer holds none, and when asking fails', async () => {
    await file('eggs.txt', 'three\n');
    run('add', '.');
    repository.inputBox.value = 'mine';
    setup.simulator.script(says('```\n```'));
    await write();
    assert.equal(repository.inputBox.value, 'mine');
    assert.match(told[0]?.sentence ?? '', /^There is no commit message in the answer of nemotron-3-ultra/);
    assert.deepEqual(told[0]?.choices, ['Show Answer', 'Retry · 1 request']);
    told = [];
    // It cools for a while, so it is none that other tests ask.
    const cools = 'nvidia/nemotron-3-super-120b-a12b:free';
    await setup.handle.assistant.pin(cools, 'commit');
    try {
      setup.simulator.script({ model: cools, times: 2 }, fails({ kind: 'pool' }));
      await write();
    } finally {
      await setup.handle.assistant.unpin('commit');
    }
    assert.equal(repository.inputBox.value, 'mine');
    assert.equal(told[0]?.weight, 'error');
    assert.match(told[0].sentence, /is busy.*Ask .+ instead\?/);
    assert.match(told[0].choices[0] ?? '', /^Ask .+ · 1 request$/);
    assert.equal(told[0].choices[1], 'Pick Another…');
  });

  it('says that another model wrote it, with the ways on', async () => {
    await file('eggs.txt', 'three\n');
    run('add', '.');
    setup.simulator.script(says('feat: three eggs', { servedBy: gemma }));
    await write();
    assert.equal(repository.inputBox.value, 'feat: three eggs');
    const warning = told.find(({ weight }) => weight === 'warning');
    assert.match(warning?.sentence ?? '', /^Answered by gemma-4-31b\S*, not nemotron-3-ultra/);
    assert.equal(warning?.choices[0], 'Retry with pinned · 1 request');
  });
});
