import type { Behaviour, ScriptedToolCall } from '../behaviour';
import type { SimulatedEndpoint, SimulatedModel } from '../catalogue/modelTypes';
import { servedId, tokenPrice } from '../catalogue/modelTypes';
import type { ChatRequest } from './chatRequest';
import { countPictures } from './chatRequest';
import type { Route } from './routing';
import { names } from './routing';

/** An answer as it will be told, in one piece or many. */
export interface Answer {
  id: string;
  created: number;
  model: string;
  provider: string | null;
  reasoning: string[];
  text: string[];
  toolCalls: { id: string; name: string; arguments: string; form: 'whole' | 'fragmented' }[];
  finishReason: string;
  nativeFinishReason: string;
  usage: Usage;
}

/** `usage` of answers (OpenRouter API reference 10). */
export interface Usage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  cost: number;
  is_byok: boolean;
  prompt_tokens_details: {
    cached_tokens: number;
    cache_write_tokens: number;
    audio_tokens: number;
    video_tokens: number;
  };
  completion_tokens_details: { reasoning_tokens: number; audio_tokens: number };
  cost_details: {
    upstream_inference_cost: number;
    upstream_inference_prompt_cost: number;
    upstream_inference_completions_cost: number;
  };
}

/** Pieces of about a token; joined they give the text again. */
export function toPieces(text: string | readonly string[] | undefined): string[] {
  if (text === undefined) return [];
  return typeof text === 'string' ? (text.match(/\s*\S{1,6}|\s+/gu) ?? []) : [...text];
}

/** What each picture takes for Gemma 3, whatever its size; other families count otherwise. */
const pictureTokens = 256;

/** About four characters to a token, and a few tokens for each message. */
export function estimatePromptTokens(request: ChatRequest): number {
  const characters = request.messages.reduce((sum, message) => sum + message.text.length, 0);
  return Math.ceil(characters / 4) + 4 * request.messages.length + pictureTokens * countPictures(request);
}

/** Puts together what the behaviour says and what follows from the route. */
export function composeAnswer(
  behaviour: Behaviour,
  request: ChatRequest,
  route: Route,
  served: { id: string; time: number },
): Answer {
  const { model, endpoint } = route;
  const reasoning = request.reasoningExcluded || request.reasoningOff ? [] : toPieces(behaviour.reasoning);
  const inText = (behaviour.toolCalls ?? []).filter((call) => call.form === 'text');
  const text = [...toPieces(behaviour.text), ...inText.flatMap((call) => toPieces(asText(call)))];
  const toolCalls = (behaviour.toolCalls ?? []).flatMap((call, index) => toToolCall(call, index, served.id));
  const finishReason = behaviour.finishReason ?? (toolCalls.length > 0 ? 'tool_calls' : 'stop');
  return {
    id: served.id,
    created: Math.floor(served.time / 1000),
    model: behaviour.model ?? servedId(model.entry),
    provider: providerName(behaviour, endpoint),
    reasoning,
    text,
    toolCalls,
    finishReason,
    nativeFinishReason: behaviour.nativeFinishReason ?? finishReason,
    usage: toUsage(behaviour, request, model, {
      reasoning: toPieces(behaviour.reasoning).length,
      text: text.length + toolCalls.reduce((sum, call) => sum + Math.ceil(call.arguments.length / 4) + 4, 0),
    }),
  };
}

/** As the script says, word for word, unless it names the endpoint that serves. */
function providerName({ provider }: Behaviour, endpoint: SimulatedEndpoint): string | null {
  if (provider === undefined || (provider !== null && names([provider], endpoint))) return endpoint.provider;
  return provider;
}

function argumentsOf(call: ScriptedToolCall): string {
  return typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments);
}

/** A call as weak models write it (17.2): in the text, where nobody looks for it. */
function asText(call: ScriptedToolCall): string {
  return `<tool_call>\n{"name": ${JSON.stringify(call.name)}, "arguments": ${argumentsOf(call)}}\n</tool_call>`;
}

