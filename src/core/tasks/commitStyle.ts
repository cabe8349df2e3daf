/** How a repository writes its commit messages. */
export interface CommitStyle {
  /** `type(scope): subject`, as conventionalcommits.org has it; with the types and whether scopes are used. */
  readonly conventional: boolean;
  readonly types: readonly string[];
  readonly scopes: boolean;
  /** Subjects begin with the id of a ticket. */
  readonly tickets: boolean;
  /** Undefined: both. */
  readonly capitalised: boolean | undefined;
  readonly stops: boolean;
  readonly emoji: boolean;
  /** Characters that nine of ten subjects keep to. */
  readonly length: number;
  /** At least as many as not have more than a subject. */
  readonly body: boolean;
  /** Subjects that are written by people, newest first. */
  readonly examples: readonly string[];
}

/** As many subjects as tell; older ones may have had another style. */
const MOST = 20;
const CONVENTIONAL = /^([a-z]+)(\([^)]*\))?!?: \S/;
const TICKET = /^\[?(?:[A-Z][A-Z0-9]+-\d+|#\d+)\b/;
const EMOJI = /^(?:\p{Extended_Pictographic}|:[a-z0-9_+-]+:)/u;
/** Written by programs, or to be joined to another commit. */
const MADE = /^(?:Merge |Revert "|fixup! |squash! |amend! |Bump \S+ from |chore\(deps)/;
/** Git's own advice; what is longer is cut in many views. */
const USUAL_LENGTH = 72;

/** @param history whole messages, newest first. */
export function commitStyle(history: readonly string[]): CommitStyle {
  const messages = history
    .map((message) => message.trim())
    .filter((message) => message !== '' && !MADE.test(message))
    .slice(0, MOST);
  const subjects = messages.map((message) => message.split(/\r?\n/, 1)[0]?.trim() ?? '');
  const most = (test: (subject: string) => boolean) =>
    subjects.length > 0 && subjects.filter(test).length * 2 >= subjects.length;
  const conventional = most((subject) => CONVENTIONAL.test(subject));
  const matches = subjects.map((subject) => CONVENTIONAL.exec(subject)).filter((match) => match !== null);
  const bare = subjects.map((subject) =>
    subject.replace(/^[a-z]+(?:\([^)]*\))?!?: |^\[?(?:[A-Z][A-Z0-9]+-\d+|#\d+)\]?[:\s-]*/, ''),
  );
  const capitals = bare.filter((subject) => /^\p{Lu}/u.test(subject)).length;
  const small = bare.filter((subject) => /^\p{Ll}/u.test(subject)).length;
  const lengths = subjects.map((subject) => subject.length).sort((a, b) => a - b);
  return {
    conventional,
    types: conventional ? [...new Set(matches.map((match) => match[1] ?? ''))] : [],
    scopes: conventional && matches.filter((match) => match[2] !== undefined).length * 2 >= matches.length,
    tickets: most((subject) => TICKET.test(subject)),
    capitalised: capitals === small ? undefined : capitals > small,
    stops: most((subject) => subject.endsWith('.')),
    emoji: most((subject) => EMOJI.test(subject)),
    length: Math.max(50, Math.min(lengths[Math.ceil(lengths.length * 0.9) - 1] ?? USUAL_LENGTH, 100)),
    body: messages.length > 0 && messages.filter((message) => /\n\s*\S/.test(message)).length * 2 >= messages.length,
    examples: subjects,
  };
}

/** The style as rules for a model. Without a history: the usual one. */
export function styleRules(style: CommitStyle): readonly string[] {
  const { conventional, types, scopes, tickets, capitalised, stops, emoji, length, body, examples } = style;
  if (examples.length === 0) {
    return [
      `A subject of at most ${USUAL_LENGTH} characters in the imperative, with a capital letter and without a full stop.`,
      'Then, only if the reason cannot be seen from the subject, an empty line and a short body.',
    ];
  }
  return [
    'Write in the language and in the mood (“Add”, “Added” or “Adds”) of the earlier messages.',
    conventional
      ? `The subject is a Conventional Commit: ${scopes ? 'type(scope): words' : 'type: words'}; types in use are ${types.join(', ')}.`
      : 'The subject has no prefix like “feat:”.',
    `The subject has at most ${length} characters${
      capitalised === undefined
        ? ''
        : `, begins with a ${capitalised ? 'capital' : 'small'} letter${conventional ? ' after the prefix' : ''}`
    }, and ends ${stops ? 'with' : 'without'} a full stop.`,
    ...(emoji ? ['It begins with an emoji, as the earlier ones do.'] : []),
    ...(tickets
      ? [
          'Earlier subjects begin with the id of a ticket. You do not know the one of this commit: leave it out, unless the programmer has begun with it.',
        ]
      : []),
    body
      ? 'After an empty line follows a short body that says why.'
      : 'No body: the subject says it all, unless the reason cannot be seen from it.',
  ];
}
