// What 200 kills at random moments cost a conversation: windows that are killed while an answer streams in.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openConversations } from '../../src/store/conversations';
import { openDatabase } from '../../src/store/database';
import { conversationMigrations } from '../../src/store/migrations';
import { runProgram } from '../launch/program';
import { checkLeft, readDiary, startStreaming, streamIfAsked, workspace } from '../store/streaming';
import { conclude, judge, print, quantile } from './support/figures';

const kills = 200;
/** Windows on the same file at the same time. */
const atOnce = 4;
/** Answers of about a second, saved as the chat does. */
const schedule = { pieces: 150, pieceEvery: 5, saveEvery: 400 };
/** When at the latest a window is killed, in milliseconds. */
const longest = 3000;
/** Of the answer under way; milliseconds. */
const mayBeLost = 500;

interface Killed {
  readonly wrong: readonly string[];
  readonly lostMs: number;
  readonly isUnderWay: boolean;
  readonly finished: number;
}

async function killOne(file: string, conversation: string): Promise<string> {
  const diary = path.join(path.dirname(file), `${conversation}.txt`);
  const child = await startStreaming(__filename, { ...schedule, file, conversation, diary });
  await pause(Math.random() * longest);
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  return diary;
}

/** Opens the file as the next window does. */
function look(file: string, conversation: string, diaryFile: string): Killed {
  const database = openDatabase(file, conversationMigrations, Date.now());
  try {
    const verdict = database.connection.prepare('PRAGMA integrity_check').get()?.['integrity_check'];
    const diary = readDiary(diaryFile);
    const kept = openConversations(database).load(workspace, conversation);
    const { wrong, lostMs } = checkLeft(kept, diary, schedule.pieces);
    const damage = database.movedAside !== undefined || verdict !== 'ok' ? [`damaged: ${String(verdict)}`] : [];
    return {
      wrong: [...damage, ...wrong],
      lostMs,
      isUnderWay: diary.came.length > 0 && diary.turn !== undefined,
      finished: diary.finished.length,
    };
  } finally {
    database.connection.close();
  }
}

if (!streamIfAsked()) {
  runProgram(async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tollfree-kills-'));
    try {
      const file = path.join(folder, 'conversations.sqlite');
      const killed: Killed[] = [];
      let next = 0;
      const killOn = async (): Promise<void> => {
        while (next < kills) {
          const name = `killed-${next}`;
          next += 1;
          killed.push(look(file, name, await killOne(file, name)));
        }
      };
      await Promise.all(Array.from({ length: atOnce }, killOn));

      const wrong = killed.flatMap((each) => each.wrong);
      const lost = killed.filter(({ isUnderWay }) => isUnderWay).map(({ lostMs }) => lostMs);
      const most = Math.max(...lost);
      const finished = killed.reduce((total, each) => total + each.finished, 0);
      print(
        `${killed.length} kills, ${atOnce} windows on one file; ${finished} turns had ended, ${lost.length} were under way`,
      );
      for (const sentence of wrong.slice(0, 5)) print(sentence);
      print(judge('kills without damage', `${wrong.length} lost or damaged`, '0', wrong.length === 0));
      print(
        `of an answer under way lost: median ${quantile(lost, 0.5)} ms, p95 ${quantile(lost, 0.95)} ms, most ` +
          judge('kills in mid-answer', `${most} ms`, `≤ ${mayBeLost} ms`, most <= mayBeLost),
      );
      conclude('kills');
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
    }
  });
}
