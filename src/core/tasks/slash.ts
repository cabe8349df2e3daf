/** What a question may begin with: a task of its own, or something to do with the chat itself. */
export type SlashTask = 'explain' | 'fix' | 'tests' | 'docs' | 'review';
export type SlashAction = 'new' | 'history' | 'rename' | 'export' | 'compare' | 'model' | 'privacy' | 'retry';

/** `rest`: what follows the word, without the space around it. */
export type Slash =
  | { readonly kind: 'task'; readonly task: SlashTask; readonly rest: string }
  | { readonly kind: 'action'; readonly action: SlashAction; readonly rest: string };

interface TaskWords {
  /** One sentence for the list. */
  readonly detail: string;
  /** What the model is asked; `rest` of the question follows. */
  readonly prompt: string;
}

const aboutWhat =
  'This is about the code that goes along with this question; where none does, about the code this conversation is about.';

const taskWords: Readonly<Record<SlashTask, TaskWords>> = {
  explain: {
    detail: 'Explain what the code does, step by step.',
    prompt: [
      `Explain the code. ${aboutWhat}`,
      'Begin with one sentence that says what it is for, then go through what it does step by step,',
      'then name what is easy to miss: edge cases, side effects, likely mistakes.',
    ].join(' '),
  },
  fix: {
    detail: 'Find what is wrong and show the corrected code.',
    prompt: [
      `Find out what is wrong with the code and correct it. ${aboutWhat}`,
      'Say in a sentence or two what the cause is, then show the corrected code, changing nothing that has no part in it.',
      'If you cannot tell what is wrong from what you see, say what you would have to see, and do not guess.',
    ].join(' '),
  },
  tests: {
    detail: 'Write tests for the code.',
    prompt: [
      `Write tests for the code. ${aboutWhat}`,
      'Use the test framework that is seen in the conversation, else the usual one of the language.',
      'Test what could really be wrong: the usual case, the borders, and failures; work expected values out by hand and not by running the code in your mind.',
      'Show one complete test file.',
    ].join(' '),
  },
  docs: {
    detail: 'Write documentation comments for the code.',
    prompt: [
      `Document the code with the kind of comment that is usual in its language. ${aboutWhat}`,
      'Say what a caller must know: purpose, parameters with their units, result, errors. Leave out what the code says itself.',
      'Show the code with the comments and change nothing else.',
    ].join(' '),
  },
  review: {
    detail: 'Review the code: mistakes first, then what could be better.',
    prompt: [
      `Review the code as a careful colleague would. ${aboutWhat}`,
      'List what you find, the worst first: wrong results, lost data, holes in security, races; then what makes it hard to change.',
      'For each give the place, why it is a problem, and what to do. Do not list matters of taste, and say so when you find nothing.',
    ].join(' '),
  },
};

const actionDetails: Readonly<Record<SlashAction, string>> = {
  new: 'Start a new conversation.',
  history: 'Open an earlier conversation.',
  rename: 'Give this conversation a name.',
  export: 'Write this conversation into a file.',
  compare: 'Ask several models the same question.',
  model: 'Choose another model.',
  privacy: 'Choose who may see what is sent.',
  retry: 'Ask the last question again.',
};

/** What a text that begins with a known word means; undefined for everything else, e.g. `/etc/hosts` or `/fixed`. */
export function parseSlash(text: string): Slash | undefined {
  const [, word = '', rest = ''] = /^\s*\/([a-z]+)(?:\s+([^]*))?$/.exec(text) ?? [];
  if (isTask(word)) return { kind: 'task', task: word, rest: rest.trimEnd() };
  if (isAction(word)) return { kind: 'action', action: word, rest: rest.trimEnd() };
  return undefined;
}

/** The question as the model gets it: a task's word becomes its instruction, any other text stays as it was typed. */
export function promptOf(question: string): string {
  const slash = parseSlash(question);
  if (slash?.kind !== 'task') return question;
  const { prompt } = taskWords[slash.task];
  return slash.rest === '' ? prompt : `${prompt}\n\n${slash.rest}`;
}

/** Which of the tasks with a pin of their own a question belongs to. */
export function taskOf(question: string): Exclude<SlashTask, 'review'> | 'chat' {
  const slash = parseSlash(question);
  return slash?.kind === 'task' && slash.task !== 'review' ? slash.task : 'chat';
}

/** `word`: without the slash. */
export interface SlashSuggestion {
  readonly word: string;
  readonly detail: string;
  readonly kind: Slash['kind'];
}

/** The words that begin with what was typed after the slash, tasks first. */
export function slashSuggestions(typed: string): readonly SlashSuggestion[] {
  const all: readonly SlashSuggestion[] = [
    ...Object.entries(taskWords).map(([word, { detail }]) => ({ word, detail, kind: 'task' }) as const),
    ...Object.entries(actionDetails).map(([word, detail]) => ({ word, detail, kind: 'action' }) as const),
  ];
  return all.filter(({ word }) => word.startsWith(typed.toLowerCase()));
}

function isTask(word: string): word is SlashTask {
  return Object.hasOwn(taskWords, word);
}

function isAction(word: string): word is SlashAction {
  return Object.hasOwn(actionDetails, word);
}
