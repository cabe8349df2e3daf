import * as z from 'zod';
import type { Model } from '../core/catalogue/model';
import type { ServerSettings } from '../core/service';
import { checkAddress, isLoopback } from '../core/address';
import { isNoChatName } from './openAiModels';

/**
 * Tokens a request may hold when the settings name no number: an 8B model with 4 bits and its cache for as many then
 * take about 7 GB, which ordinary machines have. Less is asked for as long as less is needed.
 */
export const DEFAULT_WINDOW = 16_384;

const text = z.string().min(1).optional().catch(undefined);
const details = z.object({ family: text, parameter_size: text, quantization_level: text }).optional().catch(undefined);

const tagSchema = z.object({ name: z.string().min(1), remote_host: text, details });
const tagsSchema = z.object({ models: z.array(z.unknown()) });

type Tag = z.infer<typeof tagSchema>;

const showSchema = z.object({
  capabilities: z.array(z.string()).optional().catch(undefined),
  model_info: z.record(z.string(), z.unknown()).catch({}),
  remote_host: text,
  details,
});

/** What `/api/show` tells; an older version, or none, leaves it empty. */
export interface ShownModel {
  /** Tokens the model was made for. */
  readonly contextLength?: number;
  readonly capabilities?: readonly string[];
  readonly thinks: boolean;
  /** It takes a level of thinking instead of yes and no. */
  readonly byLevel: boolean;
  /** Ollama only passes the question on to this address. */
  readonly remoteHost?: string;
}

/** The models of an answer of `/api/tags`; `undefined` if it is something else. */
export function tagsOf(list: unknown): readonly Tag[] | undefined {
  const parsed = tagsSchema.safeParse(list);
  if (!parsed.success) return undefined;
  return parsed.data.models.flatMap((raw) => {
    const tag = tagSchema.safeParse(raw);
    return tag.success ? [tag.data] : [];
  });
}

export function readShown(body: unknown): ShownModel {
  const parsed = showSchema.safeParse(body);
  if (!parsed.success) return { thinks: false, byLevel: false };
  const { capabilities, model_info: info, remote_host: remoteHost, details: about } = parsed.data;
  const contextLength = Object.entries(info).find(([name]) => name.endsWith('.context_length'))?.[1];
  return {
    ...(typeof contextLength === 'number' && contextLength > 0 ? { contextLength } : {}),
    ...(capabilities === undefined ? {} : { capabilities }),
    thinks: capabilities?.includes('thinking') === true,
    byLevel: /^gpt-?oss/i.test(about?.family ?? ''),
    ...(remoteHost === undefined ? {} : { remoteHost }),
  };
}

export function toModel(tag: Tag, shown: ShownModel, server: ServerSettings): Model {
  const { name } = tag;
  const { capabilities } = shown;
  // The name tells it as well, where the details of a model cannot be read.
  const isRemote = (tag.remote_host ?? shown.remoteHost) !== undefined || /[:-]cloud$/i.test(name);
  const window = server.contextLength ?? (isRemote ? Infinity : DEFAULT_WINDOW);
  const contextLength = Math.min(shown.contextLength ?? Infinity, window);
  const address = checkAddress(server.baseUrl);
  const size = [tag.details?.parameter_size, tag.details?.quantization_level].filter((part) => part !== undefined);
  return {
    id: name,
    canonicalSlug: name.replace(/:latest$/, ''),
    name,
    ...(size.length === 0 ? {} : { description: size.join(', ') }),
    ...(contextLength === Infinity ? {} : { contextLength }),
    free: true,
    // Cloud models stand in the same list, but what is sent to them leaves the machine.
    ...(address.ok && isLoopback(address.url.hostname) && !isRemote ? { staysHere: true } : {}),
    chat: capabilities === undefined ? !isNoChatName(name) && !isEmbedding(tag) : capabilities.includes('completion'),
    capabilities: {
      tools: capabilities?.includes('tools') === true,
      images: capabilities?.includes('vision') === true,
      // Any local model is held to a schema while it writes.
      structuredOutput: !isRemote,
      reasoning: !shown.thinks ? 'none' : shown.byLevel ? 'mandatory' : 'optional',
      ...(shown.thinks && shown.byLevel ? { efforts: ['low', 'medium', 'high'] } : {}),
    },
  };
}

function isEmbedding({ details: about }: Tag): boolean {
  return /bert/i.test(about?.family ?? '');
}
