import * as z from 'zod';
import { cleanMessage } from './cleanMessage';

/** One error of the service with all we read of it; what is odd or missing is `undefined`. */
export interface ErrorBody {
  /** `error.code` as a number; where it is a word (OpenRouter API reference 11.1), that stands in `errorType`. */
  readonly code?: number | undefined;
  /** Cleaned. */
  readonly message: string;
  readonly errorType?: string | undefined;
  readonly limitSource?: string | undefined;
  /** `metadata.reason`: why money is refused. */
  readonly reason?: string | undefined;
  readonly routingStep?: string | undefined;
  readonly provider?: string | undefined;
  /** Cleaned text out of `metadata.raw`. */
  readonly raw?: string | undefined;
  readonly reasons?: readonly string[] | undefined;
  /** The provider flagged the input. */
  readonly flagged: boolean;
  /** A guardrail's patterns matched. */
  readonly patterns: boolean;
  readonly ineligibility: readonly string[];
  /** `metadata.headers`, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly availability?:
    | {
        readonly code?: string | undefined;
        readonly retryAfter?: number | undefined;
        readonly excludedBy: readonly string[];
        readonly fallbackModels: readonly string[];
      }
    | undefined;
}

const text = z.string().optional().catch(undefined);
const texts = z.array(z.string()).optional().catch(undefined);
/** `coerce` makes 0 of null and of an empty text: no status. */
const statusCode = z.coerce.number().int().min(400).optional().catch(undefined);
const seconds = z.number().min(0).optional().catch(undefined);

/** `metadata` has no fixed schema (reference 12.1): every field for itself may be anything. */
const errorSchema = z.object({
  code: z.unknown().optional(),
  /** Beside the message in the documentation's examples (12.4). */
  http_status: statusCode,
  message: text,
  error_type: text,
  metadata: z
    .object({
      error_type: text,
      limit_source: text,
      reason: text,
      failed_routing_step: text,
      provider_name: text,
      raw: z.unknown().optional(),
      reasons: texts,
      flagged_input: text,
      patterns: z.array(z.unknown()).optional().catch(undefined),
      ineligibility_reasons: z
        .array(z.object({ reason: z.string() }))
        .optional()
        .catch(undefined),
      headers: z.record(z.string(), z.unknown()).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  availability: z
    .object({ code: text, retry_after: seconds, excluded_by: texts, fallback_models: texts })
    .optional()
    .catch(undefined),
});

/** Reads what stands under `error` in a body or a chunk; `undefined` if it is no error of the service's. */
export function readErrorBody(error: unknown): ErrorBody | undefined {
  if (typeof error === 'string') return { ...nothing, message: cleanMessage(error) };
  const parsed = errorSchema.safeParse(error);
  if (!parsed.success) return undefined;
  const { code, http_status: httpStatus, message, error_type: outerType, metadata, availability } = parsed.data;
  const status = statusCode.parse(code) ?? httpStatus;
  const word = typeof code === 'string' && status === undefined ? code : undefined;
  return {
    code: status,
    message: cleanMessage(message ?? ''),
    errorType: metadata?.error_type ?? outerType ?? word,
    limitSource: metadata?.limit_source,
    reason: metadata?.reason,
    routingStep: metadata?.failed_routing_step,
    provider: metadata?.provider_name === undefined ? undefined : cleanMessage(metadata.provider_name, 60),
    raw: readRaw(metadata?.raw),
    reasons: metadata?.reasons?.map((reason) => cleanMessage(reason, 80)),
    flagged: metadata?.flagged_input !== undefined,
    patterns: metadata?.patterns !== undefined,
    ineligibility: metadata?.ineligibility_reasons?.map(({ reason }) => reason) ?? [],
    headers: lowerCased(metadata?.headers ?? {}),
    availability:
      availability === undefined
        ? undefined
        : {
            code: availability.code,
            retryAfter: availability.retry_after,
            excludedBy: availability.excluded_by ?? [],
            fallbackModels: availability.fallback_models ?? [],
          },
  };
}

const nothing = { flagged: false, patterns: false, ineligibility: [], headers: {} } as const;

/** Plain text, JSON in a string, or cut-off JSON: the message nested in it if there is one, else as it is (12.1). */
function readRaw(raw: unknown): string | undefined {
  if (typeof raw !== 'string' || raw.trim() === '') return undefined;
  let nested: string | undefined;
  try {
    nested = nestedMessage(JSON.parse(raw));
  } catch {
    // Cut off: a message that is complete, or the beginning of one, can still be picked out.
    const found = /"(?:message|detail)"\s*:\s*"((?:[^"\\]|\\.)*)/.exec(raw);
    nested = found?.[1]?.replace(/\\(["\\/])/g, '$1').replace(/\\[nrt]/g, ' ');
  }
  return cleanMessage(nested || raw);
}

function nestedMessage(json: unknown, depth = 0): string | undefined {
  if (typeof json === 'string') return json;
  if (typeof json !== 'object' || json === null || depth > 4) return undefined;
  const fields = new Map<string, unknown>(Object.entries(json));
  for (const name of ['error', 'message', 'detail', '0']) {
    const found = nestedMessage(fields.get(name), depth + 1);
    if (found) return found;
  }
  return undefined;
}

function lowerCased(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string' || typeof value === 'number') result[name.toLowerCase()] = String(value);
  }
  return result;
}
