import type { CompletionRequest } from '../core/engine/ports';

/**
 * The body of `POST /chat/completions` (OpenRouter API reference 8). It always holds the guard (9.5): the price that was
 * agreed to, which is zero unless the user decided otherwise. It never holds `models`, which can spend money or switch
 * without a word (9.2), nor `data_collection`, which by default would make half of the free models unusable (15).
 */
export function toChatRequestBody(request: CompletionRequest): string {
  return JSON.stringify({
    model: request.model,
    messages: request.messages.map(({ role, content }) => ({ role, content })),
    stream: true,
    provider: { max_price: { prompt: request.maxPrice.prompt, completion: request.maxPrice.completion } },
    // Undefined fields are left out by JSON.
    reasoning: request.effort === undefined ? undefined : { effort: request.effort },
    max_completion_tokens: request.maxOutputTokens,
    session_id: request.sessionId?.slice(0, 256),
  });
}
