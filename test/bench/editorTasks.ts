// What a person waits for when code is explained or edited, beside the model: from the command to the request on a file of
// 5,000 lines, in a real editor, and from an answer to an edit that was checked. The editor loads this very bundle again.
import { figuresVariable } from './support/editorTasks/figures';

const figuresFile = process.env[figuresVariable];

/** Called by VS Code, in its extension host. */
export async function run(): Promise<void> {
  const { measureInEditor } = await import('./support/editorTasks/inEditor');
  if (figuresFile !== undefined) await measureInEditor(figuresFile);
}

if (figuresFile === undefined) {
  // Loaded only here: nothing of it is known inside the editor.
  void Promise.all([import('../launch/program'), import('./support/editorTasks/report')]).then(([program, report]) =>
    program.runProgram(async () => report.reportTasks(__filename)),
  );
}
