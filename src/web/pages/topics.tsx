import { Hono } from 'hono';
import { addDays, dayOf } from '../../domain/day.ts';
import { scoresOfAllTopics } from '../../store/scores.ts';
import { getTopic, listTopics, type TopicRow } from '../../store/topics.ts';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import { removeTopic } from '../deeds/topics.ts';
import type { WebDeps } from '../deps.ts';
import { CsrfField } from '../parts/csrf-field.tsx';
import { count, estimateInShort } from '../parts/wording.ts';
import { idOf } from './mention.tsx';
import { show } from './shell.tsx';
import { topicDetailRoutes } from './topic.tsx';
import { topicEditRoutes } from './topic-edit.tsx';
import { DAYS_OF_NUMBERS, type TopicNumbers, topicNumbers } from './topic-numbers.ts';
import { type Visit, visitOf } from './visit.ts';

/** The list, the forms and each topic's own page; `new` is a word and comes before the numbers. */
export function topicRoutes(deps: WebDeps): Hono<WebEnv> {
  const routes = new Hono<WebEnv>();
  routes.get('/topics', async (c) => {
    const visit = await visitOf(c, deps);
    const today = dayOf(visit.now, visit.workspace.timeZone);
    const scores = await scoresOfAllTopics(deps.db, addDays(today, -DAYS_OF_NUMBERS), today);
    const rows = (await listTopics(deps.db)).map((topic) => ({
      topic,
      numbers: topicNumbers(scores.get(topic.id) ?? [], today),
    }));
    return showTopics(visit, rows);
  });
  routes.route('/', topicEditRoutes(deps));
  routes.get('/topics/:id/remove', need('topics'), async (c) =>
    showRemoval(await visitOf(c, deps), await getTopic(deps.db, idOf(c.req.param('id')))),
  );
  routes.post('/topics/:id/remove', need('topics'), async (c) => {
    await removeTopic(deps, c.get('principal'), idOf(c.req.param('id')));
    return c.redirect('/topics', 303);
  });
  routes.route('/', topicDetailRoutes(deps));
  return routes;
}

interface TopicLine {
  readonly topic: TopicRow;
  readonly numbers: TopicNumbers;
}

function showTopics(visit: Visit, rows: readonly TopicLine[]): Response {
  return show(
    visit,
    { title: 'Topics' },
    <>
      <div class="page-head">
        <h1>Topics</h1>
        {visit.can('topics') && (
          <a href="/topics/new" class="button">
            Add a topic
          </a>
        )}
      </div>
      <p class="lead">What is followed by itself. A mention counts in every topic whose query it fits.</p>
      <ul class="cards">
        {rows.map((row) => (
          <TopicCard key={row.topic.id} row={row} visit={visit} />
        ))}
      </ul>
    </>,
  );
}

const TopicCard = ({ row: { topic, numbers }, visit }: { row: TopicLine; visit: Visit }) => (
  <li class="card">
    <div class="card-head">
      <h2>
        <a href={`/topics/${topic.id}`}>{topic.name}</a>
      </h2>
      <span class="eyebrow">{topic.kind}</span>
    </div>
    {topic.kind === 'everything' ? (
      <p class="hint">Every mention of every source.</p>
    ) : (
      <p class="query">
        <code>{topic.query}</code>
      </p>
    )}
    <dl class="facts">
      <div>
        <dt>Mentions, 7 days</dt>
        <dd>{count(numbers.weekVolume)}</dd>
      </div>
      <div>
        <dt>Net sentiment, {numbers.span === 'today' ? 'today' : '7 days'}</dt>
        <dd>{estimateInShort(numbers.net)}</dd>
      </div>
    </dl>
    <p class="card-links">
      <a href={`/feed?topic=${topic.id}`}>Feed</a>
      {visit.can('topics') && topic.kind !== 'everything' && (
        <>
          <a href={`/topics/${topic.id}/edit`}>Edit</a>
          <a href={`/topics/${topic.id}/remove`}>Remove</a>
        </>
      )}
    </p>
  </li>
);

function showRemoval(visit: Visit, topic: TopicRow): Response {
  return show(
    visit,
    { title: `Remove ${topic.name}` },
    <div class="narrow">
      <h1>Remove “{topic.name}”?</h1>
      <p>
        Its numbers go, today's and those of the past. The mentions themselves stay and still count in every
        other topic. Adding the same query again brings the numbers back, except those of days as they were
        first published.
      </p>
      <form method="post" action={`/topics/${topic.id}/remove`} class="deeds">
        <CsrfField visit={visit} />
        <button type="submit" class="danger">
          Remove the topic
        </button>
        <a href="/topics" class="button quiet">
          Keep it
        </a>
      </form>
    </div>,
  );
}
