import type { Catalogue, Model } from './model';

/** Goes up when `Model` changes so that an older file would be misread. */
const FORMAT = 1;

/** A catalogue as text for the disk, with the address it came from. */
export function storeCatalogue(catalogue: Catalogue, address: string): string {
  return JSON.stringify({ format: FORMAT, address, ...catalogue });
}

/**
 * Reads what `storeCatalogue` wrote. Undefined when it is damaged, of another format, or came from another address;
 * single odd entries are left out. That a model is free is checked again by the service: every request carries the guard.
 */
export function parseStoredCatalogue(text: string, address: string): Catalogue | undefined {
  let stored: unknown;
  try {
    stored = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(stored) || stored['format'] !== FORMAT || stored['address'] !== address) return undefined;
  const { readAt, models } = stored;
  if (typeof readAt !== 'number' || !Number.isFinite(readAt) || !Array.isArray(models)) return undefined;
  return { readAt, models: models.filter(isModel) };
}

/** The fields without which our rules would stumble; the rest is optional in `Model` too. */
function isModel(value: unknown): value is Model {
  if (!isRecord(value) || !isRecord(value['capabilities'])) return false;
  const { id, canonicalSlug, name, free, chat, capabilities } = value;
  return (
    [id, canonicalSlug, name].every((text) => typeof text === 'string' && text !== '') &&
    typeof free === 'boolean' &&
    typeof chat === 'boolean' &&
    ['tools', 'images', 'structuredOutput'].every((ability) => typeof capabilities[ability] === 'boolean') &&
    typeof capabilities['reasoning'] === 'string' &&
    ['contextLength', 'maxOutputTokens', 'codingIndex', 'createdAt'].every((key) => isNumberOrMissing(value[key])) &&
    (value['expiresOn'] === undefined || typeof value['expiresOn'] === 'string')
  );
}

function isNumberOrMissing(value: unknown): boolean {
  return value === undefined || (typeof value === 'number' && Number.isFinite(value));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
