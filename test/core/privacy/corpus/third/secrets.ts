import { Random } from '../random';
import type { Entry } from '../secrets';
import { drawText } from './sampling';
import { drawNamed } from './values';

const howMany = 160;

/** All secrets of the third set: what it is, how it is called, where it stands and its value, all drawn. */
export const entries: readonly Entry[] = Array.from({ length: howMany }, (_, at) => {
  const random = new Random(`third secret ${at}`);
  const secret = drawNamed(random);
  const { medium, language, write } = drawText(random, secret);
  const { provider, lines, values } = secret.make(random);
  return { kind: secret.kind, provider, medium, language, text: write(lines), values };
});
