/** An icon's outline, taken from the text of its SVG file: a parser of markup is barred by Trusted Types. */
export interface Drawing {
  readonly viewBox: string;
  readonly paths: readonly { readonly d: string; readonly evenOdd: boolean }[];
}

const drawings = new Map<string, Drawing>();

export function toDrawing(svg: string): Drawing {
  const known = drawings.get(svg);
  if (known !== undefined) return known;
  const paths = Array.from(svg.matchAll(/<path\b[^>]*>/g), ([tag]) => ({
    d: /\bd="([^"]*)"/.exec(tag)?.[1] ?? '',
    evenOdd: tag.includes('fill-rule="evenodd"'),
  }));
  const drawing = { viewBox: /\bviewBox="([^"]*)"/.exec(svg)?.[1] ?? '0 0 16 16', paths };
  drawings.set(svg, drawing);
  return drawing;
}

const namespace = 'http://www.w3.org/2000/svg';

/** The icon as an element, for what preact does not own; decoration only, the label is its owner's. */
export function createIcon(svg: string): SVGElement {
  const { viewBox, paths } = toDrawing(svg);
  const element = document.createElementNS(namespace, 'svg');
  element.setAttribute('class', 'icon');
  element.setAttribute('viewBox', viewBox);
  element.setAttribute('aria-hidden', 'true');
  for (const { d, evenOdd } of paths) {
    const path = document.createElementNS(namespace, 'path');
    path.setAttribute('d', d);
    if (evenOdd) path.setAttribute('fill-rule', 'evenodd');
    element.append(path);
  }
  return element;
}
