/** Lines of comments, in whatever language: `//`, `///`, `#`, `--`, `;`, `*` and the borders of blocks. */
const COMMENT = /^\s*(?:\/\/|\/\*|\*|#(?!include|define|if|endif|else|pragma|region)|--|;|%|<!--|-->|"""|''')/;

/** More is no comment of one function. */
const MOST = 200;

/**
 * The first line of the comment that stands directly above a line; that line itself where none does.
 * @param lineAt the text of a line, counted from 0.
 */
export function lineAboveComment(lineAt: (line: number) => string, line: number): number {
  let first = line;
  while (first > 0 && line - first < MOST && COMMENT.test(lineAt(first - 1))) first -= 1;
  return first;
}
