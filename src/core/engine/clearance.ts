import type { Model } from '../catalogue/model';
import type { FileRef, Message } from '../conversation/message';
import type { Failure } from '../errors';
import { type DataPolicy, isAllowedAt, policyAt } from '../privacy/policy';
import type { Question } from '../privacy/questions';
import type { TurnEvent } from './events';
import type { Privacy } from './ports';

/** What happens to what this model is sent, at the level in force: known, or what the service is told to keep to. */
export function policyOf(privacy: Privacy, model: Model): DataPolicy {
  return policyAt(privacy.level, model, privacy.policyOf(model));
}

/** Whether the level in force lets the model be asked. */
export function isAllowed(privacy: Privacy, model: Model): boolean {
  return isAllowedAt(privacy.level, model, privacy.policyOf(model), privacy.keepsNothing(model));
}

/** Whether a request may go to the model without the user being asked anything. */
export function isCleared(privacy: Privacy, model: Model): boolean {
  return isAllowed(privacy, model) && privacy.agreed(policyOf(privacy, model));
}

/**
 * What a question must pass before it may be sent: no file goes that must not, and the user agreed to whoever gets it.
 * Asks where only the user can tell.
 * @param unattended nobody is there to be asked: what needs a yes is refused.
 * @returns why nothing is sent; undefined: it may go, or the signal was aborted meanwhile.
 */
export async function* clear(
  privacy: Privacy,
  messages: readonly Message[],
  target: Model,
  unattended: boolean,
  signal: AbortSignal,
): AsyncGenerator<readonly TurnEvent[], Failure | undefined, undefined> {
  const files = filesIn(messages);
  const verdicts = files.length === 0 ? [] : await unlessAborted(privacy.check(files), signal);
  if (verdicts === undefined) return undefined;
  const questions: Question[] = [];
  for (const [at, file] of files.entries()) {
    const verdict = verdicts[at];
    // A file nobody judged does not go.
    if (verdict === undefined) return { kind: 'ignoredFile', file: file.name, rule: 'it could not be checked' };
    if (verdict.may === 'not') return { kind: 'ignoredFile', file: file.name, rule: verdict.rule };
    if (verdict.may === 'ifAsked') questions.push({ about: 'ignoredFile', file, rule: verdict.rule });
  }
  const policy = policyOf(privacy, target);
  if (policy !== 'noRetention' && !privacy.agreed(policy)) {
    questions.push({ about: 'consent', policy, model: target.id });
  }
  for (const question of questions) {
    if (signal.aborted) return undefined;
    if (unattended) return { kind: 'declined', about: question.about };
    yield [{ type: 'waiting', why: 'question', question }];
    const agreed = await privacy.ask(question, signal);
    if (!agreed && !signal.aborted) return { kind: 'declined', about: question.about };
  }
  return undefined;
}

/** Files may be slow to read, which must not keep the stop button waiting. */
async function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value | undefined> {
  const aborted = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  return Promise.race([aborted, work]);
}

/** Each file once, also one that a picture came from. */
function filesIn(messages: readonly Message[]): readonly FileRef[] {
  const files = new Map<string, FileRef>();
  for (const { content } of messages) {
    if (typeof content === 'string') continue;
    for (const part of content) {
      const file = part.type === 'text' ? undefined : part.file;
      if (file !== undefined) files.set(`${file.how} ${file.uri ?? file.name}`, file);
    }
  }
  return [...files.values()];
}
