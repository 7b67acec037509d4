import { existsSync, readFileSync } from 'node:fs';
import type { Channel } from '../../src/nlp/channels.ts';

/** One labelled text; `grade` is −1 negative, 0 neutral, 1 positive. */
export interface Example {
  readonly text: string;
  readonly grade: -1 | 0 | 1;
}

/** A labelled file: where it came from and how much its texts count. */
export interface Source {
  readonly name: string;
  readonly channel: Channel;
  readonly weight: number;
  readonly examples: readonly Example[];
}

const GRADES: Readonly<Record<string, Example['grade']>> = { negative: -1, neutral: 0, positive: 1 };
const CHANNEL_NAMES = new Set(['mention', 'review', 'survey']);

/**
 * Reads `PATH[:weight][:channel]`: tab-separated with a header naming label and text, line breaks written as \n.
 * The source's name is that of its folder. Rows with another label than positive, neutral and negative are left out.
 * @throws Error when there is no such file or no such column.
 */
export function readSource(argument: string): Source {
  const [path = '', ...options] = argument.split(':');
  if (!existsSync(path)) throw new Error(`Expected a labelled file at ${path}, found none; check the path.`);
  const [header = '', ...lines] = readFileSync(path, 'utf8').split('\n');
  const columns = header.split('\t');
  const [label, text] = [columns.indexOf('label'), columns.indexOf('text')];
  if (label < 0 || text < 0) throw new Error(`${path}: expected columns label and text, found "${header}".`);
  const examples = lines.flatMap((line): Example[] => {
    const cells = line.split('\t');
    const grade = GRADES[cells[label] ?? ''];
    return grade === undefined ? [] : [{ grade, text: (cells[text] ?? '').replaceAll('\\n', '\n') }];
  });
  return {
    name: path.split('/').at(-2) ?? path,
    channel: (options.find((option) => CHANNEL_NAMES.has(option)) ?? 'mention') as Channel,
    weight: Number(options.find((option) => Number(option) > 0) ?? 1),
    examples,
  };
}
