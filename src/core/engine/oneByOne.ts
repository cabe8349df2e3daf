/**
 * Hands out single items of what comes in batches; for one reader, as a `for await` is. Items that are there already go
 * past the generator, whose every `yield` costs two more rounds of the microtask queue: that alone made the whole way
 * of a fast stream a tenth slower (measured).
 */
export function oneByOne<Item extends object>(
  batches: AsyncGenerator<readonly Item[], void, undefined>,
): AsyncGenerator<Item, void, undefined> {
  let batch: readonly Item[] = [];
  let at = 0;
  const take = (): Item | undefined => batch[at++];

  async function* items(): AsyncGenerator<Item, void, undefined> {
    try {
      for await (batch of batches) {
        at = 0;
        for (let item = take(); item !== undefined; item = take()) yield item;
      }
    } finally {
      // The reader may have left in the middle of a batch.
      batch = [];
    }
  }

  const generator = items();
  const next = generator.next.bind(generator);
  generator.next = () => {
    const value = take();
    return value === undefined ? next() : Promise.resolve({ done: false, value });
  };
  return generator;
}
