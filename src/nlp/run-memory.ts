import type { PlacedPiece } from './pieces.ts';

const REMEMBERED = 24_000;
const LONGEST_REMEMBERED = 24;

/**
 * Remembers how runs were cut. Two generations: what is asked for again survives, what is not is forgotten, so the
 * memory is bounded whatever is read.
 */
export function rememberRuns(
  cut: (run: string) => readonly PlacedPiece[],
): (run: string) => readonly PlacedPiece[] {
  let recent = new Map<string, readonly PlacedPiece[]>();
  let older = recent;
  return (run) => {
    const known = recent.get(run);
    if (known) return known;
    const made = older.get(run) ?? cut(run);
    if (run.length > LONGEST_REMEMBERED) return made;
    if (recent.size >= REMEMBERED) {
      older = recent;
      recent = new Map();
    }
    // A copy: a slice would keep the text it was cut from alive.
    recent.set(run.length < SLICED ? run : `${run} `.slice(0, -1), made);
    return made;
  };
}

// V8 copies shorter slices by itself.
const SLICED = 13;