function toToolCall(call: ScriptedToolCall, index: number, answerId: string): Answer['toolCalls'] {
  if (call.form === 'text') return [];
  const id = call.id ?? `call_${answerId.slice(-6)}${index}`;
  return [{ id, name: call.name, arguments: argumentsOf(call), form: call.form ?? 'fragmented' }];
}

function toUsage(
  behaviour: Behaviour,
  request: ChatRequest,
  model: SimulatedModel,
  pieces: { reasoning: number; text: number },
): Usage {
  const promptTokens = behaviour.promptTokens ?? estimatePromptTokens(request);
  const completionTokens = behaviour.completionTokens ?? pieces.reasoning + pieces.text;
  const promptCost = promptTokens * Math.max(0, tokenPrice(model.entry, 'prompt'));
  const completionCost = completionTokens * Math.max(0, tokenPrice(model.entry, 'completion'));
  const cost = behaviour.cost ?? promptCost + completionCost;
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    cost,
    is_byok: false,
    prompt_tokens_details: { cached_tokens: 0, cache_write_tokens: 0, audio_tokens: 0, video_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: Math.min(pieces.reasoning, completionTokens), audio_tokens: 0 },
    cost_details: {
      upstream_inference_cost: cost,
      upstream_inference_prompt_cost: promptCost,
      upstream_inference_completions_cost: completionCost,
    },
  };
}

/** `reasoning_details` for one stretch of plain reasoning (17.1). */
function reasoningDetails(text: string): object[] {
  return [{ type: 'reasoning.text', text, format: 'unknown', index: 0 }];
}

/** The body of a request without `stream` (10). */
export function toBody(answer: Answer, behaviour: Behaviour, more: object = {}): object {
  const reasoning = answer.reasoning.join('');
  const field = behaviour.reasoningField ?? 'reasoning';
  return {
    id: answer.id,
    object: 'chat.completion',
    created: answer.created,
    model: answer.model,
    ...(answer.provider === null ? {} : { provider: answer.provider }),
    system_fingerprint: null,
    choices: [
      {
        index: 0,
        logprobs: null,
        finish_reason: answer.finishReason,
        native_finish_reason: answer.nativeFinishReason,
        message: {
          role: 'assistant',
          content: answer.text.join(''),
          refusal: null,
          ...(reasoning === '' ? {} : { [field]: reasoning, reasoning_details: reasoningDetails(reasoning) }),
          ...(answer.toolCalls.length === 0 ? {} : { tool_calls: answer.toolCalls.map(wholeCall) }),
        },
      },
    ],
    ...(behaviour.usageForm === 'none' ? {} : { usage: answer.usage }),
    ...more,
  };
}

function wholeCall(call: Answer['toolCalls'][number]): object {
  return { id: call.id, type: 'function', function: { name: call.name, arguments: call.arguments } };
}

/** The deltas of a stream (11.2, 11.4), one for each piece. */
export function toDeltas(answer: Answer, behaviour: Behaviour): object[] {
  const field = behaviour.reasoningField ?? 'reasoning';
  return [
    ...answer.reasoning.map((piece) => ({
      role: 'assistant',
      content: '',
      [field]: piece,
      ...(field === 'reasoning' ? { reasoning_details: reasoningDetails(piece) } : {}),
    })),
    ...answer.text.map((content) => ({ role: 'assistant', content })),
    ...answer.toolCalls.flatMap((call, index) => callDeltas(call, index)),
  ];
}

function callDeltas(call: Answer['toolCalls'][number], index: number): object[] {
  const delta = (part: object) => ({ role: 'assistant', content: null, tool_calls: [{ index, ...part }] });
  if (call.form === 'whole') return [delta(wholeCall(call))];
  const head = delta({ id: call.id, type: 'function', function: { name: call.name, arguments: '' } });
  const fragments = call.arguments.match(/.{1,10}/gsu) ?? [];
  return [head, ...fragments.map((fragment) => delta({ function: { arguments: fragment } }))];
}
