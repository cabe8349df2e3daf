import * as z from 'zod';

/** Of a turn or a model: something, on one line, without characters that cannot be seen. */
export const id = z
  .string()
  .max(400)
  .regex(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+$/u);
