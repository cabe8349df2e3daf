import assert from 'node:assert/strict';
import { parseStoredCatalogue, storeCatalogue } from '../../../src/core/catalogue/stored';
import { catalogueOf, gemma, nemotron } from '../../support/fakes';

const address = 'https://openrouter.ai/api/v1';

describe('the catalogue on the disk', () => {
  it('comes back as it was', () => {
    const catalogue = catalogueOf(nemotron, gemma);
    assert.deepEqual(parseStoredCatalogue(storeCatalogue(catalogue, address), address), catalogue);
  });

  it('does not come back for another address: what is free there is not free here', () => {
    const text = storeCatalogue(catalogueOf(nemotron), address);
    assert.equal(parseStoredCatalogue(text, 'https://example.test/v1'), undefined);
  });

  const whole = storeCatalogue(catalogueOf(nemotron), address);
  for (const [what, text] of Object.entries({
    nothing: '',
    'the half of it': whole.slice(0, whole.length / 2),
    'another format': JSON.stringify({ ...JSON.parse(whole), format: 0 }),
    'no time': JSON.stringify({ ...JSON.parse(whole), readAt: 'today' }),
    'no list': JSON.stringify({ ...JSON.parse(whole), models: {} }),
    'something else': '[1, 2]',
  })) {
    it(`counts as missing when the file holds ${what}`, () => {
      assert.equal(parseStoredCatalogue(text, address), undefined);
    });
  }

  for (const [what, odd] of Object.entries({
    'no id': { ...gemma, id: '' },
    'a word for free': { ...gemma, free: 'yes' },
    'no capabilities': { ...gemma, capabilities: null },
    'a word for a window': { ...gemma, contextLength: 'large' },
    'a number for a date': { ...gemma, expiresOn: 20_261_231 },
    'nothing at all': null,
  })) {
    it(`leaves out an entry with ${what}, and only that`, () => {
      const text = JSON.stringify({ ...JSON.parse(whole), models: [odd, nemotron] });
      assert.deepEqual(parseStoredCatalogue(text, address)?.models, [nemotron]);
    });
  }
});
