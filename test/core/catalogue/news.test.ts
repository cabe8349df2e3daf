import assert from 'node:assert/strict';
import { newsSince, seenOf } from '../../../src/core/catalogue/news';
import { catalogueOf, gemma, model, nemotron, noon, paidNemotron } from '../../support/fakes';

const embeddings = model('a/embed:free', { chat: false });
const local = model('@ollama/qwen3:8b');

describe('news of the catalogue', () => {
  it('are none before anything was ever seen', () => {
    assert.equal(newsSince(undefined, catalogueOf(nemotron)), undefined);
  });

  it('are none when the same models are there in another order', () => {
    const seen = seenOf(catalogueOf(nemotron, gemma), noon);
    assert.equal(newsSince(seen, catalogueOf(gemma, nemotron)), undefined);
  });

  it('name what appeared and what vanished, and since when', () => {
    const seen = seenOf(catalogueOf(nemotron), noon);
    assert.deepEqual(newsSince(seen, catalogueOf(gemma)), {
      appeared: [gemma.id],
      vanished: [nemotron.id],
      since: noon,
    });
  });

  it('leave out what costs money, cannot chat, or runs on a server of the user', () => {
    const seen = seenOf(catalogueOf(nemotron), noon);
    assert.equal(newsSince(seen, catalogueOf(nemotron, paidNemotron, embeddings, local)), undefined);
  });

  it('count a model as gone when it is free no more', () => {
    const seen = seenOf(catalogueOf(nemotron, gemma), noon);
    const now = catalogueOf(nemotron, { ...gemma, free: false });
    assert.deepEqual(newsSince(seen, now)?.vanished, [gemma.id]);
  });
});
