import { composeMention } from '../compose.ts';
import { intendedLabel } from '../mentions.ts';
import { slotsNewestFirst } from '../slots.ts';

/** What was said in public around a day of the history: praise less blame, against what leaves people as they are. */
export type Moods = (day: number) => number;

const DAY_MS = 86_400_000;
/** Praise less blame of which nobody thinks better or worse of the company. */
const EVEN = 0.17;

interface Said {
  readonly net: number;
  readonly all: number;
}

/** From the sample's own mentions, a day at a time: the same for the same start of the history. */
export function moodsOf(since: Date): Moods {
  const days = new Map<number, Said>();
  const saidOn = (day: number): Said => {
    const known = days.get(day) ?? readDay(day, since);
    days.set(day, known);
    return known;
  };
  return (day) => {
    const around = [day - 1, day, day + 1].map(saidOn);
    const all = around.reduce((sum, one) => sum + one.all, 0);
    return all === 0 ? 0 : around.reduce((sum, one) => sum + one.net, 0) / all - EVEN;
  };
}

function readDay(day: number, since: Date): Said {
  const start = (Math.floor(since.getTime() / DAY_MS) + day) * DAY_MS;
  const span = { after: new Date(start - 1), until: new Date(start + DAY_MS - 1) };
  let [net, all] = [0, 0];
  for (const slot of slotsNewestFirst({ since, ...span, pace: 'natural' })) {
    const label = intendedLabel(composeMention(slot).externalId);
    net += label === 'positive' ? 1 : label === 'negative' ? -1 : 0;
    all += 1;
  }
  return { net, all };
}
