import type { ChatMessage, ChatRequest } from '../service/chatRequest';
import { countPictures } from '../service/chatRequest';
import { changeFiles, sentFiles, wantsChange, withoutFiles } from './changeFiles';
import { describeLine } from './describeLine';
import { doTask } from './doTask';
import { fillSchema } from './fillSchema';
import type { Code } from './readCode';
import { declarations, findCode, guessLanguage, quotedTexts } from './readCode';

/** Said once in each conversation, in its first answer. */
export const standInNotice =
  '> I am the practice server: a scripted stand-in on this computer, not a language model. I only show you back what you sent, so that you can try everything else.';

const mostLines = 40;

/** Answers in Markdown from nothing but the conversation it was sent; in the form of a task where a program reads it. */
export function writeAnswer(request: ChatRequest): string {
  const done = doTask(request.messages);
  if (done !== undefined) return done;
  const said = request.messages.filter((message) => message.role === 'user').map(inWords);
  const last = said.at(-1) ?? '';
  const isFirst = !request.messages.some((message) => message.role === 'assistant');
  const code = findCode(last);
  const files = said.map(sentFiles).findLast((sent) => sent.length > 0) ?? [];
  const parts = isFirst ? [standInNotice] : [];
  const pictures = countPictures(request);
  if (pictures > 0) parts.push(`I got ${pictures} picture${pictures === 1 ? '' : 's'}; I only count them.`);
  if (files.length > 0 && wantsChange(last)) {
    parts.push(changeFiles(files));
  } else if (isFirst || said.length < 2) {
    parts.push(code === undefined ? answerQuestion(last) : explain(code));
  } else {
    const earlier = said.slice(0, -1);
    const known = code ?? earlier.map(findCode).findLast((found) => found !== undefined);
    parts.push(followUp(last, subject(earlier.at(-1) ?? '')));
    parts.push(
      known === undefined ? answerQuestion(last) : code === undefined ? pointInto(known, last) : explain(code),
    );
  }
  return parts.join('\n\n');
}

/** An answer in the form that was asked for; notes by line are about the code that was sent. */
export function writeForm(request: ChatRequest): string {
  const said = request.messages.filter((message) => message.role === 'user').map(inWords);
  const code = said.map(findCode).findLast((found) => found !== undefined);
  const noted = (code?.lines ?? []).flatMap(({ number, text }) => {
    const note = describeLine(text);
    return note === undefined ? [] : [{ number, text, note: `${note[0]?.toUpperCase() ?? ''}${note.slice(1)}.` }];
  });
  return JSON.stringify(fillSchema(request.schema, standInNotice.slice(2), noted.slice(0, mostLines)));
}

/** What the person wrote, without the names of pictures that stand for them in the text. */
function inWords({ text }: ChatMessage): string {
  return text.replaceAll(/\s*\[picture: [^\]\n]*\]/g, '');
}

/** What a message is about: its first line of prose, without fences and marks. */
export function subject(text: string): string {
  const prose = (withoutFiles(text) || text)
    .replaceAll(/```[\s\S]*?```/g, '')
    .split('\n')
    .map((line) => line.trim());
  const line = prose.find((candidate) => /[\p{L}\p{N}]/u.test(candidate)) ?? '';
  const plain = line.replaceAll(/[`*_#>|]/g, '').trim();
  return plain.length > 80 ? `${plain.slice(0, 79)}…` : plain;
}

function explain(code: Code): string {
  const declared = declarations(code);
  const main = declared[0];
  const title =
    main === undefined ? `## ${code.lines.length} lines of ${code.language}` : `## What \`${main.name}\` does`;
  const notes = code.lines.flatMap(({ number, text }) => {
    const sentence = describeLine(text);
    return sentence === undefined ? [] : [`- **Line ${number}** ${sentence}.`];
  });
  const shown = notes.slice(0, mostLines);
  if (notes.length > shown.length) shown.push(`- … and ${notes.length - shown.length} more lines.`);
  const sections = [title, overview(code), '### Line by line', shown.join('\n')];
  if (declared.length > 0) sections.push('### Declared here', table(declared));
  const texts = quotedTexts(code).slice(0, 8);
  if (texts.length > 0) sections.push('### Texts in it', texts.map((text) => `- “${text}”`).join('\n'));
  sections.push('### Using it', codeBlock(code.language, example(code)));
  return sections.join('\n\n');
}

const languageNames: Readonly<Record<string, string>> = {
  typescript: 'TypeScript',
  ts: 'TypeScript',
  javascript: 'JavaScript',
  js: 'JavaScript',
  python: 'Python',
  rust: 'Rust',
  go: 'Go',
  java: 'Java',
  c: 'C',
};

function overview(code: Code): string {
  const declared = declarations(code);
  const texts = code.lines.map(({ text }) => text.trim());
  const count = (shape: RegExp) => texts.filter((text) => shape.test(text)).length;
  const plural = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;
  const features = [
    plural(declared.filter((one) => one.kind === 'function').length, 'function'),
    plural(count(/^(?:for|while|loop)\b/), 'loop'),
    plural(count(/^(?:\}\s*)?(?:if|elif|else if|switch|match)\b/), 'condition'),
    plural(count(/\breturn\b/), 'return'),
  ];
  const languageName = languageNames[code.language] ?? code.language;
  const counted = `The ${languageName} you sent has ${plural(code.lines.length, 'line')}: ${features.join(', ')}.`;
  const main = declared[0];
  if (main?.kind !== 'function') return counted;
  const takes = main.parameters.map((parameter) => `\`${parameter}\``).join(' and ') || 'nothing';
  const told = code.lines.filter(({ text }) => /^\s*(?:for|while|return)\b/.test(text)).slice(0, 3);
  const does = told.map(({ text }) => describeLine(text) ?? '').join(', then ');
  return `\`${main.name}\` is a function that takes ${takes}. It ${does || 'does its work in one go'}. ${counted}`;
}

function table(declared: ReturnType<typeof declarations>): string {
  const rows = declared.map(({ name, kind, parameters, line }) => {
    const list = parameters.length === 0 ? '–' : parameters.map((parameter) => `\`${parameter}\``).join(', ');
    return `| \`${name}\` | ${kind} | ${list} | ${line} |`;
  });
  return ['| name | kind | parameters | line |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function example(code: Code): string {
  const first = declarations(code)[0];
  if (first === undefined)
    return code.lines
      .slice(0, 3)
      .map(({ text }) => text)
      .join('\n');
  return `${first.name}(${first.parameters.join(', ')})`;
}

function codeBlock(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

const shortWords = new Set(
  'what which with this that from have does into your when where there about would could should please explain tell them they'.split(
    ' ',
  ),
);

function tellingWords(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}_][\p{L}\p{N}_-]{3,}/gu) ?? [];
  return [...new Set(words)].filter((word) => !shortWords.has(word)).slice(0, 6);
}

