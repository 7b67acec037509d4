import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { Conflict, Refused } from '../../domain/errors.ts';
import type { Kpi } from '../../domain/kpi.ts';
import { kpis } from '../../kpis/index.ts';
import {
  ANNOTATION_KINDS,
  type Annotation,
  type AnnotationKind,
  type Benchmark,
  listAnnotations,
  listBenchmarks,
  listTargets,
  type Target,
} from '../../store/kpi-notes.ts';
import type { WebEnv } from '../auth/env.ts';
import { need } from '../auth/need.ts';
import {
  addAnnotation,
  addBenchmark,
  removeAnnotation,
  removeBenchmark,
  removeTarget,
  setTarget,
} from '../deeds/kpi-notes.ts';
import type { WebDeps } from '../deps.ts';
import { kpiValue } from '../parts/kpi-words.ts';
import { fullDay } from '../parts/wording.ts';
import { AddAnnotation, AddBenchmark, RemoveButton, SetTarget } from './kpi-note-forms.tsx';
import { idOf } from './mention.tsx';
import { show } from './shell.tsx';
import { issuesInWords } from './telling.ts';
import { type Visit, visitOf } from './visit.ts';

export const ANNOTATION_WORD: Readonly<Record<AnnotationKind, string>> = {
  launch: 'Launch:',
  campaign: 'Campaign:',
  outage: 'Outage:',
  other: 'Event:',
};

const name = (what: string) =>
  z
    .string()
    .trim()
    .min(1, { error: `Say ${what}.` })
    .max(200);
// A decimal comma is what half of Europe types.
const value = z
  .string()
  .transform((text) => Number(text.trim().replace(',', '.') || Number.NaN))
  .refine(Number.isFinite, { error: 'The value has to be a number such as 40 or 4.5.' });
const day = (what: string) => z.iso.date({ error: `Say ${what} as a day.` });
const ForTarget = z.object({ kpi: z.string(), value });
const ForBenchmark = ForTarget.extend({
  name: name('what the benchmark is of'),
  source: name('who published it'),
  publishedOn: day('when it was published'),
});
const ForAnnotation = z.object({
  kind: z.enum(ANNOTATION_KINDS),
  text: name('what happened'),
  firstDay: day('when it began'),
  lastDay: day('when it ended').or(z.literal('')),
});

/** Targets, figures of others and what happened: seen by all, kept by those who may change topics. */
export function kpiNoteRoutes(deps: WebDeps): Hono<WebEnv> {
  const by = (c: Context<WebEnv>) => c.get('principal');
  const change = (work: (c: Context<WebEnv>) => Promise<unknown>) => async (c: Context<WebEnv>) => {
    try {
      await work(c);
      return c.redirect('/kpis/notes', 303);
    } catch (error) {
      if (error instanceof z.ZodError) return page(c, deps, issuesInWords(error));
      if (error instanceof Refused || error instanceof Conflict) return page(c, deps, error.message);
      throw error;
    }
  };
  const id = (c: Context<WebEnv>) => idOf(c.req.param('id') ?? '');
  return new Hono<WebEnv>()
    .get('/kpis/notes', (c) => page(c, deps, undefined))
    .post(
      '/kpis/targets',
      need('topics'),
      change(async (c) => setTarget(deps, by(c), ForTarget.parse(await c.req.parseBody()))),
    )
    .post(
      '/kpis/targets/:kpi/remove',
      need('topics'),
      change((c) => removeTarget(deps, by(c), c.req.param('kpi') ?? '')),
    )
    .post(
      '/kpis/benchmarks',
      need('topics'),
      change(async (c) => addBenchmark(deps, by(c), ForBenchmark.parse(await c.req.parseBody()))),
    )
    .post(
      '/kpis/benchmarks/:id{[0-9]+}/remove',
      need('topics'),
      change((c) => removeBenchmark(deps, by(c), id(c))),
    )
    .post(
      '/kpis/annotations',
      need('topics'),
      change(async (c) => {
        const entered = ForAnnotation.parse(await c.req.parseBody());
        await addAnnotation(deps, by(c), { ...entered, lastDay: entered.lastDay || entered.firstDay });
      }),
    )
    .post(
      '/kpis/annotations/:id{[0-9]+}/remove',
      need('topics'),
      change((c) => removeAnnotation(deps, by(c), id(c))),
    );
}

