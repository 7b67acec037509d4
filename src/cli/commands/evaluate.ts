import { createReadStream } from 'node:fs';
import { type Classifier, type ClassifierInput, LABELS, type Label } from '../../domain/classification.ts';
import { evaluate, formatEvaluation, type Pair } from '../../nlp/evaluate.ts';
import { classifierOf } from '../classifier-of.ts';
import { CouldNot } from '../failures.ts';
import { type Line, lineGroups } from '../lines.ts';
import { write, writeJson } from '../output.ts';

interface Example {
  readonly expected: Label;
  readonly input: ClassifierInput;
}

/** Classifies every text of a labelled file and compares. @throws CouldNot naming the first line that cannot be read. */
export async function evaluateFile(
  file: string,
  options: { json?: boolean; domain?: readonly string[] },
): Promise<undefined> {
  const examples = await readExamples(file);
  const classifier = await classifierOf(options.domain);
  const { pairs, perSecond } = classifyAll(classifier, examples);
  const result = evaluate(pairs);
  if (options.json) {
    await writeJson({ ...result, docsPerSecond: perSecond, lexiconVersion: classifier.version });
  } else {
    await write(`${formatEvaluation(result)}docs/s        ${perSecond}\n`);
  }
  return undefined;
}

function classifyAll(
  classifier: Classifier,
  examples: readonly Example[],
): { pairs: Pair[]; perSecond: number } {
  const startedAt = performance.now();
  const pairs = examples.map(({ expected, input }) => ({
    expected,
    predicted: classifier.classify(input, { evidence: false }).label,
  }));
  const seconds = (performance.now() - startedAt) / 1000;
  return { pairs, perSecond: Math.round(pairs.length / Math.max(seconds, 0.001)) };
}

async function readExamples(file: string): Promise<Example[]> {
  const stream = file === '-' ? process.stdin : createReadStream(file);
  const examples: Example[] = [];
  let header: readonly string[] | undefined;
  try {
    for await (const group of lineGroups(stream)) {
      for (const line of group) {
        if (line.text.trim() === '') continue;
        if (header) examples.push(exampleOf(line, header));
        else header = headerOf(line);
      }
    }
  } catch (error) {
    throw unreadable(error, file);
  }
  if (examples.length === 0) throw new CouldNot(`${file} holds no labelled texts below its header.`);
  return examples;
}

function headerOf({ text, number }: Line): readonly string[] {
  const names = text.split('\t').map((name) => name.trim().toLowerCase());
  const missing = ['label', 'text'].filter((name) => !names.includes(name));
  if (missing.length === 0) return names;
  throw new CouldNot(
    `line ${number}: expected a header with the columns label and text, separated by tabs; missing: ${missing.join(', ')}.`,
  );
}

function exampleOf({ text, number }: Line, header: readonly string[]): Example {
  const cells = text.split('\t');
  if (cells.length > header.length) {
    throw new CouldNot(
      `line ${number}: expected ${header.length} columns, got ${cells.length}. Write a tab inside a text as \\t.`,
    );
  }
  const cell = (name: string) => cells[header.indexOf(name)]?.trim() ?? '';
  const label = cell('label').toLowerCase();
  const expected = LABELS.find((one) => one === label);
  if (!expected)
    throw new CouldNot(`line ${number}: expected a label (${LABELS.join(', ')}), got "${cell('label')}".`);
  const title = plainText(cell('title'));
  const lang = cell('lang');
  const stars = cell('rating') === '' ? undefined : Number(cell('rating'));
  if (stars !== undefined && !(stars >= 1 && stars <= 5)) {
    throw new CouldNot(`line ${number}: expected a rating of 1 to 5 stars, got "${cell('rating')}".`);
  }
  return {
    expected,
    input: {
      text: plainText(cell('text')),
      ...(title === '' ? {} : { title }),
      ...(lang === '' || lang === 'auto' ? {} : { lang }),
      ...(stars === undefined ? {} : { stars }),
    },
  };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\' };

function plainText(text: string): string {
  return text.replace(/\\([ntr\\])/g, (_, letter: string) => ESCAPES[letter] ?? letter);
}

function unreadable(error: unknown, file: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined ? error : new CouldNot(`${file} cannot be read (${code}).`);
}
