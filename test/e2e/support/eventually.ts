/** How long a person would go on looking, in milliseconds. */
const patience = 15_000;
const between = 50;

/** Repeats a check that throws until it holds; its last error is what a test then fails with. */
export async function eventually(check: () => void | Promise<void>, limit = patience): Promise<void> {
  const deadline = Date.now() + limit;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await new Promise((resolve) => {
      setTimeout(resolve, between);
    });
  }
}
