import { asObject } from '../service/chatRequest';

/** A value that satisfies an ordinary JSON schema, with `sentence` wherever text is wanted. */
export function fillSchema(schema: unknown, sentence: string): unknown {
  const rules = asObject(schema);
  if ('const' in rules) return rules['const'];
  if (Array.isArray(rules['enum'])) return rules['enum'][0];
  const type = Array.isArray(rules['type']) ? rules['type'][0] : rules['type'];
  switch (type) {
    case 'object': {
      const properties = Object.entries(asObject(rules['properties']));
      return Object.fromEntries(properties.map(([name, rule]) => [name, fillSchema(rule, sentence)]));
    }
    case 'array':
      return [fillSchema(rules['items'], sentence)];
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
