import type { PictureType } from '../../../protocol/messages';

export interface PictureHeader {
  readonly mediaType: PictureType;
  /** In pixels, as stored; a turn that a camera noted is not looked at. */
  readonly width: number;
  readonly height: number;
}

/**
 * Kind and size of a picture from its first bytes, whatever its file is called: PNG (specification 11.2.2), JPEG
 * (ITU-T T.81, B.2.2), GIF (specification 89a, 18) and WebP (RFC 9649). Undefined for anything else and for a header that
 * is cut off or says that there is nothing in the picture.
 */
export function pictureHeader(bytes: Uint8Array): PictureHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const found = png(view) ?? jpeg(view) ?? gif(view) ?? webp(view);
    return found !== undefined && found.width > 0 && found.height > 0 ? found : undefined;
  } catch (error) {
    // Read beyond the end.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function hasText(view: DataView, at: number, text: string): boolean {
  if (view.byteLength < at + text.length) return false;
  for (let index = 0; index < text.length; index += 1) {
    if (view.getUint8(at + index) !== text.charCodeAt(index)) return false;
  }
  return true;
}

function png(view: DataView): PictureHeader | undefined {
  if (!hasText(view, 0, '\u0089PNG\r\n\u001A\n') || !hasText(view, 12, 'IHDR')) return undefined;
  return { mediaType: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
}

function gif(view: DataView): PictureHeader | undefined {
  if (!hasText(view, 0, 'GIF87a') && !hasText(view, 0, 'GIF89a')) return undefined;
  return { mediaType: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** Goes from segment to segment up to the one that begins a frame. */
function jpeg(view: DataView): PictureHeader | undefined {
  if (!hasText(view, 0, '\u00FF\u00D8')) return undefined;
  let at = 2;
  while (view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      // Filling before a marker.
      at += 1;
    } else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
      // Stands alone, without a length.
      at += 2;
    } else if (beginsFrame(marker)) {
      return { mediaType: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    } else if (marker === 0xd9 || marker === 0xda) {
      return undefined;
    } else {
      // A length counts itself; less would go round in a circle.
      const length = view.getUint16(at + 2);
      if (length < 2) return undefined;
      at += 2 + length;
    }
  }
  return undefined;
}

/** SOF0 to SOF15 without the three markers between them that mean something else: DHT, JPG, DAC. */
function beginsFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function webp(view: DataView): PictureHeader | undefined {
  if (!hasText(view, 0, 'RIFF') || !hasText(view, 8, 'WEBP')) return undefined;
  const size = webpSize(view);
  return size === undefined ? undefined : { mediaType: 'image/webp', ...size };
}

function webpSize(view: DataView): { readonly width: number; readonly height: number } | undefined {
  if (hasText(view, 12, 'VP8X')) return { width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 };
  if (hasText(view, 12, 'VP8L') && view.getUint8(20) === 0x2f) {
    const bits = view.getUint32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (hasText(view, 12, 'VP8 ') && hasText(view, 23, '\u009D\u0001\u002A')) {
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  }
  return undefined;
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) + view.getUint8(at + 2) * 0x1_0000;
}
