import type { HistoryEntry } from '../../store/inbox-history.ts';
import { STATUS_WORD } from '../parts/inbox-words.ts';
import { SentimentBadge } from '../parts/sentiment-badge.tsx';
import { relative } from '../parts/wording.ts';
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
