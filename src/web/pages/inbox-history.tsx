import type { InboxEvent } from '../../store/inbox.ts';
import type { HistoryEntry } from '../../store/inbox-history.ts';
import { eventInWords, STATUS_WORD } from '../parts/inbox-words.ts';
import { Moment } from '../parts/moment.tsx';
import { SentimentBadge } from '../parts/sentiment-badge.tsx';
import { moment, relative } from '../parts/wording.ts';
import type { Visit } from './visit.ts';

interface HistoryProps {
  readonly id: string;
  readonly title: string;
  readonly hint?: string | undefined;
  readonly entries: readonly HistoryEntry[];
  readonly visit: Visit;
}

/** Other mentions, short, with where they stand in the inbox. */
export const History = ({ id, title, hint, entries, visit }: HistoryProps) => (
  <section aria-labelledby={`history-${id}`}>
    <h2 id={`history-${id}`}>{title}</h2>
    {hint && entries.length > 0 && <p class="hint">{hint}</p>}
    {entries.length === 0 ? (
      <p class="hint">Nothing else is known.</p>
    ) : (
      <ul class="rows history-rows">
        {entries.map((entry) => (
          <li key={entry.id}>
            <div>
              <p>
                <SentimentBadge label={entry.label} />{' '}
                {entry.stars !== undefined && `${Math.round(entry.stars)} of 5 · `}
                <a href={entry.status ? `/inbox/${entry.id}` : `/mentions/${entry.id}`}>
                  {relative(entry.saidAt, visit.now)}, {entry.source}
                </a>
                {entry.status && ` · ${STATUS_WORD[entry.status]}`}
              </p>
              <p dir="auto" class="history-text">
                {[entry.title, entry.text].filter(Boolean).join(' — ')}
              </p>
            </div>
          </li>
        ))}
      </ul>
    )}
  </section>
);

/** What was done about an item, in order. */
export const Timeline = ({ visit, events }: { visit: Visit; events: readonly InboxEvent[] }) => {
  const { timeZone } = visit.workspace;
  return (
    <section aria-labelledby="timeline-title">
      <h2 id="timeline-title">What was done</h2>
      {events.length === 0 ? (
        <p class="hint">Nothing yet.</p>
      ) : (
        <ol class="rows timeline">
          {events.map((event) => (
            <li key={`${event.at.getTime()}-${event.deed}`}>
              <div>
                <strong>{event.actor}</strong> {eventInWords(event, (at) => moment(at, timeZone))}
                <p class="hint">
                  <Moment at={event.at} timeZone={timeZone} />
                </p>
              </div>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
};
