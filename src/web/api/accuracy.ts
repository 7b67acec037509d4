import { z } from '@hono/zod-openapi';
import type { Accuracy, Share } from '../../domain/accuracy.ts';
import { getMention } from '../../store/feed.ts';
import { type LabelSample, listSamples, nextItem } from '../../store/label-samples.ts';
import {
  type AccuracyReport,
  answerCheck,
  basisOf,
  newSeed,
  readAccuracy,
  startCheck,
} from '../deeds/accuracy.ts';
import type { WebDeps } from '../deps.ts';
import {
  answer,
  Day,
  guarded,
  IdParam,
  Instant,
  instant,
  jsonBody,
  NO_CONTENT,
  openApi,
  QueryId,
} from './contract.ts';
import { type CsvValue, csvOf } from './csv.ts';

const ShareAnswer = z
  .object({ value: z.number(), low: z.number(), high: z.number(), n: z.number().int() })
  .nullable()
  .openapi({ description: 'A share 0…1 with its 95 % interval (Wilson 1927); null below ten labels.' });

const AccuracyAnswer = z
  .object({
    n: z.number().int(),
    accuracy: ShareAnswer,
    macroF1: z.number().nullable(),
    classes: z.array(
      z.object({ label: z.string(), precision: ShareAnswer, recall: ShareAnswer, f1: ShareAnswer }),
    ),
    confusion: z.array(
      z.object({ truth: z.string(), predicted: z.string(), n: z.number().int(), mentions: z.number() }),
    ),
    reliability: z.array(
      z.object({
        from: z.number(),
        to: z.number(),
        stated: z.number(),
        right: ShareAnswer,
        n: z.number().int(),
      }),
    ),
    calibrationError: z.number().nullable(),
  })
  .openapi('Accuracy');

const Part = AccuracyAnswer.extend({ name: z.string() });

const Sample = z
  .object({
    id: z.number().int(),
    seed: z.string(),
    from: Day.nullable(),
    to: Day.nullable(),
    lexiconVersion: z.string(),
    drawnBy: z.string(),
    drawnAt: Instant,
    population: z.number().int(),
    drawn: z.number().int(),
    answered: z.number().int(),
  })
  .openapi('LabelSample');

const Report = z
  .object({
    basis: z.enum(['sample', 'team']).openapi({
      description:
        'sample: weighted to stand for all mentions it was drawn from; team: whatever people chose to label, which leans to mistakes.',
    }),
    sample: Sample.nullable(),
    uncovered: z.number().int(),
    overall: AccuracyAnswer,
    bySource: z.array(Part),
    byLanguage: z.array(Part),
    byMonth: z.array(Part),
  })
  .openapi('AccuracyReport');

const Asked = z.object({
  basis: z.enum(['sample', 'team']).optional(),
  sample: QueryId.optional().openapi({
    description: 'Id of a sample; the latest with answers when left out.',
  }),
  source: QueryId.optional(),
  lang: z.string().max(20).optional(),
  from: Day.optional(),
  to: Day.optional(),
});

const NewSample = z.object({
  size: z.number().int().min(10).max(2_000).default(100),
  seed: z.string().trim().min(1).max(40).optional(),
  from: Day.optional(),
  to: Day.optional(),
});

const Item = z.object({
  position: z.number().int(),
  mention: z.object({
    id: z.number().int(),
    title: z.string().nullable(),
    text: z.string(),
    lang: z.string(),
  }),
});

const ItemParam = z.object({
  id: IdParam.shape.id,
  position: z.coerce
    .number()
    .int()
    .positive()
    .openapi({ param: { name: 'position', in: 'path' }, type: 'integer' }),
});

const tags = ['Accuracy'];

