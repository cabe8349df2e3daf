import * as vscode from 'vscode';
import { withoutImages, withoutUnsafeLinks } from '../../core/markdown';

/** A model's Markdown: not trusted with commands, HTML, icons, images, or links to anything but the web. */
export function untrustedMarkdown(text: string): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(withoutUnsafeLinks(withoutImages(text)));
  markdown.isTrusted = false;
  markdown.supportHtml = false;
  return markdown;
}
