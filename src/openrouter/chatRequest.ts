import type { CompletionRequest, PrivacyTerms } from '../core/engine/ports';
import { toChatMessage } from '../wire/chatMessage';
import { toResponseFormat } from '../wire/responseFormat';

/**
 * The body of `POST /chat/completions` (OpenRouter API reference 8). It always holds the guard (9.5): the price that was
 * agreed to, which is zero unless the user decided otherwise. It never holds `models`, which can spend money or switch
 * without a word (9.2). What it says about privacy it says only because the user chose so: `data_collection` alone makes
 * half of the free models unusable (15). Nor does it hold `require_parameters`: with it a form that no endpoint of the
 * model keeps to is a 404 that costs a request, without it at worst the form is ignored (17.3), which the reader copes with.
 */
export function toChatRequestBody(request: CompletionRequest): string {
  return JSON.stringify({
    model: request.model,
    messages: request.messages.map(toChatMessage),
    stream: true,
    provider: {
      max_price: { prompt: request.maxPrice.prompt, completion: request.maxPrice.completion },
      ...privacyTerms(request.terms),
    },
    // Undefined fields are left out by JSON.
    reasoning: request.effort === undefined ? undefined : { effort: request.effort },
    response_format: toResponseFormat(request.schema),
    max_completion_tokens: request.maxOutputTokens,
    session_id: request.sessionId?.slice(0, 256),
  });
}

/** The fields of `provider` that narrow who may answer (9.1); an empty list would leave nobody, or mean nothing. */
function privacyTerms({ denyTraining, zeroRetention, only = [], ignore = [] }: PrivacyTerms = {}): object {
  return {
    ...(denyTraining === true ? { data_collection: 'deny' } : {}),
    ...(zeroRetention === true ? { zdr: true } : {}),
    ...(only.length === 0 ? {} : { only }),
    ...(ignore.length === 0 ? {} : { ignore }),
  };
}
