/** Who we are; honest, because some free models answer by this (OpenRouter API reference 2 and 14.3). */
export interface Attribution {
  /** Our own project address. */
  readonly referer: string;
  readonly title: string;
  /** At most two. */
  readonly categories: readonly string[];
  readonly version: string;
}

/** Headers of every request; `key` is left out where there is none and none is needed. */
export function requestHeaders(attribution: Attribution, key: string | undefined): Record<string, string> {
  return {
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
    'http-referer': attribution.referer,
    'x-openrouter-title': attribution.title,
    'x-openrouter-categories': attribution.categories.slice(0, 2).join(','),
    'user-agent': `tollfree/${attribution.version}`,
  };
}

/** Whether a key can stand in a header at all. A pasted line break or a typographic quote can not. */
export function isSendableKey(key: string): boolean {
  return /^[\x21-\x7e]+$/.test(key);
}
