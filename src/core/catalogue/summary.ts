import { formatTokens } from '../format';
import type { Model } from './model';

/** One line for lists: `coding 39.6 · 1M context · tools, images · expires 2026-12-31`. Unknown is said to be unknown. */
export function modelSummary(model: Model): string {
  const abilities = [model.capabilities.tools ? 'tools' : '', model.capabilities.images ? 'images' : ''].filter(
    Boolean,
  );
  return [
    model.codingIndex === undefined ? 'coding not known' : `coding ${model.codingIndex}`,
    model.contextLength === undefined ? 'context not known' : `${formatTokens(model.contextLength)} context`,
    abilities.join(', '),
    model.expiresOn === undefined ? '' : `expires ${model.expiresOn}`,
  ]
    .filter(Boolean)
    .join(' · ');
}