const EVER = { from: '0001-01-01', to: '9999-12-31' };

async function page(c: Context<WebEnv>, deps: WebDeps, mistake: string | undefined): Promise<Response> {
  const visit = await visitOf(c, deps);
  const notes = {
    targets: await listTargets(deps.db),
    benchmarks: await listBenchmarks(deps.db),
    annotations: await listAnnotations(deps.db, EVER),
  };
  return showNotes(visit, notes, mistake);
}

interface Notes {
  readonly targets: readonly Target[];
  readonly benchmarks: readonly Benchmark[];
  readonly annotations: readonly Annotation[];
}

function showNotes(
  visit: Visit,
  { targets, benchmarks, annotations }: Notes,
  mistake: string | undefined,
): Response {
  const may = visit.can('topics');
  return show(
    visit,
    { title: 'Targets, benchmarks, events', status: mistake ? 422 : 200 },
    <>
      <p class="way-back">
        <a href="/kpis">KPIs</a>
      </p>
      <h1>Targets, benchmarks, events</h1>
      {mistake && (
        <p class="mistake" role="alert">
          {mistake}
        </p>
      )}
      <section>
        <h2>What happened</h2>
        <p class="hint">Marked on every chart: a launch, a campaign, an outage.</p>
        {annotations.length === 0 && <p class="empty">Nothing is marked yet.</p>}
        <ul class="rows">
          {annotations.toReversed().map(({ id, kind, text, firstDay, lastDay }) => (
            <li key={id}>
              <div>
                <strong>{ANNOTATION_WORD[kind]}</strong> {text}
                <p class="hint">
                  {firstDay === lastDay ? fullDay(firstDay) : `${fullDay(firstDay)} to ${fullDay(lastDay)}`}
                </p>
              </div>
              {may && <RemoveButton visit={visit} action={`/kpis/annotations/${id}/remove`} what={text} />}
            </li>
          ))}
        </ul>
        {may && <AddAnnotation visit={visit} />}
      </section>
      <section>
        <h2>Targets</h2>
        {targets.length === 0 && <p class="empty">No number has a target yet.</p>}
        <ul class="rows">
          {known(targets).map(({ note: { kpi: id, value: target }, kpi }) => (
            <li key={id}>
              <div>
                <strong>{kpi.name}</strong> {kpiValue(kpi.unit, target)}
              </div>
              {may && <RemoveButton visit={visit} action={`/kpis/targets/${id}/remove`} what={kpi.name} />}
            </li>
          ))}
        </ul>
        {may && <SetTarget visit={visit} />}
      </section>
      <section>
        <h2>Benchmarks</h2>
        <p class="hint">Figures of others that you trust. Each keeps its source and date.</p>
        {benchmarks.length === 0 && <p class="empty">There is no benchmark yet.</p>}
        <ul class="rows">
          {known(benchmarks).map(({ note: { id, name: of, value: figure, source, publishedOn }, kpi }) => (
            <li key={id}>
              <div>
                <strong>{kpi.name}</strong> {of} {kpiValue(kpi.unit, figure)}
                <p class="hint">
                  {source}, {fullDay(publishedOn)}
                </p>
              </div>
              {may && <RemoveButton visit={visit} action={`/kpis/benchmarks/${id}/remove`} what={of} />}
            </li>
          ))}
        </ul>
        {may && <AddBenchmark visit={visit} />}
      </section>
    </>,
  );
}

/** A number that is no longer there has nothing to stand beside. */
function known<Note extends { readonly kpi: string }>(
  notes: readonly Note[],
): { note: Note; kpi: Omit<Kpi, 'id'> }[] {
  return notes.flatMap((note) => {
    const kpi = kpis.get(note.kpi);
    return kpi ? [{ note, kpi }] : [];
  });
}
