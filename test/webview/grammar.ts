/** Everything in a grammar of highlight.js but the bodies of its functions, as one text; grammars refer to themselves. */
export function describeGrammar(grammar: unknown): string {
  const seen = new Map<object, number>();
  const write = (value: unknown): string => {
    if (typeof value === 'function') return `function of ${value.length}`;
    if (value instanceof RegExp) return String(value);
    if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
    const known = seen.get(value);
    if (known !== undefined) return `#${known}`;
    seen.set(value, seen.size);
    if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
    return `{${Object.entries(value)
      .map(([key, part]) => `${key}:${write(part)}`)
      .join(',')}}`;
  };
  return write(grammar);
}
