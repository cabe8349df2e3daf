/** Where people have secrets; build servers apart from other configuration. */
export type Stratum = 'code' | 'configuration' | 'ci' | 'log' | 'diff' | 'prose';

/** What a secret is for whoever has it. */
export type Family = 'provider' | 'application' | 'password' | 'address' | 'token' | 'privateKey';

/**
 * A text with room for a secret: `⟨secret⟩`, `⟨lines⟩` of a key, the secret's name as `⟨env⟩`, `⟨camel⟩`, `⟨snake⟩` and
 * so on, and `⟨hex 40⟩` and its like for what is none.
 */
export interface Surrounding {
  readonly stratum: Stratum;
  /** Language or format. */
  readonly language: string;
  /** What may stand in it; nothing, where `kinds` says it. */
  readonly families: readonly Family[];
  /** The only kinds that stand in such a text, e.g. where it is one provider's own. */
  readonly kinds?: readonly string[];
  readonly source: string;
}

interface Texts {
  /** For whatever has a name; the text has room for it. */
  readonly named: (language: string, source: string) => Surrounding;
  /** For what the text itself says it is, or what shows it. */
  readonly taking: (language: string, families: readonly Family[], source: string) => Surrounding;
  /** For these kinds of keys alone. */
  readonly only: (language: string, kinds: readonly string[], source: string) => Surrounding;
}

export function textsOf(stratum: Stratum): Texts {
  return {
    named: (language, source) => ({
      stratum,
      language,
      families: ['provider', 'application', 'password', 'address', 'token'],
      source,
    }),
    taking: (language, families, source) => ({ stratum, language, families, source }),
    only: (language, kinds, source) => ({ stratum, language, families: [], kinds, source }),
  };
}
