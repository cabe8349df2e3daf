// Replacing secrets in ordinary source: our scrubber, and its detector alone, against secretlint with the same base rules.
import { lintSource } from '@secretlint/core';
import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import { globSync, readFileSync } from 'node:fs';
import { createScrubber } from '../../src/core/privacy/createScrubber';
import { findSecrets } from '../../src/core/privacy/detect/detector';
import { inRoot } from '../launch/paths';
import { runProgram } from '../launch/program';
import { conclude, judge, median, print } from './support/figures';
import { type Contestant, contestant, inTurn } from './support/turns';

const rounds = { warmUp: 3, counted: 9 };

/** Code of installed packages as their authors wrote it. */
const sources = [
  'undici/lib/**/*.js',
  'zod/src/**/*.ts',
  'mocha/lib/**/*.js',
  'preact/src/**/*.js',
  'fast-check/lib/**/*.js',
  'highlight.js/lib/**/*.js',
  'playwright-core/types/*.d.ts',
  'typescript/dist/**/*.js',
  '@types/node/**/*.d.ts',
];

/** Characters; secretlint is given pieces of this size, as a whole large file takes it longer than its parts. */
const piece = 20_000;
const enough = 2_000_000;

/** An equal share of each package, so that none decides the figure. */
function readSources(): readonly string[] {
  return sources.flatMap((pattern) => {
    const texts: string[] = [];
    let size = 0;
    for (const file of globSync(pattern, { cwd: inRoot('node_modules') })) {
      if (size > enough / sources.length) break;
      const text = readFileSync(inRoot('node_modules', file), 'utf8');
      texts.push(text);
      size += text.length;
    }
    return texts;
  });
}

function cut(text: string): readonly string[] {
  return Array.from({ length: Math.ceil(text.length / piece) }, (_, index) =>
    text.slice(index * piece, (index + 1) * piece),
  );
}

/** All of the preset but the rule with which comments switch the others off. */
const config = {
  rules: rules
    .filter(({ meta }) => !meta.id.endsWith('filter-comments'))
    .map((rule) => ({ id: rule.meta.id, rule, options: {} })),
};

runProgram(async () => {
  const texts = readSources();
  const pieces = texts.flatMap(cut);
  const megabytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1e6;
  const timed = async (scan: () => Promise<void> | void): Promise<number> => {
    const before = performance.now();
    await scan();
    return performance.now() - before;
  };
  // A new one each time: it remembers what became of the texts it has seen.
  const ours = contestant(async () => {
    let drawn = 0;
    const scrubber = createScrubber({ random: () => (drawn = (drawn + 0.37) % 1), detect: findSecrets });
    return timed(() => {
      for (const text of texts) scrubber.scrub(text);
    });
  });
  const detector = contestant(async () =>
    timed(() => {
      for (const text of texts) findSecrets(text);
    }),
  );
  const theirs = contestant(async () =>
    timed(async () => {
      for (const content of pieces) {
        const source = { content, filePath: 'source.ts', ext: '.ts', contentType: 'text' } as const;
        await lintSource({ source, options: { config } });
      }
    }),
  );
  await inTurn(rounds, [ours, detector, theirs]);

  const speed = ({ results }: Contestant<number>): number => (megabytes / median(results)) * 1000;
  const ratio = speed(ours) / speed(theirs);
  const count = texts.reduce((sum, text) => sum + findSecrets(text).length, 0);
  const lines = texts.reduce((sum, text) => sum + text.split('\n').length, 0);
  print(
    `measured: ${megabytes.toFixed(1)} MB of source in ${texts.length} files; ${rounds.counted} rounds, taken in turn`,
  );
  print(`secretlint, its recommended rules: ${speed(theirs).toFixed(1)} MB/s`);
  print(`scrubber: ${judge('scrubber', `${speed(ours).toFixed(1)} MB/s`, '≥ 20 MB/s', speed(ours) >= 20)}`);
  print(`its detector alone: ${speed(detector).toFixed(1)} MB/s`);
  print(`to secretlint: ${judge('scrubber, ratio', `ratio ${ratio.toFixed(2)}`, '≥ 1.5', ratio >= 1.5)}`);
  print(`beside it: ${count} findings in ${lines.toLocaleString('en')} lines`);
  conclude('scrubber');
});
