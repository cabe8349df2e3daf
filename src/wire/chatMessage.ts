import type { PlainMessage, PlainPart } from '../core/conversation/message';

/** A message in the Chat Completions form: a text, or parts of it with the text first (OpenRouter API reference 8, 17.4). */
export function toChatMessage({ role, content }: PlainMessage): unknown {
  return { role, content: typeof content === 'string' ? content : content.map(toPart) };
}

function toPart(part: PlainPart): unknown {
  if (part.type === 'text') return { type: 'text', text: part.text };
  return { type: 'image_url', image_url: { url: `data:${part.mediaType};base64,${part.data}` } };
}
