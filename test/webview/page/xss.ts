import { MarkdownStream, renderMarkdown } from '../../../src/webview/shared/markdown/markdownStream';

const actions = { copy: () => {}, insert: () => {}, apply: () => {}, newFile: () => {}, run: () => {} };

/** Everything an answer may be made of, and with which attributes; all others are an escape. */
const answerTags = new Set(
  'p h2 h3 h4 h5 h6 ul ol li blockquote div pre code span strong em del a br hr table thead tbody tr th td input button svg path'.split(
    ' ',
  ),
);
const answerAttributes = new Set(
  'class,dir,title,aria-label,aria-hidden,a href,ol start,div tabindex,pre tabindex,button type,path d,path fill-rule,svg viewBox,input type,input disabled,input checked'.split(
    ',',
  ),
);
/** Classes of ours; after a hyphen stands a language or a part of its grammar that we know. */
const answerClass =
  /^(?:part|as-written|task|heading-[1-6]|align-(?:left|center|right)|table-frame|not-a-link|image-link|icon|icon-button|code-(?:block|head|language)|(?:language|hl)-[\w+#.-]+)$/;
const openable = /^(?:https?:\/\/|mailto:)/;

/** What an answer has that it may not have. */
function escapes(root: Element): string[] {
  const found: string[] = [];
  for (const element of root.querySelectorAll('*')) {
    const tag = element.tagName.toLowerCase();
    if (!answerTags.has(tag)) found.push(`<${tag}>`);
    const isDrawing = tag === 'svg' || tag === 'path';
    if (isDrawing && element.closest('.icon-button') === null) found.push(`<${tag}> outside a button`);
    if (tag === 'input' && !element.matches('[type=checkbox]:disabled')) found.push('an input that can be used');
    if (tag === 'button' && !element.matches('.code-head > [type=button]')) found.push('a button outside the head');
    for (const { name, value } of element.attributes) {
      if (!answerAttributes.has(name) && !answerAttributes.has(`${tag} ${name}`)) found.push(`${tag} ${name}=${value}`);
      if (name === 'href' && !openable.test(value)) found.push(`href ${value}`);
    }
    for (const name of element.classList) if (!answerClass.test(name)) found.push(`class ${name}`);
    if (element instanceof HTMLAnchorElement && (element.username !== '' || element.password !== '')) {
      found.push(`credentials in ${element.href}`);
    }
    if (element instanceof HTMLAnchorElement && element.title.split('\n')[0] !== element.href) {
      found.push(`the title of ${element.href} begins with another address: ${element.title}`);
    }
  }
  return found;
}

/** Elements that only the page's own skeleton may have, and how many of each it has. */
const owned = 'script, link, meta, title, base, style, form, textarea';
const foreign =
  'iframe, frame, frameset, object, embed, applet, portal, fencedframe, img, image, picture, source, video, audio, track, canvas, map, area, template, slot, math, use, animate, set, foreignObject, feImage, marquee, dialog, noscript, [srcdoc], [srcset], [action], [formaction], [ping], [background], [poster], [popover], [popovertarget], [autofocus], [contenteditable], [name]:not(meta), [target], [accesskey]';
const ownIds = /^(?:root|filters|consent|[a-z]+(?:-[\w-]+)+|price-.*)$/s;

/** What a whole page has that its texts must have made. */
function pageEscapes(): string[] {
  const found = [...document.querySelectorAll(foreign)].map(({ tagName }) => `<${tagName.toLowerCase()}>`);
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) found.push(name);
      // The composer's height follows its text, and a turn out of view keeps its height.
      const isHeight = element.matches('article.turn') && /^(?:height: \d+px;)?$/.test(value);
      if (name === 'style' && element.tagName !== 'TEXTAREA' && !isHeight) found.push(`style ${value}`);
      if (name === 'id' && !ownIds.test(value)) found.push(`id ${value}`);
      if (name === 'href' && element.tagName !== 'LINK' && !openable.test(value)) found.push(`href ${value}`);
      if (name === 'src' && element.tagName !== 'SCRIPT') found.push(`src ${value}`);
    }
  }
  for (const answer of document.querySelectorAll('.markdown')) found.push(...escapes(answer));
  return found;
}

