import type { InboxRow } from '../../store/inbox-list.ts';
import type { Visit } from '../pages/visit.ts';
import { claimInWords, dueInWords, dueStateOf, PART_WORD, STATUS_WORD } from './inbox-words.ts';
import { Moment } from './moment.tsx';
import { SentimentBadge } from './sentiment-badge.tsx';
import { Stars } from './stars.tsx';
import { languageName, RISK_WORD, signed } from './wording.ts';

/** One item in a list: how pressing, what was said, where, who has it, and the deeds that keys do as well. */
export const InboxRowCard = ({ row, visit }: { row: InboxRow; visit: Visit }) => {
  const { mention } = row;
  const isOpen = row.status === 'new' || row.status === 'claimed';
  const due = isOpen ? dueInWords(row, visit.now) : undefined;
  const open = `/inbox/${row.mentionId}?from=${encodeURIComponent(visit.here)}`;
  const name = `item-${row.mentionId}`;
  return (
    <article
      class="inbox-row"
      id={name}
      data-mention={row.mentionId}
      tabindex={-1}
      aria-labelledby={`${name}-open`}
    >
      {visit.can('inbox') && (
        <label class="inbox-select">
          <input type="checkbox" name="id" value={String(row.mentionId)} data-key="x" />
          <span class="visually-hidden">Select item {row.mentionId}</span>
        </label>
      )}
      <p class="inbox-score" title={partsInWords(row)}>
        <span class="visually-hidden">Points: </span>
        {signed(row.score).replace('+', '')}
      </p>
      <div class="inbox-what">
        <p class="inbox-head">
          <SentimentBadge label={mention.label} />
          {mention.stars !== undefined && <Stars value={mention.stars} />}
          {mention.risks.map((risk) => (
            <span key={risk} class="flag">
              risk: {RISK_WORD[risk]}
            </span>
          ))}
          {due && <span class={`due due-${dueStateOf(row, visit.now)}`}>{due}</span>}
          {row.snoozedUntil && row.snoozedUntil > visit.now && (
            <span class="flag">
              snoozed until <Moment at={row.snoozedUntil} timeZone={visit.workspace.timeZone} isExact />
            </span>
          )}
        </p>
        <p class="inbox-text" lang={mention.language === 'und' ? undefined : mention.language} dir="auto">
          <a href={open} id={`${name}-open`} data-key="o">
            {shortened([mention.title, mention.text].filter(Boolean).join(' — '))}
          </a>
        </p>
        <p class="origin">
          {originOf(row)} ·{' '}
          <Moment at={mention.publishedAt ?? mention.collectedAt} timeZone={visit.workspace.timeZone} />
          {row.tags.map((tag) => (
            <span key={tag} class="chip inbox-tag">
              {tag}
            </span>
          ))}
        </p>
        <Holder row={row} visit={visit} />
      </div>
      {visit.can('inbox') && <RowDeeds row={row} open={open} isOpen={isOpen} visit={visit} />}
    </article>
  );
};

const Holder = ({ row, visit }: { row: InboxRow; visit: Visit }) => {
  const { userId } = visit.principal;
  const claim = claimInWords(row.claim, { holder: row.holder, userId, now: visit.now });
  const assignee = row.assignedTo === userId && userId !== undefined ? 'you' : row.assignee;
  const parts = [
    ...(row.status === 'replied' || row.status === 'archived' ? [STATUS_WORD[row.status]] : []),
    ...(claim ? [claim] : []),
    ...(assignee ? [`assigned to ${assignee}`] : []),
  ];
  return parts.length === 0 ? null : <p class="inbox-holder">{parts.join(' · ')}</p>;
};

interface RowDeedsProps {
  readonly row: InboxRow;
  readonly open: string;
  readonly isOpen: boolean;
  readonly visit: Visit;
}

const RowDeeds = ({ row, open, isOpen, visit }: RowDeedsProps) => {
  const id = String(row.mentionId);
  const about = <span class="visually-hidden"> item {id}</span>;
  const isMine = row.assignedTo !== undefined && row.assignedTo === visit.principal.userId;
  return (
    <p class="inbox-row-deeds">
      {visit.principal.userId !== undefined && isOpen && (
        <button type="submit" class="quiet small" formaction={`/inbox/${id}/claim`} data-key="c">
          Claim{about}
        </button>
      )}
      <a class="button quiet small" href={`${open}#reply-text`} data-key="r">
        Answer{about}
      </a>
      {visit.principal.userId !== undefined && !isMine && (
        <button
          type="submit"
          class="quiet small"
          name="only"
          value={id}
          formaction="/inbox/do/mine"
          data-key="a"
        >
          Mine{about}
        </button>
      )}
      {isOpen && (
        <button
          type="submit"
          class="quiet small"
          name="only"
          value={id}
          formaction="/inbox/do/snooze"
          data-key="s"
        >
          Snooze{about}
        </button>
      )}
      {isOpen && (
        <button
          type="submit"
          class="quiet small"
          name="only"
          value={id}
          formaction="/inbox/do/archive"
          data-key="e"
        >
          Archive{about}
        </button>
      )}
    </p>
  );
};

const LONGEST = 320;

const shortened = (text: string) =>
  text.length > LONGEST ? `${[...text].slice(0, LONGEST).join('')}…` : text || 'without a text';

function originOf({ mention }: InboxRow): string {
  const author = mention.author.name ?? mention.author.handle;
  return [
    mention.source.name,
    ...(author ? [`by ${author}`] : []),
    ...(mention.location ? [`at ${mention.location.name}`] : []),
    languageName(mention.language),
  ].join(' · ');
}

const partsInWords = ({ parts }: InboxRow) =>
  parts.map(({ part, points, why }) => `${PART_WORD[part]} ${signed(points)}: ${why}`).join('\n');
