import type { FallbackPolicy } from '../engine/routing';

/** What a request is for; decides pin, fallback policy and prompt (design, section 2). */
export type Task = 'chat' | 'explain' | 'compare';

/** Those that may have a pin of their own; who compares names the models. */
export const tasks: readonly Task[] = ['chat', 'explain'];

/** What a task does by itself when its pinned model cannot answer; settings go before it (design, section 5). */
export const usualFallback: Readonly<Record<Task, FallbackPolicy>> = {
  chat: 'announce',
  explain: 'announce',
  compare: 'never',
};

/** For lists a person reads. */
export const taskNames: Readonly<Record<Task, string>> = {
  chat: 'Chat',
  explain: 'Explanations',
  compare: 'Comparison',
};
