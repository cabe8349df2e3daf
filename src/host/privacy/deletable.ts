/** One kind of data that can be deleted. */
export interface Deletable {
  /** `API keys`. */
  readonly label: string;
  /** What it is, where, and what goes with it. */
  readonly detail: string;
  /** How many pieces there are. */
  count(): Promise<number>;
  delete(): Promise<void>;
}

/** How much there is, for a list; what cannot be read now can still be tried to delete. */
export async function countText(data: Deletable): Promise<string> {
  try {
    const count = await data.count();
    return count === 0 ? 'none' : String(count);
  } catch (error) {
    return `cannot be read now: ${reasonOf(error)}`;
  }
}

/** Deletes, and looks whether it is gone. */
export async function deleteAll(
  kinds: readonly Deletable[],
): Promise<{ readonly complete: boolean; readonly sentence: string }> {
  const gone: string[] = [];
  const left: string[] = [];
  for (const data of kinds) {
    const name = inSentence(data.label);
    try {
      await data.delete();
      const count = await data.count();
      if (count === 0) gone.push(name);
      else left.push(`${name} (${count} left)`);
    } catch (error) {
      left.push(`${name} (${reasonOf(error)})`);
    }
  }
  const sentences = [
    gone.length === 0 ? '' : `Deleted, and verified to be gone: ${gone.join(', ')}.`,
    left.length === 0 ? '' : `Not deleted: ${left.join(', ')}.`,
  ];
  return { complete: left.length === 0, sentence: sentences.filter(Boolean).join(' ') };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** `API keys` stays, `Request records` becomes `request records`. */
export function inSentence(label: string): string {
  return /^\p{Lu}{2}/u.test(label) ? label : label.charAt(0).toLowerCase() + label.slice(1);
}
