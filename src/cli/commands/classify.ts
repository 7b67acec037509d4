import type { Classification, Classifier, ClassifierInput } from '../../domain/classification.ts';
import { classifierOf } from '../classifier-of.ts';
import { WrongUsage } from '../failures.ts';
import { type Line, LONGEST_LINE, lineGroups } from '../lines.ts';
import { note, write } from '../output.ts';

interface Text {
  readonly id: string | number;
  readonly input: ClassifierInput;
}

type Answer = { readonly id?: string | number; readonly error: string } | { readonly id: string | number };

export interface ClassifyingOptions {
  readonly lang: string;
  readonly explain?: boolean;
  readonly domain?: readonly string[];
}

/** Texts in, classifications out, line by line in the order they came. Ends with 1 when a line could not be read. */
export async function classify(options: ClassifyingOptions): Promise<number> {
  if (options.lang !== 'auto' && !LANGUAGE.test(options.lang)) {
    throw new WrongUsage(`expected a language like "en" or "auto" after --lang, got "${options.lang}"`);
  }
  const classifier = await classifierOf(options.domain);
  if (process.stdin.isTTY) note('Type one text a line; end with Ctrl-D.');
  let hasErrors = false;
  for await (const group of lineGroups(process.stdin)) {
    // One write for what one piece of input completed: quick for a file, at once for a person or a pipe.
    const answers = group
      .filter(({ text }) => text.trim() !== '')
      .map((line) => answerTo(line, classifier, options));
    hasErrors ||= answers.some((answer) => 'error' in answer);
    await write(answers.map((answer) => `${JSON.stringify(answer)}\n`).join(''));
  }
  return hasErrors ? 1 : 0;
}

const LANGUAGE = /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i;

function answerTo(line: Line, classifier: Classifier, options: { lang: string; explain?: boolean }): Answer {
  try {
    const { id, input } = readText(line, options.lang);
    const classification = classifier.classify(input, { evidence: options.explain ?? false });
    return { id, ...shownOf(classification, { ...options, hasRating: input.stars !== undefined }) };
  } catch (error) {
    if (!(error instanceof BadLine)) throw error;
    return {
      ...(error.id === undefined ? {} : { id: error.id }),
      error: `line ${line.number}: ${error.message}`,
    };
  }
}

function shownOf(found: Classification, { explain, hasRating }: { explain?: boolean; hasRating: boolean }) {
  const { label, compound, confidence, lang, aspects, emotions, risks, conflict, evidence } = found;
  return {
    label,
    compound,
    confidence,
    lang,
    ...(aspects.length > 0 ? { aspects } : {}),
    ...(Object.keys(emotions).length > 0 ? { emotions } : {}),
    ...(risks.length > 0 ? { risks } : {}),
    ...(hasRating ? { conflict } : {}),
    ...(explain ? { evidence } : {}),
  };
}

class BadLine extends Error {
  readonly id: string | number | undefined;

  constructor(message: string, id?: string | number) {
    super(message);
    this.id = id;
  }
}

/** A line that begins with a brace is JSON; any other is the text itself. @throws BadLine */
function readText({ text, number, isCut }: Line, lang: string): Text {
  if (isCut) throw new BadLine(`longer than ${LONGEST_LINE} characters`);
  if (!text.trimStart().startsWith('{')) return { id: number, input: withLanguage({ text }, lang) };
  const fields = parse(text);
  const id = readId(fields['id']);
  const body = stringOf(fields, 'text', id);
  const title = stringOf(fields, 'title', id);
  const stars = readStars(fields['rating'], id);
  if (body === undefined && title === undefined && stars === undefined) {
    throw new BadLine('expected a field "text" with the text', id);
  }
  const input = {
    text: body ?? '',
    ...(title === undefined ? {} : { title }),
    ...(stars === undefined ? {} : { stars, kind: 'review' as const }),
  };
  return { id: id ?? number, input: withLanguage(input, stringOf(fields, 'lang', id) ?? lang) };
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw new BadLine(`begins like JSON but is none (${(error as Error).message})`);
  }
}

function readId(id: unknown): string | number | undefined {
  if (id === undefined || id === null) return undefined;
  if (typeof id === 'string' || typeof id === 'number') return id;
  throw new BadLine(`expected "id" to be text or a number, got ${JSON.stringify(id)}`);
}

function stringOf(
  fields: Record<string, unknown>,
  name: string,
  id: string | number | undefined,
): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw new BadLine(`expected "${name}" to be text, got ${JSON.stringify(value)}`, id);
}

function readStars(rating: unknown, id: string | number | undefined): number | undefined {
  if (rating === undefined || rating === null || rating === '') return undefined;
  const stars = typeof rating === 'string' ? Number(rating) : rating;
  if (typeof stars === 'number' && stars >= 1 && stars <= 5) return stars;
  throw new BadLine(`expected "rating" to be 1 to 5 stars, got ${JSON.stringify(rating)}`, id);
}

function withLanguage(input: ClassifierInput, lang: string): ClassifierInput {
  return lang === 'auto' || lang === '' ? input : { ...input, lang };
}
