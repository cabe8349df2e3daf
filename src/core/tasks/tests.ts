import type { FilePart, Message, Part } from '../conversation/message';
import { type EditPrompt, editRequest, text } from './editPrompt';

/** What tests are written for, and how the project writes its own. */
export interface TestsWish {
  /** The code to test. */
  readonly source: FilePart;
  /** In words for a person: `Vitest`; missing: nothing tells. */
  readonly framework?: string;
  /** Of the project's own tests the nearest, or its beginning. */
  readonly example?: FilePart;
  /** The test file is there, and tests are added to it. */
  readonly existing: boolean;
}

/** Asks for tests: a whole new file, or more of them in the file that is there (`prompt.code`). */
export function testsMessages(
  prompt: EditPrompt,
  { source, framework, example, existing }: TestsWish,
): readonly Message[] {
  const { name } = prompt.task.file;
  const inSource = prompt.task.file.uri !== undefined && prompt.task.file.uri === source.file.uri;
  const asking: readonly Part[] = [
    text('The code to test, '),
    source,
    text('\n\n'),
    ...(example === undefined
      ? []
      : [text('Tests of this project, as an example of their style, '), example, text('\n\n')]),
    text(where(name, existing, inSource)),
  ];
  return editRequest(prompt, {
    role: 'You write tests for a programmer, who looks at every change before it is made.',
    rules: [
      frameworkRule(framework, example !== undefined),
      'Test what could really be wrong: the usual case, the borders, and failures. Work expected values out by hand.',
      'Test what a caller sees, not how it is done. Each test has a name that says what should hold.',
      `Import the code under test as ${name} must, from the place that is named with the code.`,
      ...(existing ? ['Keep every test that is there, and repeat none of them.'] : []),
    ],
    codeIs: inSource ? 'The file that the tests go into' : 'The test file so far',
    asking,
  });
}

function frameworkRule(framework: string | undefined, hasExample: boolean): string {
  if (framework !== undefined)
    return `Write them with ${framework}${hasExample ? ', in the style of the example' : ''}.`;
  return hasExample
    ? 'Write them with the framework of the example, in its style.'
    : 'It is not known which test framework the project has: use the usual one of the language, and say which it is before the code.';
}

function where(name: string, existing: boolean, inSource: boolean): string {
  if (inSource) return `Add tests for it to the test module at the end of ${name}; write that module if there is none.`;
  return existing ? `Add tests for it to ${name}.` : `Write tests for it, as the new file ${name}.`;
}
