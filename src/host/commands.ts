import type { CommandId } from './contributions';

/** Written as a method, so that each command may name what it takes; the editor hands over what was clicked. */
type Command = { run(...given: unknown[]): unknown }['run'];

/** What commands do, by their ids. */
export type Commands = Readonly<Partial<Record<CommandId, Command>>>;

export interface Commanded {
  readonly commands: Commands;
}
