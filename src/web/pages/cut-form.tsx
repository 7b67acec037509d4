import type { Context } from 'hono';
import { addDays, type Day, dayOf } from '../../domain/day.ts';
import { listTopics, type TopicRow } from '../../store/topics.ts';
import type { WebEnv } from '../auth/env.ts';
import type { WebDeps } from '../deps.ts';

const SPANS = [7, 30, 90, 365] as const;
const FIRST_SPAN = 90;

/** What a page of numbers is about: a topic, and the days up to today. */
export interface PageCut {
  /** Undefined: nobody chose one. */
  readonly chosenTopicId: number | undefined;
  readonly topic: TopicRow;
  readonly topics: readonly TopicRow[];
  readonly days: number;
  readonly from: Day;
  readonly to: Day;
}

/** Reads `topic` and `days` of an address; what makes no sense there is as if it were left out. */
export async function readPageCut(c: Context<WebEnv>, deps: WebDeps): Promise<PageCut> {
  const topics = await listTopics(deps.db);
  const [everything] = topics;
  if (!everything) throw new Error('The topic of everything is missing: the database was changed by hand.');
  const chosen = topics.find(({ id }) => String(id) === c.req.query('topic'));
  const topic = chosen ?? everything;
  const days = SPANS.find((span) => String(span) === c.req.query('days')) ?? FIRST_SPAN;
  const to = dayOf(deps.now(), topic.timeZone);
  return { chosenTopicId: chosen?.id, topic, topics, days, from: addDays(to, 1 - days), to };
}

interface Props {
  readonly action: string;
  readonly cut: PageCut;
  /** What is shown when no topic is chosen. */
  readonly anyTopic: string;
}

/** Chooses topic and days; the answer is an address that can be kept and shared. */
export const CutForm = ({ action, cut, anyTopic }: Props) => (
  <form method="get" action={action} class="one-line cut-form" aria-label="What is shown">
    <label class="field">
      <span>Topic</span>
      <select name="topic">
        <option value="">{anyTopic}</option>
        {cut.topics
          .filter(({ kind }) => kind !== 'everything')
          .map(({ id, name }) => (
            <option key={id} value={id} selected={id === cut.chosenTopicId}>
              {name}
            </option>
          ))}
      </select>
    </label>
    <label class="field">
      <span>Period</span>
      <select name="days">
        {SPANS.map((span) => (
          <option key={span} value={span} selected={span === cut.days}>
            {span === 365 ? 'the last year' : `the last ${span} days`}
          </option>
        ))}
      </select>
    </label>
    <button type="submit" class="quiet">
      Show
    </button>
  </form>
);