/** How often labels are right, by what people say of them. */
export function accuracyRoutes(deps: WebDeps) {
  const { db } = deps;
  return openApi()
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/accuracy',
        tags,
        summary: 'Precision, recall and F1, whole and by source, language and month',
        request: { query: Asked },
        responses: { 200: answer(Report, 'What was measured, and on what.') },
      }),
      async (c) => c.json(reportOf(await report(deps, c.req.valid('query'))), 200),
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/accuracy/export',
        tags,
        summary: 'The same as CSV',
        request: { query: Asked },
        responses: { 200: { description: 'A table.', content: { 'text/csv': { schema: z.string() } } } },
      }),
      async (c) => {
        const headers = {
          'content-type': 'text/csv; charset=utf-8; header=present',
          'content-disposition': 'attachment; filename="earshot-accuracy.csv"',
        };
        return c.body(csvOf(HEADER, rowsOf(await report(deps, c.req.valid('query')))), 200, headers);
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/label-samples',
        tags,
        summary: 'Samples that were drawn to check labels, the latest first',
        responses: { 200: answer(z.object({ samples: z.array(Sample) }), 'Every sample.') },
      }),
      async (c) => c.json({ samples: (await listSamples(db)).map(sampleOf) }, 200),
    )
    .openapi(
      guarded('override', {
        method: 'post',
        path: '/label-samples',
        tags,
        summary: 'Draw a sample; the same seed draws the same mentions',
        request: { body: jsonBody(NewSample) },
        responses: { 201: answer(Sample, 'The sample.') },
      }),
      async (c) => {
        const { size, seed = newSeed(), from, to } = c.req.valid('json');
        return c.json(sampleOf(await startCheck(deps, c.get('principal'), { size, seed, from, to })), 201);
      },
    )
    .openapi(
      guarded('read', {
        method: 'get',
        path: '/label-samples/{id}/next',
        tags,
        summary:
          'The next mention to check, without its label so that it does not lead; 204 when all are done',
        request: { params: IdParam },
        responses: { 200: answer(Item, 'The mention.'), ...NO_CONTENT },
      }),
      async (c) => {
        const item = await nextItem(db, c.req.valid('param').id);
        if (!item) return c.body(null, 204);
        const { id, title, text, language } = await getMention(db, item.mentionId);
        return c.json(
          { position: item.position, mention: { id, title: title ?? null, text, lang: language } },
          200,
        );
      },
    )
    .openapi(
      guarded('override', {
        method: 'put',
        path: '/label-samples/{id}/items/{position}',
        tags,
        summary: 'Say what a mention is; a label that contradicts the counted one corrects it',
        request: {
          params: ItemParam,
          body: jsonBody(
            z.object({ label: z.enum(['positive', 'neutral', 'negative', 'skipped']).nullable() }),
          ),
        },
        responses: NO_CONTENT,
      }),
      async (c) => {
        const { id, position } = c.req.valid('param');
        const { label } = c.req.valid('json');
        await answerCheck(deps, c.get('principal'), { sampleId: id, position }, label ?? undefined);
        return c.body(null, 204);
      },
    );
}

async function report(deps: WebDeps, asked: z.output<typeof Asked>): Promise<AccuracyReport> {
  const basis = await basisOf(deps, asked);
  const { source, lang, from, to } = asked;
  return readAccuracy(deps, basis, { sourceId: source, language: lang, from, to });
}

function reportOf(found: AccuracyReport): z.input<typeof Report> {
  const parts = (all: AccuracyReport['bySource']) =>
    all.map(({ name, accuracy }) => ({ name, ...accuracyAnswer(accuracy) }));
  return {
    basis: found.sample ? 'sample' : 'team',
    sample: found.sample ? sampleOf(found.sample) : null,
    uncovered: found.uncovered,
    overall: accuracyAnswer(found.overall),
    bySource: parts(found.bySource),
    byLanguage: parts(found.byLanguage),
    byMonth: parts(found.byMonth),
  };
}

const shareOrNull = (share: Share | undefined) => share ?? null;

function accuracyAnswer(found: Accuracy): z.input<typeof AccuracyAnswer> {
  return {
    n: found.n,
    accuracy: shareOrNull(found.accuracy),
    macroF1: found.macroF1 ?? null,
    classes: found.classes.map(({ label, precision, recall, f1 }) => ({
      label,
      precision: shareOrNull(precision),
      recall: shareOrNull(recall),
      f1: shareOrNull(f1),
    })),
    confusion: found.confusion.map(({ truth, predicted, n, weight }) => ({
      truth,
      predicted,
      n,
      mentions: weight,
    })),
    reliability: found.reliability.map((bin) => ({ ...bin, right: shareOrNull(bin.right) })),
    calibrationError: found.calibrationError ?? null,
  };
}

function sampleOf(sample: LabelSample): z.input<typeof Sample> {
  const { from, to, drawnAt, ...rest } = sample;
  return { ...rest, from: from ?? null, to: to ?? null, drawnAt: instant(drawnAt) };
}

const HEADER = ['cut', 'name', 'measure', 'label', 'value', 'low', 'high', 'labels'];

function rowsOf(found: AccuracyReport): CsvValue[][] {
  return [
    ...measuresOf('all', '', found.overall),
    ...found.bySource.flatMap(({ name, accuracy }) => measuresOf('source', name, accuracy)),
    ...found.byLanguage.flatMap(({ name, accuracy }) => measuresOf('language', name, accuracy)),
    ...found.byMonth.flatMap(({ name, accuracy }) => measuresOf('month', name, accuracy)),
  ];
}

function measuresOf(cut: string, name: string, { accuracy, classes, n }: Accuracy): CsvValue[][] {
  const row = (measure: string, label: string, share: Share | undefined) => [
    cut,
    name,
    measure,
    label,
    share?.value,
    share?.low,
    share?.high,
    share?.n ?? n,
  ];
  return [
    row('accuracy', '', accuracy),
    ...classes.flatMap(({ label, precision, recall, f1 }) => [
      row('precision', label, precision),
      row('recall', label, recall),
      row('F1', label, f1),
    ]),
  ];
}
