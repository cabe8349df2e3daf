import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { conversationMigrations } from '../../src/store/migrations';
import { openConversations } from '../../src/store/conversations';
import { openDatabase } from '../../src/store/database';
import { eventually } from '../support/eventually';
import { checkLeft, readDiary, startStreaming, streamIfAsked, workspace } from './streaming';
import { temporaryFolder } from './temporaryFolder';

/** Five windows at a time, on one file. */
const rounds = 5;
const windows = 5;
const pieces = 20;

function suite(): void {
  const inFolder = temporaryFolder();

  it('loses no turn and damages no file, in 25 kills', async function () {
    this.timeout(60_000);
    const file = inFolder('talk.db');
    for (let round = 0; round < rounds; round += 1) {
      const names = Array.from({ length: windows }, (_, index) => `${round}-${index}`);
      const diaryOf = (name: string): string => inFolder(`${name}.txt`);
      await Promise.all(
        names.map(async (conversation) => {
          const diary = diaryOf(conversation);
          // Saved more often than in the chat, so that many of them are killed in the middle of it.
          const schedule = { pieces, pieceEvery: 1, saveEvery: 5 };
          const child = await startStreaming(__filename, { ...schedule, file, conversation, diary });
          await eventually(() => assert.notEqual(readDiary(diary).finished.length, 0));
          await pause(Math.random() * 150);
          const ended = once(child, 'exit');
          child.kill('SIGKILL');
          assert.deepEqual(await ended, [null, 'SIGKILL'], 'it ended by itself');
        }),
      );
      const database = openDatabase(file, conversationMigrations, Date.now());
      try {
        assert.equal(database.movedAside, undefined);
        assert.deepEqual(
          database.connection
            .prepare('PRAGMA integrity_check')
            .all()
            .map((row) => row['integrity_check']),
          ['ok'],
        );
        const kept = openConversations(database);
        for (const name of names) {
          assert.deepEqual(checkLeft(kept.load(workspace, name), readDiary(diaryOf(name)), pieces).wrong, []);
        }
      } finally {
        database.connection.close();
      }
    }
  });
}

if (!streamIfAsked()) describe('a conversation whose window is killed while an answer comes', suite);
