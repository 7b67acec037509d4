import { z } from '@hono/zod-openapi';
import type { Accuracy, Share } from '../../domain/accuracy.ts';
import type { LabelSample } from '../../store/label-samples.ts';
import type { AccuracyReport } from '../deeds/accuracy.ts';
import { Day, Instant, instant } from './contract.ts';
import type { CsvValue } from './csv.ts';

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

export const Sample = z
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

export const Report = z
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

export function reportOf(found: AccuracyReport): z.input<typeof Report> {
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

export function sampleOf(sample: LabelSample): z.input<typeof Sample> {
  const { from, to, drawnAt, ...rest } = sample;
  return { ...rest, from: from ?? null, to: to ?? null, drawnAt: instant(drawnAt) };
}

export const ACCURACY_HEADER = ['cut', 'name', 'measure', 'label', 'value', 'low', 'high', 'labels'];

export function accuracyTable(found: AccuracyReport): CsvValue[][] {
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
