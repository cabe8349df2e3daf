/** How often something is looked at again, in milliseconds. */
const pause = 20;

/** Waits until `check` no longer throws and gives its value; fails with its last error. */
export async function eventually<T>(check: () => T | Promise<T>, patience = 10_000): Promise<T> {
  const deadline = Date.now() + patience;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await new Promise((resolve) => {
      setTimeout(resolve, pause);
    });
  }
}
