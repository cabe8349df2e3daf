import type { CompletionEvent, FinishReason, Usage } from '../core/engine/ports';
import type { Chunk, Delta } from './chunk';
import { textOfReasoningDetails, usageSchema } from './chunk';
import { classifyFailure } from './classify';
import { toRouting } from './routing';

/** What the translation has to remember from chunk to chunk. */
export interface TranslationState {
  /** The model that was asked for; failures name it. */
  readonly requestedModel: string;
  readonly now: () => number;
  model?: string;
  provider?: string;
  finished: boolean;
  /** Something of the answer was passed on: text, reasoning or a call. */
  answered: boolean;
}

/**
 * Translates one checked chunk and appends its events in the order they have in the answer. Returns false when a
 * failure was among them: nothing may follow it.
 */
export function appendEvents(chunk: Chunk, state: TranslationState, events: CompletionEvent[]): boolean {
  appendSource(chunk, state, events);
  const choice = chunk.choices?.[0];
  const content = choice?.delta ?? choice?.message;
  if (content) appendContent(content, state, events);
  // Error and finish reason come beside each other; the error says more (reference 11.3).
  const error = chunk.error || choice?.error;
  if (!error) {
    const reason = choice?.finish_reason;
    // The usage chunk repeats the finish reason (reference 11.1).
    if (typeof reason === 'string' && !state.finished) {
      state.finished = true;
      events.push({ type: 'finish', reason: finishReasons.get(reason) ?? 'other' });
    }
  }
  if (chunk.usage !== undefined && chunk.usage !== null) {
    const usage = toUsage(chunk.usage);
    if (usage !== undefined) events.push({ type: 'usage', usage });
  }
  // Before the failure: nothing may follow that.
  if (chunk.openrouter_metadata) {
    const routing = toRouting(chunk.openrouter_metadata);
    if (routing !== undefined) events.push({ type: 'routing', routing });
  }
  if (!error) return true;
  events.push({
    type: 'failed',
    failure: classifyFailure({
      status: 200,
      headers: {},
      error,
      model: state.requestedModel,
      now: state.now(),
      ...(state.provider === undefined ? {} : { provider: state.provider }),
    }),
  });
  return false;
}

function appendSource(chunk: Chunk, state: TranslationState, events: CompletionEvent[]): void {
  const model = chunk.model || state.model;
  const provider = chunk.provider || state.provider;
  if (model === undefined || (model === state.model && provider === state.provider)) return;
  state.model = model;
  if (provider === undefined) {
    events.push({ type: 'source', model });
    return;
  }
  state.provider = provider;
  events.push({ type: 'source', model, provider });
}

function appendContent(content: Delta, state: TranslationState, events: CompletionEvent[]): void {
  const reasoning =
    content.reasoning ||
    content.reasoning_content ||
    // The details repeat the plain text; they speak only where there is none.
    (content.reasoning_details === undefined ? '' : textOfReasoningDetails(content.reasoning_details));
  if (reasoning) {
    state.answered = true;
    events.push({ type: 'reasoning', text: reasoning });
  }
  // A model that refuses says so in a field of its own; without it the answer would look empty.
  const text = content.content || content.refusal;
  if (text) {
    state.answered = true;
    events.push({ type: 'text', text });
  }
  if (!content.tool_calls) return;
  for (const [position, call] of content.tool_calls.entries()) {
    state.answered = true;
    const given = call.function?.arguments;
    events.push({
      type: 'toolCall',
      index: call.index ?? position,
      ...(call.id ? { id: call.id } : {}),
      ...(call.function?.name ? { name: call.function.name } : {}),
      // Some send the arguments as an object instead of as its text.
      arguments: typeof given === 'string' ? given : given ? JSON.stringify(given) : '',
    });
  }
}

const finishReasons: ReadonlyMap<string, FinishReason> = new Map([
  ['stop', 'stop'],
  ['length', 'length'],
  ['tool_calls', 'toolCalls'],
  ['content_filter', 'contentFilter'],
  ['error', 'error'],
]);

/** Unreported stays unknown; it never becomes zero. */
function toUsage(reported: unknown): Usage | undefined {
  const parsed = usageSchema.safeParse(reported);
  if (!parsed.success) return undefined;
  const { prompt_tokens, completion_tokens, cost, completion_tokens_details: details } = parsed.data;
  return {
    ...(prompt_tokens === undefined ? {} : { promptTokens: prompt_tokens }),
    ...(completion_tokens === undefined ? {} : { completionTokens: completion_tokens }),
    ...(details?.reasoning_tokens === undefined ? {} : { reasoningTokens: details.reasoning_tokens }),
    ...(cost === undefined ? {} : { cost }),
  };
}
