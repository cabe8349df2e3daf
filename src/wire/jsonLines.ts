/** Longest line, in characters, before the stream counts as broken. */
const longestLine = 1024 * 1024;

export interface JsonLinesReader {
  /** The values of the lines that one piece of the body completes, in order. */
  feed(bytes: Uint8Array): readonly unknown[];
  /** The body is over: the value of a last line without an end, if there is one. */
  end(): readonly unknown[];
  /** A line was no JSON or too long; nothing more comes, for skipping it would lose text without a word. */
  readonly broken: boolean;
}

/** Newline-delimited JSON, however the bytes are cut. Blank lines mean nothing. */
export function createJsonLinesReader(): JsonLinesReader {
  const decoder = new TextDecoder();
  let rest = '';
  let broken = false;

  function valuesOf(lines: readonly string[]): readonly unknown[] {
    const values: unknown[] = [];
    for (const line of lines) {
      if (line.trim() === '') continue;
      try {
        values.push(JSON.parse(line));
      } catch {
        broken = true;
        break;
      }
    }
    return values;
  }

  return {
    feed(bytes) {
      if (broken) return [];
      const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      const values = valuesOf(lines);
      if (rest.length > longestLine) broken = true;
      return values;
    },
    end() {
      if (broken) return [];
      const last = rest + decoder.decode();
      rest = '';
      return valuesOf([last]);
    },
    get broken() {
      return broken;
    },
  };
}
