import type { NewFacts } from '../../domain/facts.ts';
import { stars } from '../../domain/mention.ts';
import type { Fetched } from '../../sources/source.ts';
import { Moment } from '../parts/moment.tsx';
import { Stars } from '../parts/stars.tsx';
import { countOf, duration, listed } from '../parts/wording.ts';
import type { Visit } from './visit.ts';

const ITEMS_SHOWN = 5;
const TEXT_SHOWN = 240;

interface Props {
  readonly preview: Fetched;
  readonly visit: Visit;
  /** Shows by which ids its items are known again. */
  readonly withIds?: boolean;
}

/** What one look at a source would bring. */
export const SourcePreview = ({ preview, visit, withIds = false }: Props) => (
  <section class="preview" aria-labelledby="preview-title">
    <h2 id="preview-title">{preview.feedTitle ?? 'It can be read'}</h2>
    <p class="explained">
      {countOf(preview.mentions.length, 'item')} now
      {preview.skipped > 0 && `, ${countOf(preview.skipped, 'item')} left out because they have no text`}
      {preview.intervalHintMs !== undefined &&
        `, asks to be read every ${duration(preview.intervalHintMs / 1000)}`}
      .{brought(preview.facts)}
    </p>
    {preview.foundUrl && (
      <p class="explained">
        The page names a feed, and that is read: <code>{preview.foundUrl}</code>
      </p>
    )}
    {preview.warnings.length > 0 && (
      <ul class="warnings">
        {preview.warnings.map((warning) => (
          <li>{warning}</li>
        ))}
      </ul>
    )}
    <ul class="examples">
      {preview.mentions.slice(0, ITEMS_SHOWN).map((mention) => {
        const rated = stars(mention.rating);
        return (
          <li key={mention.externalId}>
            <p class="example-head">
              {rated !== undefined && <Stars value={rated} />}
              {mention.publishedAt ? (
                <Moment at={mention.publishedAt} timeZone={visit.workspace.timeZone} />
              ) : (
                <span>no date given</span>
              )}
              {mention.author?.name && <span>by {mention.author.name}</span>}
              {withIds && <code>{mention.externalId}</code>}
            </p>
            {mention.title && <p class="example-title">{mention.title}</p>}
            <p class="example-text" dir="auto">
              {mention.text.length > TEXT_SHOWN ? `${mention.text.slice(0, TEXT_SHOWN)}…` : mention.text}
            </p>
          </li>
        );
      })}
    </ul>
  </section>
);

function brought({ answers = [], customers = [], orders = [] }: NewFacts = {}): string {
  const counts = [
    answers.length > 0 ? countOf(answers.length, 'rated answer') : '',
    customers.length > 0 ? countOf(customers.length, 'customer') : '',
    orders.length > 0 ? countOf(orders.length, 'order') : '',
  ].filter(Boolean);
  return counts.length > 0 ? ` It brings ${listed(counts)}.` : '';
}
