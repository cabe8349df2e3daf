import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Span } from '../../src/core/span';
import type { Scope, SyntaxTree } from '../../src/core/syntax';
import { createSyntax } from '../../src/syntax/createSyntax';
import { inRoot } from '../launch/paths';

/** Runtime and grammars as the package has them; `dist/syntax` is a copy. */
export const grammarFolder = inRoot('node_modules/@vscode/tree-sitter-wasm/wasm');

export const syntax = createSyntax(grammarFolder);

const open: SyntaxTree[] = [];

afterEach(() => {
  for (const tree of open.splice(0)) tree.dispose();
});

/** A tree that is disposed of after the test. */
export async function read(text: string, languageId: string): Promise<SyntaxTree> {
  return keep(await syntax.parse(text, languageId));
}

export function keep(tree: SyntaxTree | undefined): SyntaxTree {
  assert.ok(tree !== undefined);
  open.push(tree);
  return tree;
}

export function fixture(file: string): string {
  return readFileSync(inRoot('test/fixtures/source', file), 'utf8');
}

/** A stretch of a text by what stands there; it must stand there once. */
export function spanOf(text: string, part: string): Span {
  const start = text.indexOf(part);
  assert.ok(start >= 0 && !text.includes(part, start + 1), `once: ${part}`);
  return { start, end: start + part.length };
}

export function textOf(tree: SyntaxTree, { start, end }: Span): string {
  return tree.text.slice(start, end);
}

/** `name 3-9`: lines from 1. */
export function lines(tree: SyntaxTree, { name, start, end }: Scope): string {
  const lineAt = (offset: number): number => tree.text.slice(0, offset).split('\n').length;
  return `${name ?? '?'} ${lineAt(start)}-${lineAt(end)}`;
}

/** The whole line, from 1. */
export function line(text: string, number: number): Span {
  const before = text
    .split('\n')
    .slice(0, number - 1)
    .join('\n').length;
  const start = number === 1 ? 0 : before + 1;
  const end = text.indexOf('\n', start);
  return { start, end: end < 0 ? text.length : end };
}
