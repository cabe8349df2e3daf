import type { FallbackPolicy } from '../engine/routing';

/** What a request is for; decides pin, fallback policy and prompt (design, section 2). */
export type Task = 'chat' | 'explain' | 'fix' | 'edit' | 'tests' | 'docs' | 'commit' | 'complete' | 'compare';

/** Those that may have a pin of their own; who compares names the models. */
export const tasks: readonly Task[] = ['chat', 'explain', 'fix', 'edit', 'tests', 'docs', 'commit', 'complete'];

/** What a task does by itself when its pinned model cannot answer; settings go before it (design, section 5). */
export const usualFallback: Readonly<Record<Task, FallbackPolicy>> = {
  chat: 'announce',
  explain: 'announce',
  fix: 'never',
  edit: 'never',
  tests: 'ask',
  docs: 'ask',
  commit: 'ask',
  complete: 'never',
  compare: 'never',
};

/**
 * What only a setting of its own changes: another model's edit is a risk that a wish for all tasks does not speak of, and
 * nobody could be asked about a completion.
 */
export const keepsItsFallback: ReadonlySet<Task> = new Set<Task>(['fix', 'edit', 'complete', 'compare']);

/** For lists a person reads. */
export const taskNames: Readonly<Record<Task, string>> = {
  chat: 'Chat',
  explain: 'Explanations',
  fix: 'Fixes',
  edit: 'Edits',
  tests: 'Tests',
  docs: 'Documentation',
  commit: 'Commit Messages',
  complete: 'Completion',
  compare: 'Comparison',
};

/** One value for each task. */
export function forEachTask<Value>(of: (task: Task) => Value): Readonly<Record<Task, Value>> {
  return {
    chat: of('chat'),
    explain: of('explain'),
    fix: of('fix'),
    edit: of('edit'),
    tests: of('tests'),
    docs: of('docs'),
    commit: of('commit'),
    complete: of('complete'),
    compare: of('compare'),
  };
}
