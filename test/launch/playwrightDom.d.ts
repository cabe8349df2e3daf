// playwright-core's types mention a few of the DOM's, which the host and its tests are compiled without, so that none of
// them can use what only a page has. Empty stand-ins are enough: nothing here touches an element but through a locator.
/* oxlint-disable typescript/no-empty-interface, typescript/no-empty-object-type */
interface Node {}
interface HTMLElement {
  readonly innerText: string;
  getAttribute(name: string): string | null;
}
interface SVGElement {
  readonly id: string;
  getAttribute(name: string): string | null;
}
interface HTMLElementTagNameMap {}