function skeleton(): string {
  return JSON.stringify([...document.querySelectorAll(owned)].map((element) => element.cloneNode(false)).map(String));
}

/** Globals before the page's own script ran, and what stands in for the editor. */
const known = new Set([...Object.getOwnPropertyNames(window), 'report', 'savedState']);

/** What scripts could have changed: names, addresses, globals. */
function world(): string {
  const added = Object.getOwnPropertyNames(window).filter((name) => !known.has(name));
  return JSON.stringify([document.title, location.href, window.name, document.cookie, added]);
}

/** Where the parts of the page around the answers are, and how they are laid out. */
function layout(): string {
  const parts = ['html', 'body', '#root', '.app', '.head', 'main', '.transcript', '.scroll', '.composer', 'textarea'];
  return JSON.stringify(
    parts.map((part) => {
      const element = document.querySelector(part);
      if (element === null) return part;
      const { x, y, width, height } = element.getBoundingClientRect();
      const { position, zIndex, display, visibility, opacity } = getComputedStyle(element);
      const middle = document.elementFromPoint(x + width / 2, y + height / 2);
      const isCovered = part === 'textarea' && middle !== element;
      return [part, x, y, width, height, position, zIndex, display, visibility, opacity, isCovered];
    }),
  );
}

/** Elements of answers that are taken out of the flow, or lie above others. */
function outOfFlow(): string[] {
  return [...document.querySelectorAll('.markdown *')].flatMap((element) => {
    const { position, zIndex } = getComputedStyle(element);
    return (position === 'static' || position === 'relative') && zIndex === 'auto'
      ? []
      : [`${element.tagName} ${position}`];
  });
}

/** A small generator (mulberry32), so that random places are the same in each run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

class Problems {
  readonly list: string[] = [];
  add(text: string, found: readonly string[]): void {
    if (found.length > 0 && this.list.length < 10)
      this.list.push(`${JSON.stringify(text.slice(0, 300))}: ${found.join(', ')}`);
  }
}

function place(): HTMLElement {
  const root = document.createElement('div');
  root.className = 'markdown';
  document.body.append(root);
  return root;
}

/** The HTML of a text that came at once; its root stays in the document while it is looked at. */
function whole(text: string, problems: Problems): string {
  const root = place();
  renderMarkdown(root, text, actions);
  problems.add(text, escapes(root));
  const html = root.innerHTML;
  root.remove();
  return html;
}

/** A text in pieces, looked at after each. */
function inPieces(pieces: readonly string[], html: string, problems: Problems): void {
  const root = place();
  const stream = new MarkdownStream(root, actions);
  for (const piece of pieces) {
    stream.append(piece);
    problems.add(`${pieces.join('')} up to ${piece}`, escapes(root));
  }
  stream.finish();
  if (root.innerHTML !== html) problems.add(JSON.stringify(pieces), [`streamed ${root.innerHTML}`, `at once ${html}`]);
  root.remove();
}

/** Gives the page a message as the editor does, and waits until it has drawn what came of it. */
async function sent(message: unknown): Promise<void> {
  const arrival = new Promise((resolve) => {
    window.addEventListener('message', resolve, { once: true });
  });
  window.postMessage(message, '*');
  await arrival;
  await new Promise((resolve) => setTimeout(resolve));
}

function toTexts(texts: unknown): readonly string[] {
  return Array.isArray(texts) ? texts.map(String) : [];
}

interface CutOrder {
  readonly texts: readonly string[];
  /** How many random cuts into several pieces; undefined: into two, at every place. */
  readonly random?: number;
}

/** What a text's script would call, when it was called. */
const ran: string[] = [];

