import type { AnswerSchema } from '../core/engine/request';

/**
 * The field `response_format` of OpenAI's form, and of OpenRouter (API reference 8, 17.3): a JSON schema the answer must
 * follow to the letter. Undefined where no form is asked for.
 */
export function toResponseFormat(schema: AnswerSchema | undefined): object | undefined {
  if (schema === undefined) return undefined;
  return { type: 'json_schema', json_schema: { name: schema.name, strict: true, schema: schema.schema } };
}
