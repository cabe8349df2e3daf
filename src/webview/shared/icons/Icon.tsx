import { toDrawing } from './drawing';

/** Decoration only: the label belongs to the button or text beside it. */
export function Icon({ svg, spinning = false }: { readonly svg: string; readonly spinning?: boolean }) {
  const { viewBox, paths } = toDrawing(svg);
  return (
    <svg class={spinning ? 'icon spinning' : 'icon'} viewBox={viewBox} aria-hidden="true">
      {paths.map(({ d, evenOdd }) => (
        <path key={d} d={d} fill-rule={evenOdd ? 'evenodd' : 'nonzero'} />
      ))}
    </svg>
  );
}
