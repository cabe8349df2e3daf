/** How documentation is written: a sentence for a model. */
interface DocStyle {
  readonly words: string;
  /** Where the file shows it; the first style that is seen is taken, else the first of its language. */
  readonly seen?: RegExp;
}

const jsDoc: DocStyle = {
  words:
    'JSDoc, `/** … */` directly above the declaration, with `@param {type} name`, `@returns {type}` and `@throws`.',
};
const tsDoc: DocStyle = {
  words:
    'TSDoc, `/** … */` directly above the declaration, with `@param name`, `@returns` and `@throws`, without types, which the code has.',
};
const doxygen: readonly DocStyle[] = [
  { words: 'Doxygen, `/** … */` directly above the declaration, with `@brief`, `@param name` and `@return`.' },
  {
    words: 'Doxygen lines, `///` directly above the declaration, with `@param name` and `@return`.',
    seen: /^\s*\/\/\/(?!\/)/m,
  },
  {
    words: 'Doxygen, `/** … */` directly above the declaration, with `\\brief`, `\\param name` and `\\return`.',
    seen: /\\(?:param|return|brief)\b/,
  },
];
const shellLines: DocStyle = {
  words:
    'comment lines, `#` directly above the function: what it does, its arguments as `$1`, what it prints, its exit status.',
};

/** Ids of languages as the editor writes them. */
const styles: Readonly<Record<string, readonly DocStyle[]>> = {
  c: doxygen,
  cpp: doxygen,
  csharp: [
    {
      words:
        'XML documentation comments, `///` directly above the declaration, with `<summary>`, `<param name="…">`, `<returns>` and `<exception cref="…">`.',
    },
  ],
  'cuda-cpp': doxygen,
  dart: [
    { words: 'dartdoc, `///` directly above the declaration; the first sentence alone, names in square brackets.' },
  ],
  fsharp: [{ words: 'XML documentation comments, `///` directly above the declaration.' }],
  go: [
    {
      words:
        'Go doc comments, `//` directly above the declaration, in full sentences; the first one begins with the name that is declared. No tags.',
    },
  ],
  groovy: [
    { words: 'Groovydoc, `/** … */` directly above the declaration, with `@param name`, `@return` and `@throws`.' },
  ],
  haskell: [{ words: 'Haddock, `-- |` directly above the declaration.' }],
  java: [
    {
      words:
        'Javadoc, `/** … */` directly above the declaration and its annotations, with `@param name`, `@return` and `@throws`.',
    },
  ],
  javascript: [jsDoc],
  javascriptreact: [jsDoc],
  kotlin: [{ words: 'KDoc, `/** … */` directly above the declaration, with `@param name`, `@return` and `@throws`.' }],
  lua: [{ words: 'comment lines, `---` directly above the function, with `@param name` and `@return`.' }],
  'objective-c': doxygen,
  'objective-cpp': doxygen,
  perl: [{ words: 'comment lines, `#` directly above the subroutine.' }],
  php: [
    {
      words:
        'PHPDoc, `/** … */` directly above the declaration, with `@param type $name`, `@return type` and `@throws`.',
    },
  ],
  powershell: [
    {
      words:
        'comment-based help, `<# … #>` directly above the function, with `.SYNOPSIS`, `.PARAMETER name` and `.OUTPUTS`.',
    },
  ],
  python: [
    {
      words:
        'docstrings, `"""…"""` as the first statement of the body, in the Google style with `Args:`, `Returns:` and `Raises:`.',
    },
    {
      words:
        'docstrings, `"""…"""` as the first statement of the body, in the NumPy style: `Parameters`, `Returns` and `Raises` underlined with hyphens.',
      seen: /^\s*(?:Parameters|Returns|Yields|Raises)\s*\r?\n\s*-{3,}\s*$/m,
    },
    {
      words:
        'docstrings, `"""…"""` as the first statement of the body, in the reST style with `:param name:`, `:returns:` and `:raises Error:`.',
      seen: /^\s*:(?:param|returns?|raises|rtype|type)\b[^:\n]*:/m,
    },
  ],
  r: [{ words: "roxygen2, `#'` directly above the function, with `@param name` and `@return`." }],
  ruby: [
    {
      words:
        'YARD, `#` lines directly above the declaration, with `@param name [Type]`, `@return [Type]` and `@raise [Error]`.',
    },
    {
      words: 'RDoc, `#` lines directly above the declaration, in plain sentences with names as `+name+`, without tags.',
      seen: /^\s*#.*(?:\+\w+\+|:nodoc:|:call-seq:)/m,
    },
  ],
  rust: [
    {
      words:
        'rustdoc, `///` directly above the item and its attributes, in Markdown, with `# Errors`, `# Panics` and `# Safety` where they apply.',
    },
  ],
  scala: [
    { words: 'Scaladoc, `/** … */` directly above the declaration, with `@param name`, `@return` and `@throws`.' },
  ],
  shellscript: [shellLines],
  sql: [{ words: 'comment lines, `--` directly above the statement.' }],
  swift: [
    {
      words:
        'Swift documentation, `///` directly above the declaration, with `- Parameter name:`, `- Returns:` and `- Throws:`.',
    },
  ],
  typescript: [tsDoc],
  typescriptreact: [tsDoc],
  vb: [
    {
      words:
        "XML documentation comments, `'''` directly above the declaration, with `<summary>`, `<param name=\"…\">` and `<returns>`.",
    },
  ],
};

const unknownStyle = 'the documentation comments that are usual in the language, directly above the declaration.';

/**
 * How code of a language is documented, in words for a model: as the file does, else as is usual.
 * @param file its whole text.
 */
export function docStyle(languageId: string, file: string): string {
  const known = styles[languageId] ?? [];
  const style = known.find(({ seen }) => seen?.test(file) === true) ?? known[0];
  return style?.words ?? unknownStyle;
}
