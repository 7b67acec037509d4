import { type Alert, createDetector, type Detector } from '../../detect/detector.ts';
import { SENSITIVITIES, type Sensitivity } from '../../detect/episode.ts';
import type { Increment } from '../../detect/increment.ts';
import { SLOT_MS, SLOTS_PER_DAY, slotOf, startOf, utcDay } from '../../detect/time.ts';
import { WrongUsage } from '../failures.ts';
import { readIncrements, readStreamMeta, type StreamMeta, type StreamRow } from '../increment-stream.ts';
import { note, write } from '../output.ts';

/** Problems that are told one by one; the rest is counted. */
const MOST_COMPLAINTS = 20;

/**
 * Replays a recorded stream through the detector and prints its alerts as JSON lines, in the order they would have
 * been given: each at the end of the quarter of an hour that decided it. Ends with 1 when a line could not be read.
 */
export async function detect(options: { from: string; sensitivity: string }): Promise<number> {
  const sensitivity = SENSITIVITIES.find((one) => one === options.sensitivity);
  if (!sensitivity) {
    throw new WrongUsage(
      `expected ${SENSITIVITIES.join(', ')} after --sensitivity, got "${options.sensitivity}"`,
    );
  }
  const meta = await readStreamMeta(options.from);
  const replay = replayOf(meta, sensitivity);
  let complaints = 0;
  const complain = (problem: string) => {
    complaints += 1;
    if (complaints <= MOST_COMPLAINTS) note(`earshot: ${problem}`);
  };
  for await (const rows of readIncrements(options.from, replay.start, complain)) {
    await write(replay.take(rows, complain));
  }
  await write(replay.end());
  if (complaints > MOST_COMPLAINTS)
    note(`earshot: ${complaints - MOST_COMPLAINTS} more lines could not be read`);
  return complaints > 0 ? 1 : 0;
}

interface Watched {
  readonly id: string;
  readonly detector: Detector;
  arrived: Increment[];
}

function replayOf(meta: StreamMeta, sensitivity: Sensitivity) {
  const clock = Date.parse(meta.start);
  // The detector counts quarters of an hour from 1970; a stream that starts between two is moved to the first of them.
  const start = startOf(slotOf(clock));
  const moved = clock - start;
  const holidays = meta.holidays.map(utcDay);
  const topics = new Map(
    meta.topics.map(({ id, createdAt, sources }): [string, Watched] => {
      const since = createdAt === undefined ? start : Date.parse(createdAt) - moved;
      const detector = createDetector({ sensitivity, since, sources, holidays });
      return [id, { id, detector, arrived: [] }];
    }),
  );
  let slot = 0;
  const judgeUntil = (end: number): string => {
    const lines: string[] = [];
    for (; slot < end; slot++) {
      for (const topic of topics.values()) {
        const alerts = topic.detector.step(topic.arrived, start + (slot + 1) * SLOT_MS);
        if (topic.arrived.length > 0) topic.arrived = [];
        for (const alert of alerts) lines.push(`${JSON.stringify(shown(topic.id, alert, moved))}\n`);
      }
    }
    return lines.join('');
  };
  return {
    start,
    take(rows: readonly StreamRow[], complain: (problem: string) => void): string {
      let lines = '';
      for (const { topic, arrived, increment } of rows) {
        if (arrived > slot) lines += judgeUntil(arrived);
        const watched = topics.get(topic);
        if (watched) watched.arrived.push(increment);
        else complain(`expected a topic of meta.json, got "${topic}"`);
      }
      return lines;
    },
    // A stream may end in silence: it lasts as long as meta.json says, or to its last row.
    end: () => judgeUntil(Math.max(slot + 1, (meta.days ?? 0) * SLOTS_PER_DAY)),
  };
}

function shown(topic: string, alert: Alert, moved: number) {
  const iso = (ms: number) => new Date(ms + moved).toISOString();
  const { kind, at, since, ...why } = alert;
  const rounded = Object.fromEntries(
    Object.entries(why).map(([name, value]) => [
      name,
      typeof value === 'number' ? Number(value.toPrecision(4)) : value,
    ]),
  );
  return { topic, at: iso(at), kind, since: iso(since), ...rounded };
}
