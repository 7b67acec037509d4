import type { TopicRow } from '../../store/topics.ts';

export const WEEK_SPANS = [4, 13, 52] as const;
export const FIRST_WEEKS = 13;

export const readWeeks = (text: string | undefined): number =>
  WEEK_SPANS.find((weeks) => String(weeks) === text) ?? FIRST_WEEKS;

const SPAN_WORDS: Readonly<Record<number, string>> = { 4: 'four weeks', 13: 'thirteen weeks', 52: 'a year' };

interface Props {
  readonly action: string;
  readonly weeks: number;
  /** Left out where there is no choice. */
  readonly topics?: { readonly all: readonly TopicRow[]; readonly chosenId: number };
  readonly children?: unknown;
}

/** Chooses weeks, and a topic; whole weeks up to today, and as many before them to compare with. */
export const WeekForm = ({ action, weeks, topics, children }: Props) => (
  <form method="get" action={action} class="one-line cut-form" aria-label="What is shown">
    <label class="field">
      <span>Period</span>
      <select name="weeks">
        {WEEK_SPANS.map((span) => (
          <option key={span} value={span} selected={span === weeks}>
            {SPAN_WORDS[span]}
          </option>
        ))}
      </select>
    </label>
    {topics && (
      <label class="field">
        <span>Topic</span>
        <select name="topic">
          {topics.all.map(({ id, name }) => (
            <option key={id} value={id} selected={id === topics.chosenId}>
              {name}
            </option>
          ))}
        </select>
      </label>
    )}
    {children}
    <button type="submit" class="quiet">
      Show
    </button>
  </form>
);
