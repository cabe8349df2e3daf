import type { ImagePart } from '../../src/core/conversation/message';

/** One pixel, as base64. */
export const onePixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** A picture of unknown size. */
export function picture(name: string): ImagePart {
  return { type: 'image', name, mediaType: 'image/png', data: onePixel };
}
