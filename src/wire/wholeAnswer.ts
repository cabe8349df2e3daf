import type { CompletionEvent } from '../core/engine/ports';
import type { TranslationState } from './completionEvents';
import { chunkSchema } from './chunk';
import { classifyFailure, isHtml } from './classify';
import { appendEvents } from './completionEvents';
import { toRouting } from './routing';
import type { ResponseHeaders } from './transport';

/**
 * The events of an answer that came in one body although a stream was asked for: an error under status 200, or a whole
 * completion (OpenRouter API reference 10).
 */
export function readWholeAnswer(
  body: string,
  options: { model: string; headers: ResponseHeaders; now: () => number },
): readonly CompletionEvent[] {
  const events: CompletionEvent[] = [];
  const malformed = (what: 'html' | 'json' | 'shape'): readonly CompletionEvent[] => [
    { type: 'failed', failure: { kind: 'malformed', status: 200, what } },
  ];
  if (isHtml(body, options.headers)) return malformed('html');
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return malformed('json');
  }
  const parsed = chunkSchema.safeParse(json);
  if (!parsed.success) return malformed('shape');
  const { choices, error, openrouter_metadata: metadata } = parsed.data;
  if (!choices && error) {
    // The headers belong to this error alone, unlike in a stream.
    const { model, headers } = options;
    const routing = toRouting(metadata);
    return [
      ...(routing === undefined ? [] : [{ type: 'routing', routing } as const]),
      { type: 'failed', failure: classifyFailure({ status: 200, headers, error, model, now: options.now() }) },
    ];
  }
  if (!choices) return malformed('shape');
  const state: TranslationState = {
    requestedModel: options.model,
    now: options.now,
    finished: false,
    answered: false,
  };
  if (appendEvents(parsed.data, state, events)) events.push({ type: 'ended' });
  return events;
}
