import { useMemo } from 'preact/hooks';
import type { FromPage } from '../../protocol/messages';
import type { AnswerActions } from './markdown/codeBlock';

/** What a page that shows answers says of them; all such pages say it alike. */
type OfAnswer = Extract<
  FromPage,
  { readonly type: 'copy' | 'insert' | 'applyCode' | 'newFile' | 'runCode' | 'openLink' }
>;

type PostOfAnswer = (message: OfAnswer) => void;

interface AnswerSession {
  readonly post: PostOfAnswer;
  /** For screen readers. */
  readonly say: (words: string) => void;
}

/** Opens links through the host, which checks them again; the editor's own handling of links never gets to see them. */
export function useLinks(post: PostOfAnswer): (event: MouseEvent) => void {
  return (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    // The second button opens a menu.
    if (!(link instanceof HTMLAnchorElement) || event.button > 1) return;
    event.preventDefault();
    event.stopPropagation();
    post({ type: 'openLink', url: link.href });
  };
}

/** What can be done with the code of an answer; the host does it. */
export function useAnswerActions(session: AnswerSession): AnswerActions {
  return useMemo<AnswerActions>(
    () => ({
      copy: (text) => {
        session.post({ type: 'copy', text });
        session.say('Copied.');
      },
      insert: (text) => {
        session.post({ type: 'insert', text });
      },
      apply: (text, language) => {
        session.post({ type: 'applyCode', text, language });
      },
      newFile: (text, language) => {
        session.post({ type: 'newFile', text, language });
      },
      run: (text) => {
        session.post({ type: 'runCode', text });
      },
    }),
    [session],
  );
}
