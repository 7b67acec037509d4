/** A stretch of two texts: in both, only in the later one, or only in the earlier one. */
export interface DiffPart {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Longer texts are compared whole: nobody reads a comparison of thousands of words. */
const MOST_WORDS = 1_500;

/** What has changed from one text to another, word by word. */
export function wordDiff(before: string, after: string): DiffPart[] {
  const [old, young] = [wordsOf(before), wordsOf(after)];
  if (old.length > MOST_WORDS || young.length > MOST_WORDS) {
    return merged([
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ]);
  }
  const common = longestCommon(old, young);
  const parts: DiffPart[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < young.length) {
    const isSame = i < old.length && j < young.length && old[i] === young[j];
    if (isSame) {
      parts.push({ kind: 'same', text: old[i] as string });
      i += 1;
      j += 1;
    } else if (j >= young.length || (i < old.length && common(i + 1, j) >= common(i, j + 1))) {
      parts.push({ kind: 'removed', text: old[i] as string });
      i += 1;
    } else {
      parts.push({ kind: 'added', text: young[j] as string });
      j += 1;
    }
  }
  return merged(parts);
}

/** Words and what stands between them; a script without spaces character by character. */
const wordsOf = (text: string): string[] =>
  text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[^\s\p{Script=Han}]+|\s+/gu) ?? [];

/** Length of what both have in common from these places on. */
function longestCommon(old: readonly string[], young: readonly string[]): (i: number, j: number) => number {
  const width = young.length + 1;
  const lengths = new Uint16Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i -= 1) {
    for (let j = young.length - 1; j >= 0; j -= 1) {
      const next = (i + 1) * width + j;
      lengths[i * width + j] =
        old[i] === young[j]
          ? (lengths[next + 1] ?? 0) + 1
          : Math.max(lengths[next] ?? 0, lengths[i * width + j + 1] ?? 0);
    }
  }
  return (i, j) => lengths[i * width + j] ?? 0;
}

function merged(parts: readonly DiffPart[]): DiffPart[] {
  const result: DiffPart[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (last?.kind === part.kind) result[result.length - 1] = { ...last, text: last.text + part.text };
    else if (part.text !== '') result.push(part);
  }
  return result;
}
