import { createHash } from 'node:crypto';
import { Refused } from '../../../domain/errors.ts';
import { type NewAnswer, SURVEY_KINDS, type SurveyKind } from '../../../domain/facts.ts';
import { countryOf, languageOf, textOf, urlOf } from '../import-mention.ts';
import type { FactOptions, FactRow, RowOutcome } from './fact-row.ts';

const SCALES: Readonly<Record<Exclude<SurveyKind, 'custom'>, { min: number; max: number }>> = {
  nps: { min: 0, max: 10 },
  csat: { min: 1, max: 5 },
  ces: { min: 1, max: 7 },
};

/** Survey tools call the same questions by other names. */
const KIND_NAMES: Readonly<Record<string, SurveyKind>> = {
  'net promoter score': 'nps',
  enps: 'nps',
  'customer satisfaction': 'csat',
  'customer effort': 'ces',
  'customer effort score': 'ces',
};

const NUMBER = '(-?\\d{1,6}(?:[.,]\\d{1,6})?)';
// "9", "9,0", "9/10", "9 out of 10", "9 - very likely", "★★★★☆"
const SCORE = new RegExp(
  `^${NUMBER}(?:\\s*(?:/|out of|of|von|sur|su|de)\\s*${NUMBER})?(?:\\s*[-–:(].{0,80}|\\s*stars?)?$`,
  'i',
);
const STARS = /^(★{1,10})(☆{0,10})$/;

/** @throws Refused with the reason when the row cannot be an answer. */
export function answerOfRow(row: FactRow, options: FactOptions): RowOutcome {
  const kind = kindOf(row, options);
  const { score, scale } = ratingOf(row, kind, options);
  const answeredAt = row.moment('answeredAt');
  if (!answeredAt) throw new Refused('no date: a row needs the time at which it was answered');
  const comment = textOf(row.cell('comment'));
  const { asks } = row.layout;
  const question =
    row.text('question') ??
    (asks !== undefined && / /.test(row.nameOf('score')) ? row.nameOf('score') : undefined);
  const facts = {
    kind,
    scale,
    answeredAt,
    ...(score === undefined ? {} : { score }),
    ...(question === undefined ? {} : { question }),
    ...(comment === '' ? {} : { comment }),
    ...known('language', languageOf(row.cell('language'))),
    ...known('customer', row.id('customer')),
    ...known('email', row.text('email')),
    ...known('invitedAt', row.moment('invitedAt')),
    ...known('location', row.text('location') ?? options.location),
    ...known('touchpoint', row.text('touchpoint') ?? options.touchpoint),
    ...known('product', row.text('product')),
    ...known('segment', row.text('segment') ?? options.segment),
    ...known('country', countryOf(row.cell('country'))),
    ...known('url', urlOf(row.cell('url'))),
    ...(row.isYes('mayQuote') ? { mayQuote: true } : {}),
  };
  const id = row.id('id');
  return { fact: { externalId: id ?? contentId(facts, options), ...facts }, hasOwnId: id !== undefined };
}

/** @throws Refused */
function kindOf(row: FactRow, { survey }: FactOptions): SurveyKind {
  const name = row.text('kind')?.toLowerCase();
  const kind =
    name === undefined
      ? (row.layout.asks ?? survey)
      : (SURVEY_KINDS.find((one) => one === name) ?? KIND_NAMES[name]);
  if (kind) return kind;
  throw new Refused(
    name === undefined
      ? `kind: the file does not say what was asked; say it: one of ${SURVEY_KINDS.join(', ')}`
      : `kind: expected one of ${SURVEY_KINDS.join(', ')}, got "${name.slice(0, 60)}"`,
  );
}

/** The score and the scale it is on. @throws Refused */
function ratingOf(row: FactRow, kind: SurveyKind, options: FactOptions) {
  const value = row.cell('score');
  const told = scaleOf(row, kind, options);
  if (value === undefined) return { score: undefined, scale: required(told) };
  const read = scoreOf(String(value).trim());
  if (!read)
    throw new Refused(`${row.nameOf('score')}: expected a number, got "${String(value).slice(0, 60)}"`);
  // "9/10" says the end of its own scale.
  const scale = required(
    read.max === undefined ? told : { min: told?.min ?? (kind === 'nps' ? 0 : 1), max: read.max },
  );
  if (read.score >= scale.min && read.score <= scale.max) return { score: read.score, scale };
  throw new Refused(
    `${row.nameOf('score')}: expected ${scale.min} to ${scale.max}, got "${String(value).slice(0, 60)}"`,
  );
}

function scaleOf(row: FactRow, kind: SurveyKind, { scale }: FactOptions) {
  const usual = scale ?? (kind === 'custom' ? undefined : SCALES[kind]);
  const max = row.amount('scaleMax');
  const min = row.amount('scaleMin');
  if (max === undefined && min === undefined) return usual;
  const given = { min: min ?? usual?.min ?? 1, max: max ?? usual?.max ?? Number.NaN };
  if (given.min < given.max) return given;
  throw new Refused(`scale: expected an end above its start, got ${given.min} to ${given.max}`);
}

function required(scale: { min: number; max: number } | undefined) {
  if (scale) return scale;
  throw new Refused('scale: a question of your own needs its scale, such as 1-5');
}

function scoreOf(text: string): { score: number; max: number | undefined } | undefined {
  const [, full, empty = ''] = STARS.exec(text) ?? [];
  if (full !== undefined) return { score: full.length, max: Math.max(5, full.length + empty.length) };
  const [, score, max] = SCORE.exec(text) ?? [];
  if (score === undefined) return undefined;
  return { score: numberOf(score), max: max === undefined ? undefined : numberOf(max) };
}

const numberOf = (digits: string) => Number(digits.replace(',', '.'));

/** The same answer has the same id in every file, so importing it again adds nothing; the address is not in it. */
function contentId({ email, ...facts }: Omit<NewAnswer, 'externalId'>, { digestOf }: FactOptions): string {
  const content = JSON.stringify({ ...facts, person: email === undefined ? undefined : digestOf(email) });
  return `content-${createHash('sha256').update(content).digest('base64url').slice(0, 22)}`;
}

export function known<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [K in Name]?: Value } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [K in Name]?: Value };
}