function answerQuestion(text: string): string {
  const words = tellingWords(text);
  const language = namedLanguage(text);
  const rows = words.map((word) => `| ${word} | ${text.toLowerCase().split(word).length - 1} |`);
  const sections = [
    `## ${subject(text) || 'Your message'}`,
    `You asked about **${words.join(', ') || 'something short'}**.`,
  ];
  sections.push('### How one would go about it');
  const steps = words.length === 0 ? ['say a little more'] : words.map((word) => `look at *${word}* first by itself`);
  sections.push(steps.map((step, index) => `${index + 1}. ${step}`).join('\n'));
  if (rows.length > 0) sections.push(['| word of yours | times |', '| --- | --- |', ...rows].join('\n'));
  sections.push(codeBlock(language, sample(language, words[0] ?? 'example')));
  return sections.join('\n\n');
}

function namedLanguage(text: string): string {
  const named = /\b(typescript|javascript|python|rust|go|java|c\+\+|sql|bash)\b/i.exec(text)?.[1]?.toLowerCase();
  const guessed = guessLanguage(text);
  return named ?? (guessed === 'text' ? 'typescript' : guessed);
}

function sample(language: string, word: string): string {
  const name = word.replaceAll(/[^\p{L}\p{N}_]/gu, '_');
  switch (language) {
    case 'python':
      return `def ${name}(value):\n    return value`;
    case 'rust':
      return `fn ${name}(value: u32) -> u32 {\n    value\n}`;
    case 'go':
      return `func ${name}(value int) int {\n\treturn value\n}`;
    case 'sql':
      return `SELECT * FROM ${name};`;
    case 'bash':
      return `echo "${name}"`;
    default:
      return `function ${name}(value) {\n  return value;\n}`;
  }
}

function followUp(last: string, before: string): string {
  return `Before this you sent “${before}”; now you ask “${subject(last)}”.`;
}

/** For a question about code sent earlier: the lines it names, or all of them. */
function pointInto(code: Code, question: string): string {
  const words = tellingWords(question);
  const hits = code.lines.filter(({ text }) => words.some((word) => text.toLowerCase().includes(word)));
  if (hits.length === 0) return explain(code);
  const notes = hits.map(({ number, text }) => `- **Line ${number}** ${describeLine(text) ?? 'closes a block'}.`);
  const body = hits.map(({ text }) => text).join('\n');
  return ['## In the code you sent earlier', notes.join('\n'), codeBlock(code.language, body)].join('\n\n');
}

/** What a reasoning model would think aloud first. */
export function writeReasoning(request: ChatRequest): string {
  const last = request.messages.at(-1)?.text ?? '';
  const code = findCode(last);
  const lines = last.split('\n').length;
  if (code === undefined)
    return `The message has ${lines} lines and asks: “${subject(last)}”. No code in it, so I answer in words.`;
  const names = declarations(code).map(({ name }) => name);
  return `The message has ${lines} lines with ${code.language} in it. It declares ${names.join(', ') || 'nothing'}. I go through it line by line.`;
}
