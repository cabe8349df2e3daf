/** Characters in a token of prose and code, about; and what 200 tokens a second bring in a frame of 33 ms. */
const charactersPerToken = 4;
const tokensPerFrame = (200 * 33) / 1000;

const languages = ['ts', 'python', 'rust', 'sh', 'json'] as const;

const code: Readonly<Record<(typeof languages)[number], (line: number) => string>> = {
  ts: (line) => `export const value${line} = compute(items[${line}] ?? 'none', { limit: ${line} }); // step ${line}`,
  python: (line) => `    result_${line} = transform(rows[${line}], key="k${line}")  # step ${line}`,
  rust: (line) => `    let value_${line}: Option<u32> = source.get(${line}).map(|x| x + ${line});`,
  sh: (line) => `grep -n "pattern ${line}" src/*.ts | sort -u > out-${line}.txt`,
  json: (line) => `  "key${line}": { "number": ${line}, "list": [1, 2, ${line}], "flag": true },`,
};

/** One part of an answer with `lines` lines of code; 83 lines for 46 of code. */
function part(index: number, lines: number): string {
  const language = languages[index % languages.length] ?? 'ts';
  const block = Array.from({ length: lines }, (_, line) => code[language](line)).join('\n');
  const items = Array.from(
    { length: 10 },
    (_, item) => `- Item ${item} with \`code ${item}\` and a [link](https://example.org/${item})`,
  );
  const rows = Array.from({ length: 8 }, (_, row) => `| row ${row} | ${row * index} | **yes** |`);
  return [
    `## Part ${index}: what changes`,
    '',
    `This paragraph says **why** part ${index} is needed, names \`functions\` and *ideas*, and goes on for a while.`,
    'It has a second line, as models write them, with a few more words and an end.',
    '',
    ...items,
    '',
    `\`\`\`${language}`,
    block,
    '```',
    '',
    '| name | count | done |',
    '| --- | --: | --- |',
    ...rows,
    '',
    '> A quote closes the part.',
    '',
    ...Array.from({ length: 4 }, (_, item) => `${item + 1}. Step ${item} of part ${index}, in order`),
    '',
    '',
  ].join('\n');
}

/** An answer of about 5,000 lines with 60 blocks of code. */
export function longAnswer(): string {
  return Array.from({ length: 60 }, (_, index) => part(index, 46)).join('');
}

/** An answer of this many tokens, of the same kind. */
export function answerOf(tokens: number): string {
  const length = tokens * charactersPerToken;
  let text = '';
  for (let index = 0; text.length < length; index++) text += part(index, 12);
  return text.slice(0, length);
}

/** What comes in each frame. */
export function toFrames(text: string): string[] {
  const size = Math.round(tokensPerFrame * charactersPerToken);
  return Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
    text.slice(index * size, (index + 1) * size),
  );
}

export function toTokens(text: string): number {
  return Math.round(text.length / charactersPerToken);
}
