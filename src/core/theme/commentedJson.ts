// Strings are matched only to be passed over. What is not closed goes to the end, so that no text takes its square in time.
const stringOrComment = /"[^"\\]*(?:\\[^][^"\\]*)*"?|\/\/[^\n\r]*|\/\*[^]*?(?:\*\/|$)/g;
const stringOrLastComma = /"[^"\\]*(?:\\[^][^"\\]*)*"?|,(?=\s*[}\]])/g;

/**
 * Reads JSON as the editor writes it: with comments, and with a comma after the last entry.
 * @returns undefined when it is no JSON.
 */
export function parseCommentedJson(text: string): unknown {
  try {
    const bare = text
      .replace(/^\uFEFF/, '')
      .replaceAll(stringOrComment, (found) => (found.startsWith('"') ? found : ' '))
      .replaceAll(stringOrLastComma, (found) => (found.startsWith('"') ? found : ''));
    const value: unknown = JSON.parse(bare);
    return value;
  } catch {
    return undefined;
  }
}
