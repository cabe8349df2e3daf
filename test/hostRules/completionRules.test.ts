import assert from 'node:assert/strict';
import type { Failure } from '../../src/core/errors';
import { alwaysThinks, completionTokens, isWorthAsking, whyNotAutomatic } from '../../src/host/complete/automatic';
import { completionText, nothingText } from '../../src/host/complete/completionText';
import { pauseAfter } from '../../src/host/complete/pause';
import { activeRivals, rivalSentence } from '../../src/host/complete/rivals';
import { gemma, local, model, nemotron, noon, priced } from '../support/fakes';

const thinker = model('vendor/thinker:free', {
  capabilities: { tools: false, images: false, structuredOutput: false, reasoning: 'mandatory' },
});

describe('completion while typing', () => {
  const usual = { wanted: true, pin: nemotron.id, model: nemotron, dayLimit: 1000 };

  it('needs 1000 requests a day, or a model of one’s own', () => {
    assert.equal(whyNotAutomatic(usual), undefined);
    assert.match(whyNotAutomatic({ ...usual, dayLimit: 50 }) ?? '', /1000 requests a day \(yours has 50\)/);
    assert.match(whyNotAutomatic({ ...usual, dayLimit: undefined }) ?? '', /not known yet/);
    assert.equal(whyNotAutomatic({ ...usual, pin: local.id, model: local, dayLimit: 50 }), undefined);
    const elsewhere = model('@gateway/coder');
    assert.equal(whyNotAutomatic({ ...usual, pin: elsewhere.id, model: elsewhere, dayLimit: undefined }), undefined);
  });

  it('is refused while it is off, without a model, from one that thinks, and from one that costs money', () => {
    assert.match(whyNotAutomatic({ ...usual, wanted: false }) ?? '', /switched off/);
    assert.match(whyNotAutomatic({ ...usual, pin: undefined, model: undefined }) ?? '', /No model is pinned/);
    assert.match(whyNotAutomatic({ ...usual, model: undefined }) ?? '', /not known yet/);
    assert.match(whyNotAutomatic({ ...usual, model: thinker }) ?? '', /always thinks/);
    assert.match(whyNotAutomatic({ ...usual, model: priced }) ?? '', /costs money/);
    const localThinker = { ...thinker, id: '@ollama/thinker', staysHere: true };
    assert.match(whyNotAutomatic({ ...usual, model: localThinker }) ?? '', /always thinks/);
  });

  it('gives room for thinking only to models that cannot do without', () => {
    const noOff = { ...nemotron, capabilities: { ...nemotron.capabilities, efforts: ['low', 'high'] as const } };
    assert.equal(alwaysThinks(nemotron), false);
    assert.equal(alwaysThinks(noOff), true);
    // OpenRouter API reference 17.1: below 4000 tokens such answers come back empty.
    assert.deepEqual([completionTokens(thinker), completionTokens(noOff)], [4000, 4000]);
    assert.ok(completionTokens(nemotron) <= 512);
    const plain = { ...gemma, capabilities: { ...gemma.capabilities, reasoning: 'none' as const } };
    assert.equal(alwaysThinks(plain), false);
  });

  it('begins neither within a word nor in an empty text', () => {
    assert.equal(isWorthAsking({ before: 'const a = ', after: ';\n' }), true);
    assert.equal(isWorthAsking({ before: 'const ä', after: 'öb' }), false);
    assert.equal(isWorthAsking({ before: ' \n', after: '' }), false);
  });
});

describe('a failed completion', () => {
  const later = noon + 3_600_000;
  const rows: readonly (readonly [Failure, 'stays' | number | undefined])[] = [
    [{ kind: 'unauthorized', message: '' }, 'stays'],
    [{ kind: 'payment', cause: 'balance', message: '' }, 'stays'],
    [{ kind: 'noKey' }, 'stays'],
    [{ kind: 'declined', about: 'consent' }, 'stays'],
    [{ kind: 'unexpectedCost' }, 'stays'],
    [{ kind: 'dayQuota', resetAt: later, known: 'service' }, later],
    [{ kind: 'minuteQuota', resetAt: noon + 20_000 }, noon + 20_000],
    // The day ends at midnight UTC, twelve hours after noon.
    [{ kind: 'reserve', remaining: 5, reserve: 5 }, noon + 12 * 3_600_000],
    [{ kind: 'cooling', model: 'a', until: later }, later],
    [{ kind: 'busy', status: 429, message: '' }, noon + 60_000],
    [{ kind: 'busy', status: 429, message: '', retryAfterMs: 90_000 }, noon + 90_000],
    [{ kind: 'empty', model: 'a', byLength: true }, 'stays'],
    [{ kind: 'empty', model: 'a', byLength: false }, undefined],
    [{ kind: 'moderation', reasons: [], message: '' }, undefined],
    [{ kind: 'cut' }, undefined],
  ];
  for (const [failure, expected] of rows) {
    it(`of kind ${failure.kind} pauses ${expected === undefined ? 'nothing' : `until ${expected}`}`, () => {
      const pause = pauseAfter(failure, noon);
      if (expected === undefined) assert.equal(pause, undefined);
      else assert.deepEqual(pause, expected === 'stays' ? { failure } : { failure, until: expected });
    });
  }
});