const reports: Record<string, (argument: unknown) => unknown> = {
  whole(texts: unknown) {
    const problems = new Problems();
    for (const text of toTexts(texts)) whole(text, problems);
    return problems.list;
  },

  cuts(order: unknown) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the test's own call, which names this type
    const { texts, random } = order as CutOrder;
    const problems = new Problems();
    let count = 0;
    const next = randomFrom(20_261_122);
    for (const text of texts) {
      const html = whole(text, problems);
      const times = random ?? text.length - 1;
      for (let at = 1; at <= times; at++) {
        const places =
          random === undefined
            ? [at]
            : Array.from({ length: 1 + Math.floor(next() * 5) }, () => Math.floor(next() * text.length)).toSorted(
                (one, other) => one - other,
              );
        const pieces = [0, ...places].map((start, index) => text.slice(start, places[index]));
        inPieces(pieces, html, problems);
        count++;
      }
    }
    return { count, problems: problems.list };
  },

  /** Each message on its own, and what the page shows of it. */
  async lookAfterEach(messages: unknown) {
    const problems = new Problems();
    for (const message of Array.isArray(messages) ? messages : []) {
      await sent(message);
      problems.add(JSON.stringify(message), pageEscapes());
    }
    return problems.list;
  },

  /** The answers of the turns `t0`, `t1`… grow by one character each, then all end. */
  async streamSideBySide(texts: unknown) {
    const problems = new Problems();
    const all = toTexts(texts);
    const longest = Math.max(...all.map(({ length }) => length));
    for (let at = 0; at < longest; at++) {
      for (const [index, text] of all.entries()) {
        if (at < text.length) {
          window.postMessage({ type: 'delta', turnId: `t${index}`, text: text[at], reasoning: text[at] }, '*');
        }
      }
      await new Promise(requestAnimationFrame);
      await sent({ type: 'nothing' });
      problems.add(`character ${at}`, pageEscapes());
    }
    const shown = [...document.querySelectorAll('.turn')].filter((turn) => turn.querySelector('.markdown') !== null);
    return shown.length === all.length ? problems.list : [`${shown.length} of ${all.length} shown`, ...problems.list];
  },

  clickAllLinks() {
    for (const link of document.querySelectorAll('.markdown a')) {
      link.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    }
  },

  /** Of the model browser: opens all endpoints, and answers with the model's own id for every word. */
  async openAllEndpoints() {
    const problems = new Problems();
    for (const button of document.querySelectorAll('[data-action=endpoints]')) {
      if (button instanceof HTMLElement) button.click();
      const model = button.closest('li')?.querySelector('.id')?.textContent ?? '';
      const offer = { provider: model, quantization: model, context: model, output: model, uptime: model };
      await sent({ type: 'endpoints', model, endpoints: [{ ...offer, degraded: true }] });
      problems.add(model, pageEscapes());
      await sent({ type: 'endpoints', model, problem: model });
      problems.add(model, pageEscapes());
    }
    return problems.list;
  },

  /** How many texts call a function, or are about to load something, in a page that takes them for HTML: each in a frame. */
  async asHtml(texts: unknown) {
    let harmed = 0;
    for (const text of toTexts(texts)) {
      const frame = document.createElement('iframe');
      frame.sandbox.add('allow-scripts', 'allow-same-origin');
      document.body.append(frame);
      const { contentWindow, contentDocument } = frame;
      let isHarmed = false;
      for (const name of ['alert', 'prompt', 'confirm']) {
        Reflect.set(contentWindow ?? {}, name, () => {
          isHarmed = true;
        });
      }
      contentDocument?.write(text);
      contentDocument?.close();
      if (contentDocument?.querySelector(foreign) != null) isHarmed = true;
      if (isHarmed) harmed++;
      frame.remove();
    }
    return harmed;
  },

  pageEscapes,
  skeleton,
  world,
  layout,
  outOfFlow,
  ran: () => ran,
};

for (const name of ['alert', 'prompt', 'confirm', 'print', 'open', 'msgbox']) {
  Reflect.set(window, name, () => ran.push(name));
}

window.report = (name, argument) => reports[name]?.(argument);
