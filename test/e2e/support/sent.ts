import * as z from 'zod';
import type { RecordedRequest } from '../../simulator';

const chatBody = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })),
  stream: z.boolean(),
  max_completion_tokens: z.number().optional(),
  provider: z.object({
    max_price: z.object({ prompt: z.number(), completion: z.number() }),
    data_collection: z.literal('deny').optional(),
    zdr: z.literal(true).optional(),
    only: z.array(z.string()).optional(),
    ignore: z.array(z.string()).optional(),
  }),
});

export type ChatBody = z.infer<typeof chatBody>;

/** The body of a recorded request to the model; throws where it is none. */
export function chatBodyOf(record: RecordedRequest | undefined): ChatBody {
  return chatBody.parse(record?.body);
}

/** What the person said last in a recorded request. */
export function lastMessageOf(record: RecordedRequest | undefined): string {
  return chatBodyOf(record).messages.at(-1)?.content ?? '';
}
