import type { ServiceError } from './errors';
import { serviceError } from './errors';

/** What the simulator reads of a chat request (OpenRouter API reference 8); everything else stays in the recorded body. */
export interface ChatRequest {
  /** Ids to try, in order: `model`, then `models`. Empty: the account's default. */
  candidates: string[];
  messages: ChatMessage[];
  stream: boolean;
  tools: Tool[];
  wantsImages: boolean;
  maxTokens: number | undefined;
  responseFormat: 'text' | 'json_object' | 'json_schema';
  /** Of the form that is asked for; empty where none is. */
  schemaName: string;
  schema: unknown;
  reasoningOff: boolean;
  reasoningExcluded: boolean;
  /** Names of the parameters sent, for `require_parameters`. */
  parameters: string[];
  provider: ProviderPreferences;
  sessionId: string | undefined;
}

export interface ChatMessage {
  role: string;
  /** All text parts, joined. */
  text: string;
  images: number;
}

export interface Tool {
  name: string;
  required: string[];
}

/** `provider` of the request (9.1); prices in USD per million tokens. */
export interface ProviderPreferences {
  only: string[] | undefined;
  ignore: string[];
  order: string[];
  allowFallbacks: boolean;
  requireParameters: boolean;
  denyTraining: boolean;
  zeroRetention: boolean;
  quantizations: string[] | undefined;
  maxPrompt: number | undefined;
  maxCompletion: number | undefined;
}

/** An object to look into, or an empty one. */
export function asObject(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function asNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function asStrings(value: unknown): string[] {
  return asList(value).filter((item) => typeof item === 'string');
}

/** Reads a request body, or says with a 400 what is wrong with it (12.2). */
export function parseChatRequest(value: unknown): ChatRequest | ServiceError {
  const body = asObject(value);
  const models = asStrings(body['models']);
  if (models.length > 3) return serviceError(400, "'models' array must have 3 items or fewer.");
  const messages = asList(body['messages']).map(parseMessage);
  const wrong = asList(body['messages'])
    .flatMap(pictureUrls)
    .find((url) => !isPicture(url));
  if (wrong !== undefined) return unreadablePicture(wrong);
  if (messages.length === 0) return serviceError(400, 'Input required: specify "messages"');
  const model = asString(body['model']);
  const reasoning = asObject(body['reasoning']);
  const format = asObject(body['response_format']);
  const formatType = asString(format['type']);
  const named = asObject(format['json_schema']);
  const schemaName = asString(named['name']) ?? '';
  if (formatType === 'json_schema' && (!/^[\w-]{1,64}$/.test(schemaName) || !isObject(named['schema']))) {
    // The rule is OpenAI's, whose form it is; the service's text is not known.
    return serviceError(400, 'Invalid response_format: "json_schema" needs a "name" and a "schema"');
  }
  return {
    candidates: [...new Set(model === undefined ? models : [model, ...models])],
    messages,
    stream: body['stream'] === true,
    tools: asList(body['tools']).map(parseTool),
    wantsImages: messages.some((message) => message.images > 0),
    maxTokens: asNumber(body['max_completion_tokens']) ?? asNumber(body['max_tokens']),
    responseFormat: formatType === 'json_schema' || formatType === 'json_object' ? formatType : 'text',
    schemaName: formatType === 'json_schema' ? schemaName : '',
    schema: named['schema'],
    reasoningOff:
      reasoning['effort'] === 'none' || reasoning['enabled'] === false || body['reasoning_effort'] === 'none',
    reasoningExcluded: reasoning['exclude'] === true || body['include_reasoning'] === false,
    parameters: sentParameters(body),
    provider: parsePreferences(asObject(body['provider'])),
    sessionId: asString(body['session_id']),
  };
}

function parseMessage(value: unknown): ChatMessage {
  const message = asObject(value);
  const content = message['content'];
  const parts = asList(content).map(asObject);
  const text = typeof content === 'string' ? content : parts.map((part) => asString(part['text']) ?? '').join('\n');
  const images = parts.filter((part) => part['type'] === 'image_url').length;
  return { role: asString(message['role']) ?? 'user', text, images };
}

function pictureUrls(message: unknown): string[] {
  const parts = asList(asObject(message)['content']).map(asObject);
  return parts
    .filter((part) => part['type'] === 'image_url')
    .map((part) => asString(asObject(part['image_url'])['url']) ?? '');
}

/** An address of the web, or the picture itself in one of the four formats (17.4). */
function isPicture(url: string): boolean {
  if (/^https?:/.test(url)) return true;
  const data = /^data:image\/(?:png|jpeg|webp|gif);base64,/.test(url) ? url.slice(url.indexOf(',') + 1) : '';
  return data !== '' && data.length % 4 === 0 && !/[^A-Za-z0-9+/=]/.test(data);
}

/** The types are those of 12.3; the texts are not documented. */
function unreadablePicture(url: string): ServiceError {
  const [format] = /^data:image\/(?!png|jpeg|webp|gif)[\w+.-]+/.exec(url) ?? [];
  if (format === undefined) return serviceError(400, 'Invalid image.', { error_type: 'invalid_image' });
  return serviceError(400, 'Unsupported image format.', { error_type: 'unsupported_image_format' });
}

/** Pictures in all messages. */
export function countPictures({ messages }: Pick<ChatRequest, 'messages'>): number {
  return messages.reduce((sum, { images }) => sum + images, 0);
}

function parseTool(value: unknown): Tool {
  const described = asObject(asObject(value)['function']);
  return {
    name: asString(described['name']) ?? 'unnamed',
    required: asStrings(asObject(described['parameters'])['required']),
  };
}

function parsePreferences(provider: Record<string, unknown>): ProviderPreferences {
  const price = asObject(provider['max_price']);
  return {
    only: Array.isArray(provider['only']) ? asStrings(provider['only']) : undefined,
    ignore: asStrings(provider['ignore']),
    order: asStrings(provider['order']),
    allowFallbacks: provider['allow_fallbacks'] !== false,
    requireParameters: provider['require_parameters'] === true,
    denyTraining: provider['data_collection'] === 'deny',
    zeroRetention: provider['zdr'] === true,
    quantizations: Array.isArray(provider['quantizations']) ? asStrings(provider['quantizations']) : undefined,
    // The SDK sends prices as strings, other clients as numbers (9.1).
    maxPrompt: asNumber(price['prompt']),
    maxCompletion: asNumber(price['completion']),
  };
}

/** Request fields that are parameters of a model, by the names of `supported_parameters` (4.2). */
const parameterNames: Readonly<Record<string, string>> = {
  temperature: 'temperature',
  top_p: 'top_p',
  top_k: 'top_k',
  min_p: 'min_p',
  seed: 'seed',
  stop: 'stop',
  max_tokens: 'max_tokens',
  max_completion_tokens: 'max_tokens',
  tools: 'tools',
  tool_choice: 'tool_choice',
  reasoning: 'reasoning',
  logprobs: 'logprobs',
  frequency_penalty: 'frequency_penalty',
  presence_penalty: 'presence_penalty',
};

function sentParameters(body: Record<string, unknown>): string[] {
  const names = Object.keys(body).flatMap((name) => parameterNames[name] ?? []);
  const format = asObject(body['response_format'])['type'];
  if (format === 'json_schema') names.push('structured_outputs');
  if (format === 'json_object') names.push('response_format');
  return names;
}
