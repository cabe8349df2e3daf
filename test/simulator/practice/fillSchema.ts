import { asObject } from '../service/chatRequest';

/** A line of code with what can be said of it, for schemas that ask for notes by line. */
export interface NotedLine {
  number: number;
  text: string;
  note: string;
}

/**
 * A value that satisfies an ordinary JSON schema, with `sentence` wherever text is wanted. A list of things that have a
 * `line` gets one for each of `lines`.
 */
export function fillSchema(schema: unknown, sentence: string, lines: readonly NotedLine[] = []): unknown {
  const rules = asObject(schema);
  if ('const' in rules) return rules['const'];
  if (Array.isArray(rules['enum'])) return rules['enum'][0];
  const type = Array.isArray(rules['type']) ? rules['type'][0] : rules['type'];
  switch (type) {
    case 'object': {
      const properties = Object.entries(asObject(rules['properties']));
      return Object.fromEntries(properties.map(([name, rule]) => [name, fillSchema(rule, sentence, lines)]));
    }
    case 'array': {
      const items = asObject(rules['items']);
      const isByLine = 'line' in asObject(items['properties']) && lines.length > 0;
      return isByLine ? lines.map((line) => noteFor(items, line)) : [fillSchema(items, sentence, lines)];
    }
    case 'integer':
    case 'number':
      return typeof rules['minimum'] === 'number' ? rules['minimum'] : 1;
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return sentence;
  }
}

function noteFor(items: Record<string, unknown>, { number, text, note }: NotedLine): object {
  const known = new Map<string, unknown>([
    ['line', number],
    ['endLine', number],
    ['code', text.trim()],
  ]);
  const properties = Object.entries(asObject(items['properties']));
  return Object.fromEntries(properties.map(([name, rule]) => [name, known.get(name) ?? fillSchema(rule, note)]));
}
