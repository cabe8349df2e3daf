import * as z from 'zod';
import type { CompletionEvent, FinishReason } from '../core/engine/ports';
import type { EventStreamReader } from '../wire/eventStream';
import { createJsonLinesReader } from '../wire/jsonLines';
import { classifyStreamError } from './failure';
import { servedName } from './servedName';

const text = z.string().optional().catch(undefined);
const count = z.number().min(0).optional().catch(undefined);

/** Only what is read of a line of `/api/chat`. */
const lineSchema = z.object({
  model: text,
  remote_host: text,
  message: z
    .object({
      content: z.string().nullish(),
      thinking: z.string().nullish(),
      tool_calls: z
        .array(z.object({ function: z.object({ name: z.string(), arguments: z.unknown().optional() }) }))
        .nullish(),
    })
    .nullish(),
  done: z.boolean().nullish(),
  done_reason: text,
  prompt_eval_count: count,
  eval_count: count,
  error: z.unknown().optional(),
});

type Line = z.infer<typeof lineSchema>;

/** Bytes of an answer of `/api/chat` → events, however they are cut. A line that can not be read fails the answer. */
export function createOllamaReader(facts: { model: string; server: string; now: () => number }): EventStreamReader {
  const lines = createJsonLinesReader();
  let over = false;
  let finished = false;
  let answered = false;
  let named: string | undefined;
  let calls = 0;

  function eventsOf(values: readonly unknown[]): readonly CompletionEvent[] {
    const events: CompletionEvent[] = [];
    for (const value of values) {
      if (over) break;
      const line = lineSchema.safeParse(value);
      if (line.success) append(line.data, events);
      else fail('shape', events);
    }
    if (!over && lines.broken) fail('json', events);
    return events;
  }

  function fail(what: 'json' | 'shape', events: CompletionEvent[]): void {
    over = true;
    events.push({ type: 'failed', failure: { kind: 'malformed', status: 200, what } });
  }

  function append(line: Line, events: CompletionEvent[]): void {
    if (line.error !== undefined && line.error !== null) {
      over = true;
      events.push({ type: 'failed', failure: classifyStreamError(line.error, { ...facts, now: facts.now() }) });
      return;
    }
    if (line.model !== undefined && line.model !== named) {
      named = line.model;
      const model = servedName({ asked: facts.model, said: line.model, echoes: false });
      const provider = line.remote_host === undefined ? undefined : hostOf(line.remote_host);
      events.push({ type: 'source', model, ...(provider === undefined ? {} : { provider }) });
    }
    appendContent(line, events);
    if (line.done === true) appendEnd(line, events);
  }

  function appendContent({ message }: Line, events: CompletionEvent[]): void {
    const before = events.length;
    if (message?.thinking) events.push({ type: 'reasoning', text: message.thinking });
    if (message?.content) events.push({ type: 'text', text: message.content });
    for (const { function: call } of message?.tool_calls ?? []) {
      const given = call.arguments;
      const written = typeof given === 'string' ? given : JSON.stringify(given ?? {});
      events.push({ type: 'toolCall', index: calls, name: call.name, arguments: written });
      calls += 1;
    }
    answered ||= events.length > before;
  }

  function appendEnd(line: Line, events: CompletionEvent[]): void {
    over = true;
    finished = true;
    const { prompt_eval_count: promptTokens, eval_count: completionTokens } = line;
    if (promptTokens !== undefined || completionTokens !== undefined) {
      events.push({
        type: 'usage',
        usage: {
          ...(promptTokens === undefined ? {} : { promptTokens }),
          ...(completionTokens === undefined ? {} : { completionTokens }),
        },
      });
    }
    events.push({ type: 'finish', reason: finishOf(line.done_reason, calls > 0) }, { type: 'ended' });
  }

  return {
    feed(bytes) {
      return over ? [] : eventsOf(lines.feed(bytes));
    },
    end() {
      if (over) return [];
      const events = eventsOf(lines.end());
      if (over) return events;
      over = true;
      return [...events, { type: 'ended' }];
    },
    get over() {
      return over;
    },
    get finished() {
      return finished;
    },
    get answered() {
      return answered;
    },
  };
}

/** Older versions give no reason. */
function finishOf(reason: string | undefined, called: boolean): FinishReason {
  if (reason === 'length') return 'length';
  if (called) return 'toolCalls';
  return reason === undefined || reason === 'stop' ? 'stop' : 'other';
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).hostname : address.slice(0, 60);
}
