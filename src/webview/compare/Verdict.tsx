import type { ColumnView, FromComparePage, VerdictView } from '../../protocol/compare';
import { Button } from '../chat/Button';

interface VerdictProps {
  readonly verdict: VerdictView;
  readonly columns: readonly ColumnView[];
  readonly post: (message: FromComparePage) => void;
}

interface ChoiceProps {
  readonly label: string;
  readonly checked: boolean;
  readonly choose: () => void;
}

function Choice({ label, checked, choose }: ChoiceProps) {
  return (
    <label class="verdict-choice">
      <input type="radio" name="best" checked={checked} onChange={choose} />
      {label}
    </label>
  );
}

/** Which answer was best; kept as the user's own evidence about models, without any text. */
export function Verdict({ verdict: { candidates, best, pin, pinned }, columns, post }: VerdictProps) {
  if (candidates.length === 0) return null;
  const winner = typeof best === 'object' ? best.model : undefined;
  return (
    <div class="verdict">
      <fieldset role="radiogroup" aria-labelledby="which">
        <legend id="which">Which answer is best?</legend>
        {columns
          .filter(({ model }) => candidates.includes(model.id))
          .map(({ model: { id, shortName } }) => (
            <Choice
              key={id}
              label={shortName}
              checked={winner === id}
              choose={() => {
                post({ type: 'best', model: id });
              }}
            />
          ))}
        <Choice
          label="None"
          checked={best === 'none'}
          choose={() => {
            post({ type: 'best' });
          }}
        />
      </fieldset>
      {winner !== undefined && (
        <div class="buttons">
          {pin !== undefined && (
            <Button
              onClick={() => {
                post({ type: 'pinBest' });
              }}
            >
              {pin}
            </Button>
          )}
          {pinned !== undefined && <span class="pinned">{pinned}</span>}
          <Button
            primary
            onClick={() => {
              post({ type: 'keepTalking' });
            }}
          >
            Keep Talking with It
          </Button>
        </div>
      )}
    </div>
  );
}
