import { eachUsualHour, type History } from './history.ts';
import { add, at } from './series.ts';
import { HOURS_PER_WEEK, hourOfWeek } from './time.ts';

/** The share of negatives before anything is known, held as firmly as if it had been seen in this many mentions. */
export const EXPECTED_SHARE = { share: 0.19, mentions: 12 };

/** How firmly hours of the day and weekdays are held at the overall share, in expected negatives. */
export const HELD_SHARE = { hour: 60, weekday: 45, weeks: 2 };

const HALF_LIFE_HOURS = 21 * 24;

/** Learns the log-odds of a mention being negative by hour of the week; returns the overall share. */
export function learnUsualShare(
  odds: Float32Array,
  history: History,
  span: { readonly start: number; readonly end: number },
): number {
  // What stands out against a first look is cut back in a second: an incident nobody was told of must not become usual.
  const share = overallShare(history, span, overallShare(history, span, undefined));
  const seenByHour = new Float64Array(24);
  const dueByHour = new Float64Array(24);
  const seenByDay = new Float64Array(7);
  const dueByDay = new Float64Array(7);
  eachUsualHour(history, span, (hour, mentions, voices) => {
    const week = hourOfWeek(hour);
    const due = mentions * share;
    const seen = cutBack(voices, due);
    add(seenByHour, week % 24, seen);
    add(dueByHour, week % 24, due);
    add(seenByDay, Math.floor(week / 24), seen);
    add(dueByDay, Math.floor(week / 24), due);
  });
  // A weekday's own swing averages out only over several weeks.
  const weeks = (span.end - span.start) / HOURS_PER_WEEK;
  const trust = weeks / (weeks + HELD_SHARE.weeks);
  for (let week = 0; week < HOURS_PER_WEEK; week++) {
    const hour = week % 24;
    const day = Math.floor(week / 24);
    const ofHour = (around(seenByHour, hour) + HELD_SHARE.hour) / (around(dueByHour, hour) + HELD_SHARE.hour);
    const ofDay = (at(seenByDay, day) + HELD_SHARE.weekday) / (at(dueByDay, day) + HELD_SHARE.weekday);
    const ratio = Math.log(ofHour) + trust * Math.log(ofDay);
    odds[week] = Math.log(share / (1 - share)) + ratio / (1 - share);
  }
  return share;
}

function overallShare(
  history: History,
  span: { readonly start: number; readonly end: number },
  known: number | undefined,
): number {
  let seen = EXPECTED_SHARE.share * EXPECTED_SHARE.mentions;
  let all = EXPECTED_SHARE.mentions;
  eachUsualHour(history, span, (hour, mentions, voices) => {
    const weight = 0.5 ** ((span.end - hour) / HALF_LIFE_HOURS);
    seen += weight * (known === undefined ? voices : cutBack(voices, mentions * known));
    all += weight * mentions;
  });
  return seen / all;
}

function cutBack(voices: number, due: number): number {
  return Math.min(voices, 2 * due + 2);
}

function around(byHour: Float64Array, hour: number): number {
  return at(byHour, hour) + 0.5 * (at(byHour, (hour + 23) % 24) + at(byHour, (hour + 1) % 24));
}
