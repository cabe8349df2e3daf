import type { Answer } from './answer';
import type { ChatRequest } from './chatRequest';
import type { Exchange } from './exchange';
import type { ServiceState } from './state';

/** Keeps the figures of a finished generation for GET /generation (OpenRouter API reference 7). */
export function recordGeneration(state: ServiceState, exchange: Exchange, request: ChatRequest, answer: Answer): void {
  const { incoming, record } = exchange;
  const { usage } = answer;
  const now = state.clock.now();
  const reasoning = usage.completion_tokens_details.reasoning_tokens;
  state.generations.set(answer.id, {
    id: answer.id,
    readableFrom: now + state.generationLagMs,
    data: {
      id: answer.id,
      model: answer.model,
      provider_name: answer.provider,
      provider_responses: null,
      router: null,
      total_cost: usage.cost,
      usage: usage.cost,
      upstream_inference_cost: usage.cost,
      cache_discount: null,
      tokens_prompt: usage.prompt_tokens,
      tokens_completion: usage.completion_tokens,
      native_tokens_prompt: usage.prompt_tokens,
      native_tokens_completion: usage.completion_tokens,
      native_tokens_reasoning: reasoning,
      native_tokens_cached: 0,
      native_tokens_completion_images: null,
      finish_reason: answer.finishReason,
      native_finish_reason: answer.nativeFinishReason,
      cancelled: record.aborted,
      streamed: request.stream,
      latency: 0,
      moderation_latency: null,
      generation_time: now - record.arrivedAt,
      is_byok: false,
      created_at: new Date(record.arrivedAt).toISOString(),
      api_type: 'completions',
      app_id: null,
      http_referer: record.headers['http-referer'] ?? record.headers['referer'] ?? null,
      origin: '',
      user_agent: incoming.headers['user-agent'] ?? null,
      session_id: request.sessionId ?? null,
      request_id: null,
      preset_id: null,
      service_tier: null,
      data_region: 'global',
      workspace_id: null,
      external_user: null,
      upstream_id: null,
      num_media_prompt: null,
      num_media_completion: null,
      num_input_audio_prompt: null,
      num_search_results: null,
      num_fetches: null,
      web_search_engine: null,
      response_cache_source_id: null,
    },
  });
}
