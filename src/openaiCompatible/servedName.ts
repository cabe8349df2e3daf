/** Names of models as a server writes them, without its own name in front. */
export interface NamesInAnswer {
  /** What was asked for. */
  readonly asked: string;
  /** What the response says. */
  readonly said: string;
  /** What the server lists; undefined when it was not asked or did not tell. */
  readonly listed?: readonly string[] | undefined;
  /** It answers with whatever it has loaded, and repeats the name it was asked for (llama.cpp). */
  readonly echoes: boolean;
  /** It passes questions on to other servers, also to models that it does not list (a gateway). */
  readonly passesOn?: boolean;
}

/**
 * Which model answered. A switch must never pass unseen, but another spelling is no switch; servers on one's own
 * machine write file names, aliases or a placeholder (`gpt-3.5-turbo`). First that decides:
 *
 * 1. A server that echoes and lists one model has answered with that one, whatever it says.
 * 2. Another spelling of what was asked (`isSameModel`) is what was asked.
 * 3. A name that the server lists is that model: a switch.
 * 4. A server that runs its models itself and lists only the asked one can have answered with no other.
 * 5. Else the name is given as it was said, and shown as a switch to something unknown.
 */
export function servedName({ asked, said, listed, echoes, passesOn = false }: NamesInAnswer): string {
  const only = listed?.length === 1 ? listed[0] : undefined;
  if (echoes && only !== undefined) return isSameModel(asked, only) ? asked : only;
  if (isSameModel(asked, said)) return asked;
  const byName = listed?.find((id) => isSameModel(id, said));
  if (byName !== undefined) return byName;
  return !passesOn && only !== undefined && isSameModel(asked, only) ? asked : said;
}

/**
 * Whether two names are spellings of one: case, `.gguf`, Ollama's `:latest`, a folder or author that only one of them
 * names, and a date that only the answer has.
 */
export function isSameModel(asked: string, said: string): boolean {
  const one = normalised(asked);
  const other = normalised(said);
  if (one === other) return true;
  if (one.includes('/') !== other.includes('/') && lastPart(one) === lastPart(other)) return true;
  return other.startsWith(`${one}-`) && /^\d{4}-?\d{2}-?\d{2}$/.test(other.slice(one.length + 1));
}

function normalised(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('\\', '/')
    .replace(/\.gguf$/, '')
    .replace(/:latest$/, '');
}

/** The file's name or the model's, without folder or author. */
export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
