import { ENTRIES, type Entry, type InboxSettings } from '../../domain/inbox-settings.ts';
import { MENTION_KINDS, type MentionKind } from '../../domain/mention.ts';
import { TRIAGE_PARTS, type TriagePartName, type TriageWeights } from '../../domain/triage.ts';
import type { PreviewedItem } from '../deeds/inbox-settings.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { PART_WORD } from '../parts/inbox-words.ts';
import { count, signed } from '../parts/wording.ts';
import type { Visit } from './visit.ts';

export interface WeightsPreview {
  readonly weights: TriageWeights;
  readonly items: readonly PreviewedItem[];
  readonly of: number;
}

const HELP: Readonly<Record<TriagePartName, string>> = {
  risk: 'safety, legal steps, personal data, fraud, the press; the graver, the more of it',
  churn: 'speaks of leaving or cancelling',
  stuck: 'still waits for money, an order, an answer, access or a remedy',
  negative: 'how negative the text is',
  stars: 'most for one star, none from four on',
  question: 'asks something or asks for help',
  conflict: 'stars and text disagree',
  detractor: 'came with an NPS answer of 0 to 6',
  reach: 'how many people it reaches, from 500 to 200,000',
  value: 'what the customer has ordered, where that is known',
  age: 'how much of its target is over',
  answered: 'below zero: it has been answered at the source',
};

interface WeightsProps {
  readonly visit: Visit;
  readonly settings: InboxSettings;
  readonly preview: WeightsPreview | undefined;
}

/** The most points each part can have, and how the order would be with others. */
export const Weights = ({ visit, settings, preview }: WeightsProps) => {
  const weights = preview?.weights ?? settings.weights;
  return (
    <section aria-labelledby="weights-title">
      <h2 id="weights-title">What comes first</h2>
      <p class="lead">
        An item’s points are the sum of these parts. Each number is the most its part can add.
      </p>
      <form method="post" action="/inbox/settings/weights">
        <CsrfField visit={visit} />
        <fieldset class="weights" disabled={!visit.can('admin')}>
          <legend class="visually-hidden">Points of each part</legend>
          {TRIAGE_PARTS.map((part) => (
            <label key={part} class="field">
              <span>{PART_WORD[part]}</span>
              <input
                type="number"
                name={part}
                value={String(weights[part])}
                min="-100"
                max="100"
                step="any"
                required
              />
              <small>{HELP[part]}</small>
            </label>
          ))}
        </fieldset>
        {visit.can('admin') && (
          <p class="deeds">
            <button type="submit" class="quiet" name="preview" value="1">
              Preview the order
            </button>
            <button type="submit">Save</button>
          </p>
        )}
      </form>
      {preview && <Preview preview={preview} />}
    </section>
  );
};

const Preview = ({ preview: { items, of } }: { preview: WeightsPreview }) => (
  <div role="status">
    <h3>First with these points</h3>
    {items.length === 0 ? (
      <p class="empty">Nothing is open, so there is nothing to put in order.</p>
    ) : (
      <>
        <p class="hint">Not saved yet. Of the {count(of)} open items that stand highest now.</p>
        <table class="preview">
          <thead>
            <tr>
              <th scope="col" class="number">
                Place
              </th>
              <th scope="col" class="number">
                Now
              </th>
              <th scope="col" class="number">
                Points
              </th>
              <th scope="col">Item</th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ row, score, placeNow }, at) => (
              <tr key={row.mentionId}>
                <td class="number">{at + 1}</td>
                <td class="number">{placeNow}</td>
                <td class="number">{signed(score)}</td>
                <td dir="auto">
                  <a href={`/inbox/${row.mentionId}`}>
                    {[...row.mention.text].slice(0, 90).join('') || 'without a text'}
                  </a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </>
    )}
  </div>
);

const KIND_WORD: Readonly<Record<MentionKind, string>> = {
  review: 'Reviews',
  survey: 'Survey comments',
  comment: 'Comments',
  mention: 'Other mentions',
};
const ENTRY_WORD: Readonly<Record<Entry, string>> = {
  all: 'all of them',
  asking: 'those that ask, complain or speak of a risk',
  none: 'none',
};

/** What enters the inbox, how long a claim lasts, and when people are warned. */
export const Entering = ({ visit, settings }: { visit: Visit; settings: InboxSettings }) => (
  <section aria-labelledby="entering-title">
    <h2 id="entering-title">What enters</h2>
    <form method="post" action="/inbox/settings/entering">
      <CsrfField visit={visit} />
      <fieldset class="weights" disabled={!visit.can('admin')}>
        <legend class="visually-hidden">What enters the inbox</legend>
        {MENTION_KINDS.map((kind) => (
          <label key={kind} class="field">
            <span>{KIND_WORD[kind]}</span>
            <select name={kind}>
              {ENTRIES.map((entry) => (
                <option key={entry} value={entry} selected={settings.enters[kind] === entry}>
                  {ENTRY_WORD[entry]}
                </option>
              ))}
            </select>
          </label>
        ))}
        <Minutes name="oldestDays" title="Not older than (days)" value={settings.oldestDays} />
        <Minutes
          name="leaseMinutes"
          title="A claim lasts without work (minutes)"
          value={settings.leaseMinutes}
        />
        <Minutes
          name="warnMinutes"
          title="Warn before an answer is late (minutes; 0: never)"
          value={settings.warnMinutes}
        />
        <label class="check">
          <input type="checkbox" name="skipsCompetitors" checked={settings.skipsCompetitors} />
          <span>Leave out mentions that only speak of competitors</span>
        </label>
      </fieldset>
      <p class="hint">
        Warnings go where alerts go: to every <a href="/settings/destinations">destination</a> that is told of
        the item’s location and not only of some topics.
      </p>
      {visit.can('admin') && (
        <p class="deeds">
          <button type="submit">Save</button>
        </p>
      )}
    </form>
  </section>
);

const Minutes = ({ name, title, value }: { name: string; title: string; value: number }) => (
  <label class="field">
    <span>{title}</span>
    <input type="number" name={name} value={String(value)} min="0" required />
  </label>
);
