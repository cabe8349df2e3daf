import { estimateTokenCount } from 'tokenx';
import type { Model } from '../catalogue/model';
import type { Message } from './message';
import { contentOf } from './writeOut';

/** Families count differently; the measured spread on code is up to 17 %. */
const SAFETY = 1.17;
/** Room for an answer; reasoning models need at least this (OpenRouter API reference 17.1). */
const ANSWER_ROOM = 4096;
/** Role markers and separators of one message. */
const PER_MESSAGE = 6;

/** An estimate of what the messages take, in tokens of an unknown tokenizer. */
export function estimateTokens(messages: readonly Message[]): number {
  return messages.reduce((sum, message) => sum + estimateTokenCount(contentOf(message)) + PER_MESSAGE, 0);
}

/** What a question of so many estimated tokens takes at most, whatever family reads it. */
export function promptRoom(tokens: number): number {
  return Math.ceil(tokens * SAFETY);
}

/**
 * The output limit to send where `wanted` is wished for: not more than the model gives, since a provider with a smaller
 * limit is not used (OpenRouter API reference 9.1), and not more than the question leaves of the window. Tokens.
 */
export function outputLimit(model: Model, tokens: number, wanted: number): number {
  const left = (model.contextLength ?? Infinity) - promptRoom(tokens);
  return Math.max(1, Math.min(wanted, model.maxOutputTokens ?? Infinity, left));
}

/**
 * Whether a question surely does not fit the model's window.
 * @returns estimate and usable window in tokens when it does not, else undefined; an unknown window never refuses.
 */
export function overflowOf(
  tokens: number,
  model: Model,
): { readonly estimatedTokens: number; readonly window: number } | undefined {
  if (model.contextLength === undefined) return undefined;
  const room = Math.min(model.maxOutputTokens ?? ANSWER_ROOM, ANSWER_ROOM, model.contextLength / 2);
  const window = Math.floor(model.contextLength - room);
  const estimatedTokens = promptRoom(tokens);
  return estimatedTokens > window ? { estimatedTokens, window } : undefined;
}
