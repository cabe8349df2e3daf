import { type ChildProcess, fork } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type Conversation,
  type Turn,
  newConversation,
  newTurn,
  withTurn,
} from '../../src/core/conversation/conversation';
import type { KeptConversation } from '../../src/core/conversation/kept';
import { createScrubber } from '../../src/core/privacy/createScrubber';
import { findSecrets } from '../../src/core/privacy/detect/detector';
import type { PrivacyLevel } from '../../src/core/privacy/policy';
import { KeptConversations } from '../../src/host/chat/keptConversations';
import { systemClock } from '../../src/host/clock';
import { openConversationsFile } from '../../src/storage';

const argument = 'stream';
export const workspace = 'file:///workspace';

/** What a process that stands for a window does: answers stream in, one after the other, until it is killed. */
export interface StreamJob {
  readonly file: string;
  /** Id of its conversation. */
  readonly conversation: string;
  /** Milliseconds between two pieces of text, and between two times it is saved. */
  readonly pieceEvery: number;
  readonly saveEvery: number;
  /** Of an answer, in pieces. */
  readonly pieces: number;
  /** What happened goes there, a line at a time: what a killed process wrote stays. */
  readonly diary: string;
}

/** What a killed process had got, and what of it had to be in the file. */
export interface Diary {
  /** Turns that ended and were saved. */
  readonly finished: readonly string[];
  /** Of the turn under way: pieces that came, with the time of each, and as many as surely were saved. */
  readonly turn: string | undefined;
  readonly came: readonly number[];
  readonly saved: number;
}

/** Starts `bundle`, a file that calls `streamIfAsked`, and resolves when it streams. */
export async function startStreaming(bundle: string, job: StreamJob): Promise<ChildProcess> {
  const child = fork(bundle, [argument, JSON.stringify(job)], { execArgv: [] });
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`a window ended with ${code}`)));
  });
  return child;
}

/** True when this process was started to stream; it then does. */
export function streamIfAsked(): boolean {
  if (process.argv[2] !== argument) return false;
  // Only `startStreaming` above starts it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  void stream(JSON.parse(process.argv[3] ?? '') as StreamJob);
  return true;
}

/** The text of an answer after so many pieces. */
export function textOf(turnId: string, pieces: number): string {
  return Array.from({ length: pieces }, (_, index) => `${turnId} says ${index}. `).join('');
}

async function stream(job: StreamJob): Promise<void> {
  // A window whose test run was ended must not work on for ever.
  process.once('disconnect', () => process.exit(0));
  const { conversations } = openConversationsFile(job.file, Date.now());
  const level: PrivacyLevel = 'open';
  const scrubber = createScrubber({ random: Math.random, detect: findSecrets });
  const state = { level, confidential: false, scrubs: true, restricted: false, problems: [], version: 1 };
  const kept = new KeptConversations({
    workspace,
    window: job.conversation,
    open: async () => conversations,
    openPrivacy: async () => ({ scrubber, state, told: async () => {} }),
    isGone: () => false,
    answers: async () => {},
    clock: systemClock,
    log: {
      info: () => {},
      warn: (event, facts) => {
        throw new Error(`${event} ${JSON.stringify(facts)}`);
      },
    },
  });
  const write = (line: string): void => appendFileSync(job.diary, `${line}\n`);
  let conversation: Conversation = newConversation(job.conversation, Date.now());
  let turn: Turn | undefined;
  let pieces = 0;
  let timer: NodeJS.Timeout | undefined;
  // As the chat does.
  const saveNow = (): void => {
    clearTimeout(timer);
    timer = undefined;
    kept.save(conversation, 'typed meanwhile');
    if (turn?.state === 'done') write(`finished ${turn.id}`);
    else write(`saved ${pieces}`);
  };
  await kept.open(job.conversation);
  // Resolves when it can seal.
  await kept.sealed(conversation);
  process.send?.('streams');
  for (let count = 0; ; count += 1) {
    pieces = 0;
    turn = newTurn(`${job.conversation}-${count}`, `Question ${count}?`, Date.now());
    write(`turn ${turn.id}`);
    while (pieces < job.pieces) {
      await pause(job.pieceEvery);
      pieces += 1;
      turn = { ...turn, state: 'streaming', answer: textOf(turn.id, pieces) };
      conversation = withTurn(conversation, turn);
      write(`piece ${Date.now()}`);
      timer ??= setTimeout(saveNow, job.saveEvery);
    }
    turn = { ...turn, state: 'done' };
    conversation = withTurn(conversation, turn);
    saveNow();
  }
}

export function readDiary(file: string): Diary {
  const finished: string[] = [];
  let turn: string | undefined;
  let came: number[] = [];
  let saved = 0;
  // The last line may be cut.
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  for (const line of lines) {
    const [what, fact = ''] = line.split(' ');
    if (what === 'finished') {
      finished.push(fact);
      turn = undefined;
    } else if (what === 'turn') {
      turn = fact;
      came = [];
      saved = 0;
    } else if (what === 'piece') came.push(Number(fact));
    else saved = Number(fact);
  }
  return { finished, turn, came, saved };
}

/**
 * What is wrong with what a killed window left, as sentences.
 * @returns also how much of the answer under way is missing, in pieces, and in milliseconds before its last one.
 */
export function checkLeft(
  kept: KeptConversation | undefined,
  diary: Diary,
  pieces: number,
): { readonly wrong: readonly string[]; readonly missing: number; readonly lostMs: number } {
  const wrong: string[] = [];
  const turns = new Map(kept?.turns.map(({ turn }) => [turn.id, turn]));
  if ((kept?.unreadable ?? 0) > 0) wrong.push(`${kept?.unreadable} turns cannot be read`);
  if (turns.size > 0 && kept?.draft !== 'typed meanwhile') wrong.push('the draft is lost');
  for (const id of diary.finished) {
    if (turns.get(id)?.answer !== textOf(id, pieces)) wrong.push(`the finished turn ${id} is lost`);
    if (turns.get(id)?.state !== 'done') wrong.push(`the finished turn ${id} is not marked so`);
  }
  const { turn, came, saved } = diary;
  if (turn === undefined) return { wrong, missing: 0, lostMs: 0 };
  const answer = turns.get(turn)?.answer ?? '';
  const there = Array.from({ length: came.length + 2 }, (_, index) => index).find(
    (count) => textOf(turn, count) === answer,
  );
  if (there === undefined) wrong.push(`the turn ${turn} holds something else: ${answer.slice(-80)}`);
  else if (there < saved) wrong.push(`of the turn ${turn} ${saved} pieces were saved and ${there} are there`);
  const missing = Math.max(0, came.length - (there ?? 0));
  const firstLost = came[there ?? 0];
  return { wrong, missing, lostMs: firstLost === undefined ? 0 : (came.at(-1) ?? firstLost) - firstLost };
}
