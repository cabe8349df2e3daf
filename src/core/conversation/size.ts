import { estimateTokenCount } from 'tokenx';
import type { Model } from '../catalogue/model';
import type { Message, PlainImage } from './message';
import { contentOf, picturesIn } from './writeOut';

/** Families count differently; the measured spread on code is up to 17 %. */
const SAFETY = 1.17;
/** Room for an answer; reasoning models need at least this (OpenRouter API reference 17.1). */
const ANSWER_ROOM = 4096;
/** Role markers and separators of one message. */
const PER_MESSAGE = 6;
/**
 * Pixels of a side that make one token of a picture, and tokens of one picture at most: published for Qwen2.5-VL
 * (patches of 14 pixels, two by two merged; `max_pixels` of its processor). Of the published rules this is the finest
 * grid; others count tiles of 512 or 768 pixels, or a fixed number, and come out lower.
 */
const PICTURE_GRID = 28;
const MOST_OF_PICTURE = 16_384;
/** What a picture of unknown size is taken for: a whole screen. */
const USUAL_PICTURE = { width: 1920, height: 1080 };

/** An estimate of what the messages take with their pictures, in tokens of an unknown tokenizer. */
export function estimateTokens(messages: readonly Message[]): number {
  return messages.reduce((sum, message) => {
    const pictures = picturesIn(message).reduce((tokens, picture) => tokens + estimatePictureTokens(picture), 0);
    return sum + estimateTokenCount(contentOf(message)) + pictures + PER_MESSAGE;
  }, 0);
}

/** An estimate of what a picture takes, in tokens of an unknown family of models; on the high side. */
export function estimatePictureTokens({ width, height }: Pick<PlainImage, 'width' | 'height'>): number {
  const size = width === undefined || height === undefined ? USUAL_PICTURE : { width, height };
  const tokens = Math.ceil(size.width / PICTURE_GRID) * Math.ceil(size.height / PICTURE_GRID);
  return Math.min(tokens, MOST_OF_PICTURE);
}

/** An estimate of what the form of an answer adds where it is made part of the question, in tokens. */
export function estimateForm(form: object | undefined): number {
  return form === undefined ? 0 : estimateTokenCount(JSON.stringify(form));
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
  model: Pick<Model, 'contextLength' | 'maxOutputTokens'>,
): { readonly estimatedTokens: number; readonly window: number } | undefined {
  if (model.contextLength === undefined) return undefined;
  const room = Math.min(model.maxOutputTokens ?? ANSWER_ROOM, ANSWER_ROOM, model.contextLength / 2);
  const window = Math.floor(model.contextLength - room);
  const estimatedTokens = promptRoom(tokens);
  return estimatedTokens > window ? { estimatedTokens, window } : undefined;
}
