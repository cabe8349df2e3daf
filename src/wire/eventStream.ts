import type { CompletionEvent } from '../core/engine/ports';
import type { TranslationState } from './completionEvents';
import type { TextTemplate } from './textTemplate';
import { createParser } from 'eventsource-parser';
import { chunkSchema } from './chunk';
import { appendEvents } from './completionEvents';
import { readByTemplate, toTextTemplate } from './textTemplate';
import { readWholeAnswer } from './wholeAnswer';

/** Longest event, in characters, before the stream counts as broken. */
const longestEvent = 1024 * 1024;

export interface EventStreamReader {
  /** The events of one piece of the body, in order; empty when it completes none. */
  feed(bytes: Uint8Array): readonly CompletionEvent[];
  /** The body is over. */
  end(): readonly CompletionEvent[];
  /** `failed` or `ended` was given; everything later is ignored. */
  readonly over: boolean;
  /** The finish reason was given. */
  readonly finished: boolean;
  /** Something of the answer was given. */
  readonly answered: boolean;
}

/**
 * Reads one event for nothing: the check of a chunk is compiled when it is first used, which takes longer than a
 * thousand chunks do and would fall between the first question and its first token.
 */
export function readOneEvent(): void {
  const chunk = { model: 'm', choices: [{ delta: { content: 'a' } }] };
  createEventStreamReader({ model: 'm', now: () => 0 }).feed(Buffer.from(`data: ${JSON.stringify(chunk)}\n\n`));
}

/**
 * Bytes of an event stream → events of ours, however the bytes are cut (OpenRouter API reference 11). An event that can
 * not be read fails the answer instead of being skipped: skipping would lose text without a word. A body that is JSON
 * although it is called a stream, as errors under 200 sometimes are, is read as what it is.
 */
export function createEventStreamReader(options: { model: string; now: () => number }): EventStreamReader {
  const state: TranslationState = {
    requestedModel: options.model,
    now: options.now,
    finished: false,
    answered: false,
  };
  const decoder = new TextDecoder();
  let events: CompletionEvent[] = [];
  let template: TextTemplate | undefined;
  let over = false;
  /** All that came, as long as it may be a whole JSON body: no line of an event stream begins with a brace. */
  let whole: string | undefined = '';

  function fail(what: 'json' | 'shape'): void {
    over = true;
    events.push({ type: 'failed', failure: { kind: 'malformed', status: 200, what } });
  }

  function readEvent(data: string): void {
    if (over) return;
    if (template !== undefined) {
      const text = readByTemplate(data, template);
      if (text !== undefined) {
        if (text !== '') events.push({ type: 'text', text });
        return;
      }
    }
    if (data.trim() === '[DONE]') {
      over = true;
      events.push({ type: 'ended' });
      return;
    }
    let json: unknown;
    try {
      json = JSON.parse(data);
    } catch {
      fail('json');
      return;
    }
    const parsed = chunkSchema.safeParse(json);
    if (!parsed.success) {
      fail('shape');
      return;
    }
    const before = events.length;
    if (!appendEvents(parsed.data, state, events)) over = true;
    template = nextTemplate(data, events.slice(before));
  }

  /** Only a delta that said one text, and at most which model it is from, is a frame for those that follow. */
  function nextTemplate(data: string, said: readonly CompletionEvent[]): TextTemplate | undefined {
    const namesSource = said[0]?.type === 'source';
    const last = said.at(-1);
    const found =
      last?.type === 'text' && said.length === (namesSource ? 2 : 1) ? toTextTemplate(data, last.text) : undefined;
    // A frame with the source of before would hide that it changes back.
    return found ?? (namesSource ? undefined : template);
  }

  const parser = createParser({
    maxBufferSize: longestEvent,
    onEvent: (event) => readEvent(event.data),
    onComment() {
      if (!over) events.push({ type: 'alive' });
    },
    onError(error) {
      if (over) return;
      if (error.type === 'max-buffer-size-exceeded') fail('shape');
      // llama.cpp until autumn 2025 wrote `error: {…}` where others write `data: {"error":{…}}`.
      if (error.type === 'unknown-field' && error.field === 'error') readEvent(`{"error":${error.value}}`);
      // Other unknown fields and odd `retry` values are no one's loss.
    },
  });

  function taken(): readonly CompletionEvent[] {
    const result = events;
    events = [];
    return result;
  }

  return {
    feed(bytes) {
      if (over) return taken();
      const text = decoder.decode(bytes, { stream: true });
      if (whole !== undefined) {
        whole = (whole + text).trimStart();
        if (whole !== '' && !(whole.startsWith('{') && whole.length <= longestEvent)) whole = undefined;
      }
      parser.feed(text);
      return taken();
    },
    end() {
      // What was not closed by an empty line is incomplete and is dropped, as the rules of event streams want it.
      if (!over) {
        over = true;
        const { model, now } = options;
        events.push(...(whole ? readWholeAnswer(whole, { model, headers: {}, now }) : [{ type: 'ended' } as const]));
      }
      return taken();
    },
    get over() {
      return over;
    },
    get finished() {
      return state.finished;
    },
    get answered() {
      return state.answered;
    },
  };
}
