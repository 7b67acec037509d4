import type { SourceRow } from '../../store/sources.ts';
import { countOf, listed } from '../parts/wording.ts';

const NAMED = 3;

/** A source that is silent because it cannot be read is no good news; said before any number. */
export const StaleWarning = ({ stale }: { stale: readonly SourceRow[] }) => {
  if (stale.length === 0) return null;
  const names = stale.slice(0, NAMED).map((source) => source.name);
  const more = stale.length > NAMED ? [`${stale.length - NAMED} more`] : [];
  return (
    <p class="warning">
      <strong>{countOf(stale.length, 'source')} not up to date:</strong> {listed([...names, ...more])}. Until
      then the numbers of today may miss something. <a href="/sources">See the sources</a>
    </p>
  );
};
