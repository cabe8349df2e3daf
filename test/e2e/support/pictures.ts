import type { Desk } from './desk';

/** Keeps a picture of the window whenever a test of this group fails. Call it inside `describe`. */
export function pictureFailures(desk: () => Desk | undefined): void {
  afterEach(async function keepPicture() {
    const { currentTest } = this;
    if (currentTest?.state !== 'failed') return;
    const name = currentTest.fullTitle().toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
    await desk()?.workbench.screenshot(`failed-${name.slice(0, 80)}`);
  });
}
