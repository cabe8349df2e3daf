import type { Conversation, Turn } from './conversation';

/** Characters, the ellipsis included. */
const LONGEST = 60;

/**
 * What a conversation is called: as the user named it, else the first line of its first question without Markdown's
 * marks. At most 60 characters of a question.
 */
export function titleOf(
  conversation: Pick<Conversation, 'title'> & { readonly turns: readonly Pick<Turn, 'question'>[] },
): string {
  const given = conversation.title?.trim() ?? '';
  if (given !== '') return given;
  for (const line of (conversation.turns[0]?.question ?? '').split(/\r\n|\r|\n/)) {
    const plain = withoutMarks(line);
    if (plain !== '') return shorten(plain);
  }
  return 'New chat';
}

/** Commands (`/fix`), mentions (`@my_file.ts`) and names with underscores stay as they were typed. */
function withoutMarks(line: string): string {
  return (
    line
      // A fence, with its language.
      .replace(/^\s*(?:`{3,}|~{3,}).*$/, '')
      // A rule, or the line under a heading.
      .replace(/^\s*(?:[-*_=]\s*){3,}$/, '')
      // Quotes, list items, tasks and headings, also inside each other.
      .replace(/^(?:\s*(?:>|[-*+](?=\s)|\d{1,9}[.)](?=\s)|\[[ xX]\](?=\s)|#{1,6}(?=\s)))+/, '')
      .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/(\*\*|__|~~|\*)(?=\S)(.+?)(?<=\S)\1/g, (whole: string, mark: string, text: string) =>
        mark === '__' && /^\w+$/.test(text) ? whole : text,
      )
      .replace(/(?<!\w)_(?=\S)([^_]+)(?<=\S)_(?!\w)/g, '$1')
      .replaceAll('`', '')
      .replace(/\s+/g, ' ')
      .trim()
  );
}

function shorten(text: string): string {
  const characters = Array.from(text);
  if (characters.length <= LONGEST) return text;
  const start = characters.slice(0, LONGEST - 1);
  // At the end of a word, unless it begins there.
  const end = characters[LONGEST - 1] === ' ' ? start.length : start.lastIndexOf(' ');
  return `${start
    .slice(0, end <= 0 ? start.length : end)
    .join('')
    .trimEnd()}…`;
}
