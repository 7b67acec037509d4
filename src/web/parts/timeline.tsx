import type { Visit } from '../pages/visit.ts';
import { Moment } from './moment.tsx';

interface Deed {
  readonly at: Date;
  readonly actor: string;
  readonly deed: string;
  readonly note?: string | undefined;
}

/** What was done, by whom and when, in order. */
export const Timeline = ({ visit, id, deeds }: { visit: Visit; id: string; deeds: readonly Deed[] }) => (
  <section aria-labelledby={id}>
    <h2 id={id}>What was done</h2>
    {deeds.length === 0 ? (
      <p class="hint">Nothing yet.</p>
    ) : (
      <ol class="rows timeline">
        {deeds.map(({ at, actor, deed, note }) => (
          <li key={`${at.getTime()}-${deed}`}>
            <div>
              <strong>{actor}</strong> {deed}
              {note && <p dir="auto">{note}</p>}
              <p class="hint">
                <Moment at={at} timeZone={visit.workspace.timeZone} />
              </p>
            </div>
          </li>
        ))}
      </ol>
    )}
  </section>
);