describe('the status of completion', () => {
  const usual = {
    pin: nemotron.id,
    notAutomatic: 'Completion while you type is switched off.',
    wanted: false,
    pause: undefined,
    isRunning: false,
    last: undefined,
    spent: 0,
    price: '1 request',
  };

  it('says when completions come and what one takes', () => {
    assert.deepEqual(completionText(usual, noon), {
      text: 'Completion: on demand',
      detail: 'Each takes 1 request.',
      weight: 'information',
    });
    assert.equal(
      completionText({ ...usual, notAutomatic: undefined, wanted: true }, noon).text,
      'Completion: while you type',
    );
  });

  it('says why they do not come while typing although that is wanted', () => {
    const { detail } = completionText({ ...usual, wanted: true, notAutomatic: 'Not enough.', spent: 2 }, noon);
    assert.equal(detail, 'Not enough. Each takes 1 request. Today 2 requests in this window.');
  });

  it('says why nothing comes at all', () => {
    const pause = { failure: { kind: 'noKey' } as const };
    const { text, detail, weight } = completionText({ ...usual, pause }, noon);
    assert.deepEqual([text, weight], ['Completion: paused', 'warning']);
    assert.match(detail, /^Tollfree has no OpenRouter key yet\./);
  });

  it('names who gave the last one, and warns where that was not the pinned model', () => {
    const last = { model: nemotron.id, switched: undefined, hidden: false };
    assert.match(completionText({ ...usual, last }, noon).detail, /^The last one was by nemotron-3-ultra/);
    const switched = {
      pinned: nemotron.id,
      served: gemma.id,
      cause: 'service',
      direction: 'unknown',
      losses: [],
    } as const;
    const { detail, weight } = completionText({ ...usual, last: { model: gemma.id, switched, hidden: false } }, noon);
    assert.match(detail, /^Answered by gemma-4-31b\S*, not nemotron-3-ultra\S*: the service chose another model\./);
    assert.equal(weight, 'warning');
  });

  it('says why the last one was not shown', () => {
    const last = { model: nemotron.id, switched: undefined, hidden: true };
    assert.match(
      completionText({ ...usual, last }, noon).detail,
      /^The last one was by nemotron-3-ultra\S*\. It held characters that cannot be seen, so it was not shown\./,
    );
    assert.match(nothingText(last), /cannot be seen/);
    assert.match(nothingText(undefined), /found nothing to add/);
  });
});

describe('rivals of completion', () => {
  const found = (
    active: readonly string[],
    copilotEnable: unknown = { '*': true },
    hasGitHub = true,
  ): readonly string[] =>
    activeRivals({ isActive: (id) => active.includes(id), copilotEnable, hasGitHub }).map(({ name }) => name);

  it('are those that are running, each once', () => {
    assert.deepEqual(found(['GitHub.copilot', 'GitHub.copilot-chat', 'TabNine.tabnine-vscode']), [
      'GitHub Copilot',
      'Tabnine',
    ]);
    assert.deepEqual(found([]), []);
  });

  it('are not Copilot where nobody is signed in or it is off everywhere', () => {
    assert.deepEqual(found(['GitHub.copilot-chat'], undefined, false), []);
    assert.deepEqual(found(['GitHub.copilot'], { '*': false, markdown: false }), []);
    assert.deepEqual(found(['GitHub.copilot'], { '*': false, go: true }), ['GitHub Copilot']);
    assert.deepEqual(found(['GitHub.copilot'], undefined), ['GitHub Copilot']);
  });

  it('are named with what it costs', () => {
    const rival = (name: string) => ({ id: name, name });
    assert.match(rivalSentence([rival('A')]), /^A completes here as well\..*requests would be spent/);
    assert.match(rivalSentence([rival('A'), rival('B'), rival('C')]), /^A, B and C complete here/);
  });
});
