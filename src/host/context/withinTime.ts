/** The value, or undefined when it does not come in time or not at all. */
export async function withinTime<T>(value: Thenable<T>, milliseconds: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([value, late]);
  } catch {
    // A language extension that fails is no reason not to answer.
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
