/**
 * What one request is to meet, as plain data: it may come from a JSON file. Everything left out happens as it would without
 * a script (OpenRouter API reference 22). A piece is what one event of the stream carries: about one token.
 */
export interface Behaviour {
  /** Time before the HTTP headers. */
  latencyMs?: number;
  /** Comment lines before the first piece (11.1). */
  comments?: number;
  /** Time between headers and first piece. */
  firstPieceMs?: number;
  /** A comment each time this long has passed, before the first piece and between pieces. */
  commentEveryMs?: number;
  /** Time before each further piece. */
  pieceMs?: number;
  /** The answer; a list is sent piece by piece as given, a string is cut into pieces of about a token. */
  text?: string | readonly string[];
  reasoning?: string | readonly string[];
  /** The name some providers use for reasoning (17.1). */
  reasoningField?: 'reasoning' | 'reasoning_content';
  toolCalls?: readonly ScriptedToolCall[];
  /** Default: `tool_calls` when there are calls, else `stop`. */
  finishReason?: string;
  nativeFinishReason?: string;
  /** A model of the catalogue that answers instead of the one asked for, with its provider. */
  servedBy?: string;
  /** The `model` of the answer, word for word. */
  model?: string;
  /**
   * The `provider` of the answer; null leaves the field out. When it names an endpoint of the model, by name, slug or tag,
   * that endpoint serves, and the router metadata says so.
   */
  provider?: string | null;
  /** The model's endpoint with this quantization serves. */
  quantization?: string;
  /** Form of the usage chunk (11.1): A repeats the last choice, B has a null finish reason, C has no choices. */
  usageForm?: 'A' | 'B' | 'C' | 'none';
  /** Reported cost in USD; default: tokens times price. */
  cost?: number;
  promptTokens?: number;
  completionTokens?: number;
  /** Where the body is cut into writes: byte offsets, or after each byte. Pieces then come without pause. */
  cuts?: 'every byte' | readonly number[];
  newline?: '\n' | '\r\n';
  /**
   * Holds the stream after this many pieces, for so many ms or until the promise is fulfilled; comments go on when
   * `commentEveryMs` is set.
   */
  hold?: { afterPieces: number; until: Promise<unknown> | number };
  failure?: Failure;
}

/** A tool call; `arguments` as an object is written as JSON, as a string it is sent as it is (broken JSON included). */
export interface ScriptedToolCall {
  name: string;
  arguments: string | Readonly<Record<string, unknown>>;
  id?: string;
  /** In one chunk, name first and arguments in fragments (11.4), or inside the text (17.2). Default: fragmented. */
  form?: 'whole' | 'fragmented' | 'text';
}

/** How a request fails. */
export type Failure =
  /** An HTTP status with the envelope (12.1); message and metadata default to what the reference gives for the status. */
  | {
      kind: 'status';
      status: number;
      message?: string;
      metadata?: Readonly<Record<string, unknown>>;
      headers?: Readonly<Record<string, string>>;
    }
  /** The bodies of 13.1 and 13.2, whatever the real count is. */
  | { kind: 'minuteQuota'; resetInMs?: number }
  | { kind: 'dayQuota' }
  /** Shared pool busy (13.3): as 429, or under HTTP 200 as a body or as an event. */
  | { kind: 'pool'; form?: 'captured' | 'documented'; as?: 'status' | 'body' | 'event' }
  /** An error event after so many pieces (11.3); 0: first and only event. `done` adds `[DONE]`. */
  | { kind: 'event'; afterPieces: number; code?: number; message?: string; errorType?: string; done?: boolean }
  /** An error in a 200 body: alone at the top, or in the choice beside the partial text (10). */
  | { kind: 'body'; form: 'topLevel' | 'choice'; code?: number; message?: string; errorType?: string }
  /** HTML from the edge instead of JSON (2). */
  | { kind: 'edge'; status: number; html?: string }
  /** The stream ends after so many pieces without `[DONE]`: properly closed, or the connection torn. */
  | { kind: 'cut'; afterPieces: number; how?: 'end' | 'reset' }
  /** Nothing more comes after so many pieces; the connection stays open. */
  | { kind: 'stall'; afterPieces: number }
  /** The connection is torn before any header. */
  | { kind: 'noResponse' }
  /** Exactly these bytes, one write each. */
  | {
      kind: 'raw';
      status?: number;
      headers?: Readonly<Record<string, string>>;
      writes: readonly (string | Uint8Array)[];
    };

/** Which requests a script is for; all given conditions must hold. */
export interface Match {
  /** The id that is tried. */
  model?: string;
  /** Part of the text of the last message. */
  lastMessage?: string;
  /** Part of the text of any message: what a task's prompt says, or what was asked before. */
  anyMessage?: string;
  /** The name of the form that the answer is to have (17.3), or any (true), or none (false). */
  form?: string | boolean;
  /** How many requests it is for; default 1. */
  times?: number;
}

/** One line of a script file. */
export interface ScriptLine {
  match?: Match;
  behaviour: Behaviour;
}

/** Answers with this text. */
export function says(text: string | readonly string[], more: Behaviour = {}): Behaviour {
  return { text, ...more };
}

/** Calls these tools. */
export function callsTools(toolCalls: readonly ScriptedToolCall[], more: Behaviour = {}): Behaviour {
  return { text: '', toolCalls, ...more };
}

/** An empty answer with `stop` (10). */
export function empty(): Behaviour {
  return { text: '', reasoning: '', finishReason: 'stop', completionTokens: 0 };
}

/** Reasoning that used up `max_tokens`: no text, `length` (10). */
export function onlyReasoning(reasoning = 'Thinking about it at great length. '): Behaviour {
  return { text: '', reasoning, finishReason: 'length', nativeFinishReason: 'length' };
}

/** Fails in this way, after what `more` says. */
export function fails(failure: Failure, more: Behaviour = {}): Behaviour {
  return { ...more, failure };
}

/** A door for `hold`: `opened` is fulfilled by `open()`. */
export interface Door {
  opened: Promise<void>;
  open(): void;
}

export function door(): Door {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
