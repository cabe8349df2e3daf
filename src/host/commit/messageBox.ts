import type { Person } from '../person';

/** The box over the changes, as far as a message is put into it. */
export interface MessageBox {
  value: string;
}

/**
 * Puts a text in the place of what stands in the box, and says so. What stood there can be had back exactly, and what is
 * taken away by that as well, and so on: nothing that was ever written is lost.
 * @param sentence what is said about it; undefined: only what must be.
 * @param further what else can be done about what is said.
 */
export async function putInto(
  box: MessageBox,
  text: string,
  sentence: string | undefined,
  person: Pick<Person, 'tell'>,
  further?: { readonly label: string; readonly act: () => Thenable<unknown> },
): Promise<void> {
  const before = box.value;
  box.value = text;
  const isLoss = before !== '' && before !== text;
  if (sentence === undefined && !isLoss) return;
  const said = sentence ?? 'Put back what stood there before.';
  const others = further === undefined ? [] : [further.label];
  const chosen = await person.tell('information', said, ...(isLoss ? ['Undo'] : []), ...others);
  if (chosen === 'Undo') await putInto(box, before, undefined, person);
  else if (further !== undefined && chosen === further.label) await further.act();
}
