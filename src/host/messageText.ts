/**
 * A sentence for a message of the editor, or for its status: both make links of `[words](address)`, also such that run any
 * command, and signs of `$(name)`. What a model, a service or the name of a file says in it stays text.
 */
export function messageText(sentence: string): string {
  return labelText(sentence).replaceAll('](', '] (');
}

/** Words for a list, where `$(name)` would be a sign. */
export function labelText(words: string): string {
  return words.replaceAll('$(', '$ (');
}
