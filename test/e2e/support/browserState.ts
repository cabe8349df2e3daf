import type { Page } from 'playwright-core';

/** Collects, as text, everything the page's origin keeps in the browser. Written as text: it runs in the page. */
const collect = `(async () => {
  const kept = [JSON.stringify(Object.entries(localStorage))];
  const result = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  for (const { name } of await indexedDB.databases()) {
    const database = await result(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      kept.push(JSON.stringify(await result(database.transaction(store).objectStore(store).getAll())));
    }
    database.close();
  }
  return kept.join('\\n');
})()`;

/** What the workbench keeps in the browser: its settings, its state and that of its extensions. */
export async function browserState(page: Page): Promise<string> {
  return String(await page.evaluate<unknown>(collect));
}
