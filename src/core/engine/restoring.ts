import type { Restorer, Scrubber } from '../privacy/scrubber';
import type { TurnEvent } from './events';

type TextPiece = Extract<TurnEvent, { type: 'text' }>;
type Piece = Extract<TurnEvent, { type: 'text' | 'reasoning' | 'toolCall' }>;

/** Puts the values back into what comes; each stream of text by itself, since a placeholder may be cut anywhere. */
export class Restoring {
  private readonly scrubber: Scrubber;
  private readonly streams = new Map<string, { readonly restorer: Restorer; readonly last: Piece }>();

  constructor(scrubber: Scrubber) {
    this.scrubber = scrubber;
  }

  /** @returns what can be shown by now, if anything. */
  text(piece: TextPiece): TextPiece | undefined {
    const text = this.restorerOf('text', piece).push(piece.text);
    return text === '' ? undefined : { type: 'text', text };
  }

  /** The same for thoughts, and for the arguments of tools, which are JSON. */
  other(piece: Exclude<Piece, TextPiece>): TurnEvent | undefined {
    if (piece.type === 'toolCall') {
      // Also without a word of its arguments it says which tool it is.
      return { ...piece, arguments: this.restorerOf(`toolCall ${piece.index}`, piece).push(piece.arguments) };
    }
    const text = this.restorerOf('reasoning', piece).push(piece.text);
    return text === '' ? undefined : { type: 'reasoning', text };
  }

  /** What was kept back; nothing more comes. */
  end(): readonly Piece[] {
    const pieces: Piece[] = [];
    for (const { restorer, last } of this.streams.values()) {
      const rest = restorer.end();
      if (rest === '') continue;
      pieces.push(
        last.type === 'toolCall' ? { type: 'toolCall', index: last.index, arguments: rest } : { ...last, text: rest },
      );
    }
    this.streams.clear();
    return pieces;
  }

  private restorerOf(stream: string, piece: Piece): Restorer {
    const known = this.streams.get(stream);
    if (known !== undefined) return known.restorer;
    const restorer = this.scrubber.restorer(piece.type === 'toolCall' ? 'jsonString' : 'text');
    this.streams.set(stream, { restorer, last: piece });
    return restorer;
  }
}
