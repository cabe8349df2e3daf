/** How the words of undici's errors tell what a proxy answered; they have no field for it. */
const proxyAnswers = [
  /^Proxy response \((\d{3})\)/,
  // To a plain http address, which needs no tunnel.
  /^Proxy Authentication Required \((\d{3})\)/,
];

/** Names of errors that come without a code, and what is told instead. */
const codesByName: Readonly<Record<string, string>> = {
  // undici looks its parser's codes up in a table that goes the other way, so that they are all missing.
  HTTPParserError: 'NO_HTTP_ANSWER',
};

/**
 * The most telling code of a failed connection: that of the innermost cause, since wrappers say little; a proxy's
 * refusal by its status (`PROXY_407`), and a proxy that hangs up as `PROXY_CLOSED`.
 */
export function codeOf(error: unknown): string {
  let code: string | undefined;
  let current = error;
  for (let depth = 0; current instanceof Error && depth < 5; depth += 1) {
    const { message, name } = current;
    const status = proxyAnswers.map((pattern) => pattern.exec(message)?.[1]).find((found) => found !== undefined);
    if (status !== undefined) return `PROXY_${status}`;
    const own = 'code' in current && typeof current.code === 'string' ? current.code : undefined;
    if (own === 'UND_ERR_PRX_CONN') return 'PROXY_CLOSED';
    // Chromium's network stack, should the editor use it.
    code = own ?? /\bnet::(ERR_\w+)/.exec(message)?.[1] ?? codesByName[name] ?? code;
    current = current.cause ?? (current instanceof AggregateError ? (current.errors[0] as unknown) : undefined);
  }
  return code ?? (error instanceof Error && error.name !== 'Error' ? error.name : 'UNKNOWN');
}
