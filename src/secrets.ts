import { createScrubber } from './core/privacy/createScrubber';
import { findSecrets } from './core/privacy/detect/detector';
import type { Scrubber } from './core/privacy/scrubber';

/**
 * What finds secrets, a bundle of its own for the sake of its many rules; loaded before the first question goes.
 * @param random uniform in [0, 1); makes the names of placeholders.
 */
export function createPrivateScrubber(random: () => number): Scrubber {
  return createScrubber({ random, detect: findSecrets });
}
