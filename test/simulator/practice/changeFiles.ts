import { codeOf } from './readCode';

/** A file that went along with a message: `lines 1–20 of config.ts:` and its lines in a fenced block. */
interface SentFile {
  name: string;
  language: string;
  text: string;
}

const filePart = /lines? \d+(?:–\d+)? of ([^\n]+):\n\n(`{3,})([\w+#.-]*)\n([\s\S]*?)\n\2(?=\n|$)/g;

/** The files of a message, without line numbers that stood in front of their lines. */
export function sentFiles(message: string): SentFile[] {
  return [...message.matchAll(filePart)].map(([, name = '', , language = '', body = '']) => {
    const text = codeOf(body, language)
      .lines.map((line) => line.text)
      .join('\n');
    return { name, language, text };
  });
}

/** A message without its files: what the person wrote. */
export function withoutFiles(message: string): string {
  return message.replaceAll(filePart, '').trim();
}

const order =
  /(?:^|[.!?;:,]\s+|\b(?:please|then|and|you|now)\s+)(?:add|change|edit|improve|insert|modify|refactor|remove|rename|replace|rewrite|update)\b/im;

/** Whether a message asks for a change rather than for words about it. */
export function wantsChange(message: string): boolean {
  return order.test(withoutFiles(message));
}

/** Every file whole, word for word, with one comment more: on top, but after the line that says what runs it. */
export function changeFiles(files: readonly SentFile[]): string {
  return files
    .map(({ name, language, text }) => {
      const comment = commentIn(language);
      const [first = '', ...rest] = text.split('\n');
      const lines = first.startsWith('#!') ? [first, comment, ...rest] : [comment, first, ...rest];
      const said = comment === undefined ? 'nothing changes: it takes no comments' : 'one comment is new';
      return `\`${name}\`, in which ${said}:\n\n${fenced(
        language,
        lines.filter((line) => line !== undefined).join('\n'),
      )}`;
    })
    .join('\n\n');
}

const words = 'Changed by the practice server.';
const languagesByMark: readonly [mark: (text: string) => string, languages: string][] = [
  [(text) => `# ${text}`, 'python ruby shellscript sh bash yaml toml properties dotenv env dockerfile makefile perl r'],
  [(text) => `-- ${text}`, 'sql lua haskell'],
  [(text) => `; ${text}`, 'ini clojure'],
  [(text) => `/* ${text} */`, 'css'],
  [(text) => `<!-- ${text} -->`, 'html xml markdown vue svelte'],
];

/** Undefined for languages without comments. Ids of languages as the editor writes them. */
export function commentIn(language: string): string | undefined {
  if (language === 'json') return undefined;
  const [mark] = languagesByMark.find(([, languages]) => languages.split(' ').includes(language)) ?? [];
  return mark?.(words) ?? `// ${words}`;
}

function fenced(language: string, code: string): string {
  const longest = Math.max(0, ...(code.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}${language}\n${code}\n${fence}`;
}
