import { Hono } from 'hono';
import { z } from 'zod';
import { NotFound } from '../../domain/errors.ts';
import type { Kpi } from '../../domain/kpi.ts';
import { kpiOf } from '../../kpis/reading/read-kpis.ts';
import { ANSWER_BANDS, type AnswerBand, type AnswerBehind, answersOf } from '../../store/answers-behind.ts';
import { kpiCut } from '../api/kpis.ts';
import type { WebEnv } from '../auth/env.ts';
import type { WebDeps } from '../deps.ts';
import { SentimentBadge } from '../parts/sentiment-badge.tsx';
import { fullDay, moment } from '../parts/wording.ts';
import { show } from './shell.tsx';
import { type Visit, visitOf } from './visit.ts';

const A_PAGE = 50;

const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional().catch(undefined);
const day = z.iso.date().optional().catch(undefined);
const words = z.string().min(1).max(500).optional().catch(undefined);
const Asked = z.object({
  band: z.enum(ANSWER_BANDS).optional().catch(undefined),
  from: day,
  to: day,
  topic: id,
  location: id,
  touchpoint: words,
  segment: words,
  after: z
    .string()
    .regex(/^\d{1,15}-\d{1,18}$/)
    .optional()
    .catch(undefined),
});

/** The people and texts behind a number made of answers. */
export function kpiAnswerRoutes(deps: WebDeps): Hono<WebEnv> {
  return new Hono<WebEnv>().get('/kpis/:id/answers', async (c) => {
    const visit = await visitOf(c, deps);
    const kpi: Kpi = { ...kpiOf(c.req.param('id')), id: c.req.param('id') };
    if (!kpi.opens)
      throw new NotFound(`${kpi.name} is not made of answers: there is nobody behind it to read.`);
    const search = new URL(c.req.url).searchParams;
    const { band, after, ...asked } = Asked.parse(Object.fromEntries(search));
    const cut = await kpiCut(deps, asked);
    const [at, last] = after?.split('-').map(Number) ?? [];
    const answers = await answersOf(deps.db, cut, {
      kinds: [kpi.opens.kind],
      band,
      limit: A_PAGE + 1,
      ...(at === undefined ? {} : { after: { answeredAt: new Date(at), id: last ?? 0 } }),
    });
    const page = answers.slice(0, A_PAGE);
    const oldest = answers.length > A_PAGE ? page.at(-1) : undefined;
    if (oldest) search.set('after', `${oldest.answeredAt.getTime()}-${oldest.id}`);
    return showAnswers(visit, {
      kpi,
      band,
      answers: page,
      days: cut,
      next: oldest ? `/kpis/${kpi.id}/answers?${search}` : undefined,
    });
  });
}

interface Answers {
  readonly kpi: Kpi;
  readonly band: AnswerBand | undefined;
  readonly answers: readonly AnswerBehind[];
  readonly days: { readonly from: string; readonly to: string };
  readonly next: string | undefined;
}

function showAnswers(visit: Visit, { kpi, band, answers, days, next }: Answers): Response {
  const title = `${kpi.name}: ${bandWord(kpi, band)}`;
  return show(
    visit,
    { title },
    <>
      <p class="way-back">
        <a href="/kpis">KPIs</a>
      </p>
      <div class="page-head">
        <h1>{title}</h1>
        <p class="page-date">
          {fullDay(days.from)} to {fullDay(days.to)}
        </p>
      </div>
      {answers.length === 0 && <p class="empty">Nobody answered so in these days.</p>}
      <ul class="rows">
        {answers.map((answer) => (
          <li key={answer.id}>
            <div>
              <p>
                <strong>
                  {answer.score ?? 'no answer'}
                  {answer.score !== undefined && ` of ${answer.scale.max}`}
                </strong>{' '}
                <span class="hint">{aboutAnswer(answer, visit)}</span>
              </p>
              {answer.mention && (
                <blockquote>
                  {answer.mention.text}{' '}
                  {answer.mention.label && <SentimentBadge label={answer.mention.label} />}{' '}
                  <a href={`/mentions/${answer.mention.id}`}>Open</a>
                </blockquote>
              )}
            </div>
          </li>
        ))}
      </ul>
      {next && (
        <p class="pager">
          <a href={next}>Older answers</a>
        </p>
      )}
    </>,
  );
}

function bandWord(kpi: Kpi, band: AnswerBand | undefined): string {
  if (!band) return 'all answers';
  return band === 'unanswered' ? 'seen and not answered' : (kpi.opens?.bands[band] ?? band);
}

function aboutAnswer(answer: AnswerBehind, visit: Visit): string {
  const { customer, location, touchpoint, segment, product, source, answeredAt } = answer;
  return [
    moment(answeredAt, visit.workspace.timeZone),
    customer && `customer ${customer}`,
    location,
    touchpoint,
    segment,
    product,
    source,
  ]
    .filter(Boolean)
    .join(' · ');
}
