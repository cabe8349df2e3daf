/** A file that was not there before as `git diff` writes it. @param name path from the top of the repository. */
export function newFileDiff(name: string, text: string): string {
  const lines = text.split('\n');
  const endsWithBreak = lines.at(-1) === '';
  if (endsWithBreak) lines.pop();
  const range = lines.length === 1 ? '+1' : `+1,${lines.length}`;
  return [
    `diff --git a/${name} b/${name}`,
    'new file mode 100644',
    '--- /dev/null',
    `+++ b/${name}`,
    `@@ -0,0 ${range} @@`,
    ...lines.map((line) => `+${line}`),
    ...(endsWithBreak ? [] : [String.raw`\ No newline at end of file`]),
    '',
  ].join('\n');
}
