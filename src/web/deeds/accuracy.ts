import { randomBytes } from 'node:crypto';
import { type Accuracy, accuracyOf } from '../../domain/accuracy.ts';
import { MINIMUM_N } from '../../domain/sentiment.ts';
import {
  countUncovered,
  type LabelFilter,
  listSampleLabels,
  listTeamLabels,
  type TeamLabel,
} from '../../store/judged-labels.ts';
import {
  type Answer,
  drawSample,
  getItem,
  getSample,
  type LabelSample,
  listSamples,
  saveAnswer,
} from '../../store/label-samples.ts';
import { getWorkspace } from '../../store/workspace.ts';
import type { WebDeps } from '../deps.ts';
import type { Principal } from '../principal.ts';
import { overrideMention } from './overrides.ts';

/** One row of a table that cuts accuracy by something. */
export interface AccuracyPart {
  readonly name: string;
  readonly accuracy: Accuracy;
}

export interface AccuracyReport {
  /** The sample it is estimated from; undefined: from all labels by people. */
  readonly sample: LabelSample | undefined;
  /** Mentions that the sample stands for but that nobody has answered for. */
  readonly uncovered: number;
  readonly overall: Accuracy;
  readonly bySource: readonly AccuracyPart[];
  readonly byLanguage: readonly AccuracyPart[];
  readonly byMonth: readonly AccuracyPart[];
}

/** What the estimate stands on: a drawn sample, or everything people have said. */
export type Basis = { readonly sampleId: number } | 'team';

/** How often labels are right, whole and cut by source, language and month. @throws NotFound for the sample. */
export async function readAccuracy(
  deps: WebDeps,
  basis: Basis,
  filter: Omit<LabelFilter, 'timeZone'>,
): Promise<AccuracyReport> {
  const { timeZone } = await getWorkspace(deps.db);
  const asked = { ...filter, timeZone };
  const sample = basis === 'team' ? undefined : await getSample(deps.db, basis.sampleId);
  const labels = sample
    ? await listSampleLabels(deps.db, sample.id, asked)
    : await listTeamLabels(deps.db, asked);
  return {
    sample,
    uncovered: sample ? await countUncovered(deps.db, sample.id) : 0,
    overall: accuracyOf(labels),
    bySource: partsBy(labels, ({ sourceName }) => sourceName),
    byLanguage: partsBy(labels, ({ language }) => language),
    byMonth: partsBy(labels, ({ month }) => month).toSorted((a, b) => b.name.localeCompare(a.name)),
  };
}

function partsBy(labels: readonly TeamLabel[], nameOf: (label: TeamLabel) => string): AccuracyPart[] {
  return [...Map.groupBy(labels, nameOf)]
    .map(([name, members]) => ({ name, accuracy: accuracyOf(members) }))
    .toSorted((a, b) => b.accuracy.n - a.accuracy.n);
}

/** The sample asked for, else the latest with enough answers for a number, else everything people have said. */
export async function basisOf(
  deps: WebDeps,
  asked: { basis?: 'sample' | 'team' | undefined; sample?: number | undefined },
): Promise<Basis> {
  if (asked.basis === 'team') return 'team';
  if (asked.sample !== undefined) return { sampleId: asked.sample };
  const latest = (await listSamples(deps.db)).find(({ answered }) => answered >= MINIMUM_N);
  return latest ? { sampleId: latest.id } : 'team';
}

/** Eight letters are enough to draw twice in different ways. */
export const newSeed = (): string => randomBytes(4).toString('hex');

/** Draws mentions for people to check. @throws Refused when there is nothing to draw from. */
export async function startCheck(
  deps: WebDeps,
  by: Principal,
  draw: { size: number; seed: string; from: string | undefined; to: string | undefined },
): Promise<LabelSample> {
  const { timeZone } = await getWorkspace(deps.db);
  const { classifier } = await deps.lexicons.current(deps.db);
  return drawSample(deps.db, {
    ...draw,
    timeZone,
    lexiconVersion: classifier.version,
    by: by.name,
    now: deps.now(),
  });
}

/**
 * Keeps a person's answer to an item. One that contradicts the label as it counts also corrects the mention; taking
 * an answer back takes back that correction. @throws NotFound; Refused while the mention is being classified.
 */
export async function answerCheck(
  deps: WebDeps,
  by: Principal,
  item: { sampleId: number; position: number },
  label: Answer | undefined,
): Promise<void> {
  const before = await getItem(deps.db, item);
  const { mentionId } = before;
  if (before.hasCorrected) await overrideMention(deps, by, { mentionId, label: undefined });
  const { counted } = before.hasCorrected ? await getItem(deps.db, item) : before;
  const hasCorrected = label !== undefined && label !== 'skipped' && label !== counted;
  if (hasCorrected) await overrideMention(deps, by, { mentionId, label });
  await saveAnswer(deps.db, item, { label, hasCorrected, by: by.name, now: deps.now() });
}
