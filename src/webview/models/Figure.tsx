import type { ComponentChildren } from 'preact';

interface FigureProps {
  readonly name: string;
  /** Undefined: not known, which is said and not shown as zero. */
  readonly value: string | number | undefined;
  readonly children?: ComponentChildren;
}

/** One entry of a list of figures. */
export function Figure({ name, value, children }: FigureProps) {
  return (
    <div class={value === undefined ? 'figure unknown' : 'figure'}>
      <dt>{name}</dt>
      <dd>
        {value ?? 'not known'}
        {children}
      </dd>
    </div>
  );
}
