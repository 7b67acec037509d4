import { pixel } from './scale.ts';

/** How the lines of several members are told apart: by letter, mark and dashes as well as by colour. */

const LETTERS = 'ABCDEF';

export const letterOf = (index: number): string => LETTERS[index] ?? '';

interface DotProps {
  readonly index: number;
  readonly x: number;
  readonly y: number;
}

type Outline = (x: number, y: number) => string;

const OUTLINES: readonly Outline[] = [
  (x, y) => `M${x - 3.4} ${y}a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0 -6.8 0Z`,
  (x, y) => `M${x - 3.2} ${y - 3.2}h6.4v6.4h-6.4Z`,
  (x, y) => `M${x} ${y - 4.2}l4.2 7.4h-8.4Z`,
  (x, y) => `M${x} ${y - 4.6}l4.6 4.6l-4.6 4.6l-4.6 -4.6Z`,
  (x, y) => `M${x} ${y + 4.2}l4.2 -7.4h-8.4Z`,
  (x, y) => `M${x - 1.4} ${y - 4.4}h2.8v3h3v2.8h-3v3h-2.8v-3h-3v-2.8h3Z`,
];

/** The mark of a member on one of its points. */
export const MemberDot = ({ index, x, y }: DotProps) => (
  <path class={`member-dot member-${index + 1}`} d={OUTLINES[index]?.(pixel(x), pixel(y))} />
);

/** The name of a member behind a piece of its line. */
export const MemberName = ({ index, name }: { index: number; name: string }) => (
  <span class="member-name">
    <svg class="member-key" viewBox="0 0 30 12" width="30" height="12" aria-hidden="true">
      <path class={`member-line member-${index + 1}`} d="M1 6h28" />
      <MemberDot index={index} x={15} y={6} />
    </svg>{' '}
    <span>
      <span class="member-letter">{letterOf(index)}</span> {name}
    </span>
  </span>
);

/** The same of all of them together. */
export const AllName = ({ name }: { name: string }) => (
  <span class="member-name">
    <svg class="member-key" viewBox="0 0 30 12" width="30" height="12" aria-hidden="true">
      <path class="member-line member-all" d="M1 6h28" />
    </svg>{' '}
    <span>{name}</span>
  </span>
);
