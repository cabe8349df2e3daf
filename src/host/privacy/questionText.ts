import { shortName } from '../../core/catalogue/names';
import { unreachable } from '../../core/errors';
import type { DataPolicy } from '../../core/privacy/policy';
import type { Question } from '../../core/privacy/questions';
import type { QuestionView } from '../../protocol/messages';

export interface QuestionSurroundings {
  /** Secrets are replaced before sending. */
  readonly scrubs: boolean;
  /** The window has a folder; without one, what is agreed to holds for the window. */
  readonly hasFolder: boolean;
}

/** What a turn waits for, as a plain sentence with its answers. */
export function questionView(question: Question, { scrubs, hasFolder }: QuestionSurroundings): QuestionView {
  switch (question.about) {
    case 'consent':
      return {
        sentence: `${shortName(question.model)}: ${consentWords[question.policy]} Send to such models?`,
        once: 'Send this once',
        workspace: `Always in this ${hasFolder ? 'workspace' : 'window'}`,
        no: 'Do not send',
      };
    case 'ignoredFile': {
      const secrets = scrubs ? 'Secrets in it are replaced.' : 'Replacing secrets is switched off.';
      const { file, rule } = question;
      return {
        sentence: `“${file.name}” never goes by itself (${rule}). Send ${file.how === 'selected' ? 'the selected lines' : 'the whole file'}? ${secrets}`,
        once: file.how === 'selected' ? 'Send these lines' : 'Send this file',
        no: 'Do not send',
      };
    }
    default:
      return unreachable(question);
  }
}

const consentWords: Readonly<Record<Exclude<DataPolicy, 'noRetention'>, string>> = {
  keptNotTrained: 'whoever runs it may keep what you send, but does not train on it.',
  mayTrain: 'whoever runs it may keep what you send and train on it.',
  unknown: 'it is not known what happens to what you send, so it counts as training on it.',
};
