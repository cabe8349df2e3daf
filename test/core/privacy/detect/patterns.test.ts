import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import { checkSync } from 'recheck';
import { flagRows } from '../../../../src/core/privacy/detect/commandLine';
import { replacedRules, usedRules } from '../../../../src/core/privacy/detect/secretlintRules';
import { typings } from '../../../../src/core/privacy/detect/typedValues';
import { inRoot } from '../../../launch/paths';

interface Pattern {
  readonly place: string;
  readonly source: string;
  readonly flags: string;
  /** Why it is fine although the check calls it unsafe; stands beside it as `// Bounded: …`. */
  readonly reason: string;
}

const literal =
  /(?<=[=(,:[!&|?{};]\s*|return\s+|^\s+)\/(?![/*])((?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([dgimsuvy]*)/gm;

/** The regular expressions that stand in a source file. */
function patternsIn(file: string): Pattern[] {
  const text = readFileSync(inRoot('src', 'core', 'privacy', 'detect', file), 'utf8');
  const code = text
    .replaceAll(/\/\*\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ' '))
    .replaceAll(/^\s*\/\/.*$/gm, (line) => ' '.repeat(line.length));
  return [...code.matchAll(literal)].map(({ 1: source = '', 2: flags = '', index }) => {
    const line = text.slice(0, index).split('\n').length;
    const before = text
      .split('\n')
      .slice(Math.max(0, line - 4), line)
      .join('\n');
    return { place: `${file}:${line}`, source, flags, reason: /\/\/ Bounded: (.+)/.exec(before)?.[1] ?? '' };
  });
}

/** Seconds for all patterns instead of minutes: fewer and smaller generations of hostile strings than by default. */
const effort = {
  timeout: 10_000,
  randomSeed: 1,
  maxIteration: 2,
  maxInitialGenerationSize: 50,
  maxGenerationSize: 30,
  mutationSize: 10,
  crossoverSize: 10,
};

describe('the patterns of the detector', () => {
  const files = globSync('*.ts', { cwd: inRoot('src', 'core', 'privacy', 'detect') }).map((file) =>
    path.basename(file),
  );
  const patterns = files.flatMap(patternsIn);

  it('are all read', () => {
    // Counted by hand in these two files.
    assert.equal(patterns.filter(({ place }) => place.startsWith('shapes.ts')).length, 11);
    assert(patterns.length > 150);
  });

  for (const file of files) {
    it(`of ${file} do not backtrack without bound`, () => {
      const unsafe = patterns
        .filter(({ place, reason }) => place.startsWith(`${file}:`) && reason === '')
        .filter(({ source, flags }) => checkSync(source, flags, effort).status !== 'safe')
        .map(({ place, source }) => `${place} ${source}`);
      assert.deepEqual(unsafe, []);
    }).timeout(60_000);
  }

  it('put together do not either', () => {
    for (const shape of [...flagRows.map((row) => row.shape), ...Object.values(typings).flat()])
      assert.equal(checkSync(shape.source, shape.flags, effort).status, 'safe', shape.source);
  }).timeout(60_000);

  it('the check finds what is unsafe', () => {
    assert.equal(checkSync('^(?:a+)+$', '', effort).status, 'vulnerable');
  }).timeout(60_000);
});

describe("secretlint's rules", () => {
  it('are each used, or replaced by our own', () => {
    const names = rules.map(({ meta }) => meta.id.replace('@secretlint/secretlint-rule-', ''));
    assert.deepEqual(names.sort(), [...usedRules, ...replacedRules].sort());
  });
});
