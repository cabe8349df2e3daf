import checkIcon from '@vscode/codicons/src/icons/check.svg';
import filterIcon from '@vscode/codicons/src/icons/filter.svg';
import refreshIcon from '@vscode/codicons/src/icons/refresh.svg';
import searchIcon from '@vscode/codicons/src/icons/search.svg';
import type { RefObject } from 'preact';
import { Icon } from '../shared/icons/Icon';
import { focusRow } from './keyboard';
import {
  type Ability,
  abilities,
  type Author,
  contextSteps,
  countFilters,
  policyFilters,
  type Query,
  sorts,
} from './query';
import type { BrowserSession } from './session';
import { abilityNames, categoryNames, contextNames, isCategory, policyFilterNames, sortNames } from './wording';

interface FiltersProps {
  readonly session: BrowserSession;
  readonly authors: readonly Author[];
  readonly search: RefObject<HTMLInputElement | null>;
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly (readonly [value: Value, label: string])[];
  readonly onChoose: (value: Value) => void;
}

function Choice<Value extends string>({ label, value, options, onChoose }: ChoiceProps<Value>) {
  return (
    <label class="choice">
      <span class="choice-label">{label}</span>
      <select
        value={value}
        onChange={({ currentTarget }) => {
          const chosen = options.find(([option]) => option === currentTarget.value);
          if (chosen !== undefined) onChoose(chosen[0]);
        }}
      >
        {options.map(([option, name]) => (
          <option key={option} value={option} selected={option === value}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Abilities({ query, session }: { readonly query: Query; readonly session: BrowserSession }) {
  const toggle = (ability: Ability, wanted: boolean): void => {
    const others = query.abilities.filter((other) => other !== ability);
    session.look({ abilities: wanted ? [...others, ability] : others });
  };
  return (
    <fieldset class="abilities-choice">
      <legend class="choice-label">Capabilities</legend>
      <div class="chips">
        {abilities.map((ability) => (
          <label key={ability} class="chip">
            <input
              type="checkbox"
              class="visually-hidden"
              checked={query.abilities.includes(ability)}
              onChange={({ currentTarget }) => {
                toggle(ability, currentTarget.checked);
              }}
            />
            <Icon svg={checkIcon} />
            {abilityNames[ability]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Options with the chosen one among them, also when nothing of it is in the list just now. */
function authorOptions(authors: readonly Author[], chosen: string): readonly (readonly [string, string])[] {
  const missing = chosen !== '' && authors.every(({ id }) => id !== chosen);
  return [
    ['', 'Everybody'],
    ...authors.map(({ id, name, count }) => [id, `${name} (${count})`] as const),
    ...(missing ? [[chosen, `${chosen} (0)`] as const] : []),
  ];
}

const steps = contextSteps.map((step) => [String(step), contextNames.get(step) ?? String(step)] as const);

function entriesOf<Key extends string>(
  names: Readonly<Record<Key, string>>,
  keys: readonly Key[],
): readonly (readonly [Key, string])[] {
  return keys.map((key) => [key, names[key]] as const);
}

const uses: readonly (readonly [Query['use'], string])[] = [
  ['', 'Any use'],
  ...entriesOf(categoryNames, Object.keys(categoryNames).filter(isCategory)),
];

/** Everything that decides which models are listed, and in which order. */
export function Filters({ session, authors, search }: FiltersProps) {
  const { query, status, filtersOpen } = session.state;
  const { look } = session;
  const filters = countFilters(query);
  return (
    <>
      <div class="search-row">
        <div class="search-box">
          <Icon svg={searchIcon} />
          <input
            ref={search}
            type="search"
            aria-label="Search models"
            placeholder="Search by name, maker or description"
            spellcheck={false}
            value={query.text}
            onInput={({ currentTarget }) => {
              look({ text: currentTarget.value });
            }}
            onKeyDown={(event) => {
              const first = document.querySelector('.models > li');
              if (event.key !== 'ArrowDown' || first === null) return;
              event.preventDefault();
              focusRow(first);
            }}
          />
        </div>
        <button
          type="button"
          class="filters-button"
          aria-expanded={filtersOpen}
          aria-controls="filters"
          onClick={session.toggleFilters}
        >
          <Icon svg={filterIcon} />
          <span class="filters-word">Filters</span>
          {filters > 0 && ` (${filters})`}
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label="Read the list again"
          title="Read the list again"
          aria-disabled={status.loading}
          onClick={() => {
            if (!status.loading) session.post({ type: 'refresh' });
          }}
        >
          <Icon svg={refreshIcon} spinning={status.loading} />
        </button>
      </div>
      <div id="filters" class={filtersOpen ? 'filters open' : 'filters'}>
        <Choice
          label="Made by"
          value={query.author}
          options={authorOptions(authors, query.author)}
          onChoose={(author) => {
            look({ author });
          }}
        />
        <Choice
          label="Context"
          value={String(query.leastContext)}
          options={steps}
          onChoose={(step) => {
            look({ leastContext: Number(step) });
          }}
        />
        <Choice
          label="Price"
          value={query.price}
          options={[
            ['free', 'Free'],
            ['all', 'Free and paid'],
          ]}
          onChoose={(price) => {
            look({ price });
          }}
        />
        <Choice
          label="Data policy"
          value={query.policy}
          options={entriesOf(policyFilterNames, policyFilters)}
          onChoose={(policy) => {
            look({ policy });
          }}
        />
        <Choice
          label="Used for"
          value={query.use}
          options={uses}
          onChoose={(use) => {
            look({ use });
          }}
        />
        <Choice
          label="Order"
          value={query.sort}
          options={entriesOf(sortNames, sorts)}
          onChoose={(sort) => {
            look({ sort });
          }}
        />
        <Abilities query={query} session={session} />
      </div>
    </>
  );
}
