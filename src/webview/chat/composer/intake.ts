import type { FromPage } from '../../../protocol/messages';

/** What the services that see pictures make of a larger one anyway. */
const longestSide = 1568;
/** Bytes as PNG from which a picture without transparency is sent as JPEG. */
const mostPng = 1_000_000;
/** Bytes; about what the host takes in base64. */
const mostPicture = 5_900_000;
const mostText = 1_000_000;
/** Pixels. A PNG of some kilobytes can hold hundreds of millions, and a gigabyte of memory when it is drawn. */
const mostPixels = 100_000_000;
/** Sentences about files that do not go. */
const mostProblems = 3;

/** Lists in which the editor, and then the system, names what is dragged; as they are told while dragging. */
const listTypes = ['application/vnd.code.uri-list', 'text/uri-list'];
const editorType = 'resourceurls';

/** Whether a drag holds something to attach, as opposed to a piece of text. */
export function holdsFiles({ types }: DataTransfer): boolean {
  return ['Files', editorType, ...listTypes].some((type) => types.includes(type));
}

/** Addresses of files and folders that were dragged from the editor or the desktop; a link is only text. */
export function urisOf(data: DataTransfer): readonly string[] {
  const lists = listTypes.map((type) => data.getData(type).split(/\r?\n/));
  const found = [lists[0], fromJson(data.getData(editorType)), lists[1]].map((list) =>
    (list ?? []).filter((uri) => /^(?!https?:|data:|blob:|javascript:)[a-z][\w+.-]*:/i.test(uri)),
  );
  return found.find(({ length }) => length > 0) ?? [];
}

function fromJson(text: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

/** Why files do not go, in a few sentences however many they are. */
export function toNotice(problems: readonly string[]): string {
  const more = problems.length - mostProblems;
  const rest = more === 1 ? '1 more file was not attached.' : `${more} more files were not attached.`;
  return [...problems.slice(0, mostProblems), ...(more > 0 ? [rest] : [])].join(' ');
}

/** Turns a file that was pasted or dropped into a message; or a sentence that says why it can not go. */
export async function toMessage(file: File, seesPictures: boolean, model: string): Promise<FromPage | string> {
  const name = file.name.slice(0, 400) || 'picture.png';
  try {
    if (!/^image\/(?!svg)/.test(file.type)) {
      if (file.size > mostText) return `${name} is larger than 1 MB. Attach the part that matters instead.`;
      const text = await file.text();
      return text.includes('\0') ? `${name} is not a text file.` : { type: 'addText', name, text };
    }
    if (!seesPictures) return `${model} cannot see pictures, so ${name} was not attached.`;
    return (await toPicture(file, name)) ?? `${name} is too large.`;
  } catch {
    return `${name} could not be read.`;
  }
}

/** As a PNG says in its head (PNG specification, 11.2.1); 0 for other kinds, which cannot be as small for as much. */
async function pixelsOf(file: File): Promise<number> {
  const head = new DataView(await file.slice(0, 24).arrayBuffer());
  const isPng = head.byteLength === 24 && head.getUint32(0) === 0x89_50_4e_47;
  return isPng ? head.getUint32(16) * head.getUint32(20) : 0;
}

/** Drawn anew, which also leaves out what a camera wrote into the file, such as the place. */
async function toPicture(file: File, name: string): Promise<FromPage | undefined> {
  if ((await pixelsOf(file)) > mostPixels) return undefined;
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  let blob = await canvas.convertToBlob();
  const { data } = context.getImageData(0, 0, width, height);
  if (file.type === 'image/jpeg' || (blob.size > mostPng && data.every((value, at) => at % 4 !== 3 || value === 255))) {
    blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 });
  }
  if (blob.size > mostPicture) return undefined;
  const mediaType = blob.type === 'image/jpeg' ? 'image/jpeg' : 'image/png';
  return { type: 'addPicture', name, mediaType, data: await toBase64(blob), width, height };
}

async function toBase64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let binary = '';
  // As many as a call takes as arguments without harm.
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(binary);
}
