import * as vscode from 'vscode';
import type { Attachment } from '../../core/conversation/message';
import { readTrace } from '../../core/context/trace';
import { plural } from '../../core/format';
import type { ExplainStyle } from '../../core/tasks/explain';
import type { Assistant } from '../assistant';
import { editorInFront } from '../context/editorInFront';
import { subjectsAt } from '../context/subjects';
import { buttonPrice, withPrice } from '../priceText';
import { explainAt } from './inChat';
import type { Explanations } from './explanations';
import { explainOutput } from './output';
import { languageName, styleWords } from './style';

interface SubjectItem extends vscode.QuickPickItem {
  readonly run: (style: ExplainStyle) => Promise<void>;
}

interface StyleItem extends vscode.QuickPickItem {
  /** Undefined: given up. */
  readonly style: () => Promise<ExplainStyle | undefined>;
}

export interface ExplainAsParts {
  readonly assistant: Assistant;
  readonly askInChat: (question: string, attachments: readonly Attachment[]) => Promise<void>;
}

/** Explain…: what is to be explained, and how, for this once. */
export class ExplainAs {
  private readonly explanations: Explanations;
  private readonly parts: ExplainAsParts;
  /** What was chosen last, where that is not what the settings say; offered first. */
  private last: ExplainStyle | undefined;
  private language = '';

  constructor(explanations: Explanations, parts: ExplainAsParts) {
    this.explanations = explanations;
    this.parts = parts;
  }

  async choose(): Promise<void> {
    const items = [...(await this.atCursor()), ...(await this.inClipboard())];
    if (items.length === 0) {
      void vscode.window.showInformationMessage('There is nothing here to explain. Select the code that you mean.');
      return;
    }
    const chosen = await vscode.window.showQuickPick(items, {
      title: 'Explain (1/2)',
      placeHolder: 'What is to be explained?',
      matchOnDescription: true,
    });
    const style = chosen && (await this.chooseStyle());
    if (style !== undefined) await chosen?.run(style);
  }

  private async atCursor(): Promise<readonly SubjectItem[]> {
    const editor = editorInFront();
    if (editor === undefined) return [];
    const { document } = editor;
    const choices = await subjectsAt(editor, await this.explanations.syntax());
    return choices.map((choice): SubjectItem => {
      const { label, description, range: stands } = choice;
      const run = async (style: ExplainStyle): Promise<void> => {
        const about = choice.subject();
        await explainAt({ document, about, stands }, this.explanations, this.parts.askInChat, style);
      };
      return { label, description, run };
    });
  }

  /** A stack trace is often copied from a browser, a log or a colleague's message. */
  private async inClipboard(): Promise<readonly SubjectItem[]> {
    const text = await vscode.env.clipboard.readText();
    const calls = readTrace(text).length;
    if (calls < 2) return [];
    const run = (style: ExplainStyle): Promise<void> =>
      explainOutput({ text, how: 'selected' }, this.explanations, this.parts, style);
    return [{ label: 'Stack Trace in the Clipboard', description: plural(calls, 'call'), run }];
  }

  private async chooseStyle(): Promise<ExplainStyle | undefined> {
    const usual = this.explanations.style;
    const { last } = this;
    const detail = (words: string, one: ExplainStyle['detail']): StyleItem => item(words, { ...usual, detail: one });
    const audience = (words: string, one: ExplainStyle['audience']): StyleItem =>
      item(words, { ...usual, audience: one });
    const items: readonly StyleItem[] = [
      ...(last === undefined ? [] : [item('As Last Time', last)]),
      item('As the Settings Say', usual),
      audience('For a Beginner', 'beginner'),
      audience('For an Expert', 'expert'),
      detail('Brief', 'brief'),
      detail('Thorough', 'thorough'),
      { label: 'In Another Language…', style: () => this.askLanguage(usual) },
    ];
    const price = buttonPrice(this.parts.assistant.priceOf('explain'));
    const placeHolder = withPrice('How, for this once?', price);
    const chosen = await vscode.window.showQuickPick(items, {
      title: 'Explain (2/2)',
      placeHolder,
      matchOnDescription: true,
    });
    const style = await chosen?.style();
    if (style !== undefined) this.last = styleWords(style) === styleWords(usual) ? undefined : style;
    return style;
  }

  private async askLanguage(usual: ExplainStyle): Promise<ExplainStyle | undefined> {
    const written = await vscode.window.showInputBox({
      title: 'Explain in Another Language',
      value: this.language,
      prompt: 'The English name of the language, such as German.',
      validateInput: (value) =>
        value.trim() === '' || languageName(value) !== undefined ? undefined : 'This cannot be the name of a language.',
    });
    const language = written === undefined ? undefined : languageName(written);
    if (language === undefined) return undefined;
    this.language = language;
    const { detail, audience } = usual;
    return { detail, audience, ...(language === 'English' ? {} : { language }) };
  }
}

function item(label: string, style: ExplainStyle): StyleItem {
  return { label, description: styleWords(style), style: async () => style };
}
