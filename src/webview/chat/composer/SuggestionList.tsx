import fileIcon from '@vscode/codicons/src/icons/file.svg';
import folderIcon from '@vscode/codicons/src/icons/folder.svg';
import warningIcon from '@vscode/codicons/src/icons/warning.svg';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { SuggestionView } from '../../../protocol/messages';
import { Icon } from '../../shared/icons/Icon';

/** The most frequent have drawings; signs of two letters at most do for the others, as drawings are large. */
const icons: Readonly<Partial<Record<SuggestionView['kind'], string>>> = {
  file: fileIcon,
  folder: folderIcon,
  problems: warningIcon,
};
const signs: Readonly<Partial<Record<SuggestionView['kind'], string>>> = {
  symbol: '{}',
  terminal: '>_',
  changes: '±',
  command: '/',
};

function Sign({ kind }: Pick<SuggestionView, 'kind'>) {
  const icon = icons[kind];
  if (icon !== undefined) return <Icon svg={icon} />;
  return (
    <span class="sign" aria-hidden="true">
      {signs[kind]}
    </span>
  );
}

/** For `aria-controls` and `aria-activedescendant` of the box, which keeps the focus. */
export const listId = 'suggestions';
export function optionId(index: number): string {
  return `suggestion-${index}`;
}

interface SuggestionListProps {
  readonly items: readonly SuggestionView[];
  readonly active: number;
  readonly onTake: (item: SuggestionView) => void;
}

export function SuggestionList({ items, active, onTake }: SuggestionListProps) {
  const list = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [items, active]);
  return (
    <ul
      class="suggestions"
      id={listId}
      role="listbox"
      aria-label="Suggestions"
      ref={list}
      onMouseDown={(event) => {
        // The box keeps the focus.
        event.preventDefault();
      }}
    >
      {items.map((item, index) => (
        <li
          key={item.id}
          id={optionId(index)}
          role="option"
          aria-selected={index === active}
          onClick={() => {
            onTake(item);
          }}
        >
          <Sign kind={item.kind} />
          <bdi class="suggestion-label">{item.label}</bdi>
          <bdi class="suggestion-detail">{item.detail}</bdi>
        </li>
      ))}
    </ul>
  );
}
