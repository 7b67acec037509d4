import { eachUsualHour, type History } from './history.ts';
import { add, at } from './series.ts';
import { HOURS_PER_WEEK, hourOfWeek } from './time.ts';

/** The share of negatives before anything is known, held as firmly as if it had been seen in this many mentions. */
export const EXPECTED_SHARE = { share: 0.19, mentions: 12 };

/** How firmly hours of the day and weekdays are held at the overall share, in expected negatives. */
export const HELD_SHARE = { hour: 60, weekday: 45, weeks: 2 };

const HALF_LIFE_DAYS = 21;

/** Variance, in log-odds, that the swings of days leave in the mean of one day, those of its neighbours included. */
export const SWING_OF_A_DAY = { variance: 0.08 };

/**
 * Learns the log-odds of a mention being negative by hour of the week; returns the variance that the overall log-odds
 * still have.
 */
export function learnUsualShare(
  odds: Float32Array,
  history: History,
  span: { readonly start: number; readonly end: number },
): number {
  // What stands out against a first look is cut back in a second: an incident nobody was told of must not become usual.
  const first = overallShare(history, span, { share: EXPECTED_SHARE.share, isKnown: false });
  const { share, information } = overallShare(history, span, { share: first.share, isKnown: true });
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
  return 1 / information;
}

/**
 * The days' shares, each weighed by what it tells: a loud day tells little more than an ordinary one, because its own
 * swing does not average out however much is said. A campaign would otherwise decide what is usual.
 */
function overallShare(
  history: History,
  span: { readonly start: number; readonly end: number },
  known: { readonly share: number; readonly isKnown: boolean },
): { share: number; information: number } {
  const odds = known.share * (1 - known.share);
  let seen = EXPECTED_SHARE.share * EXPECTED_SHARE.mentions;
  let all = EXPECTED_SHARE.mentions;
  let day = { number: -1, voices: 0, mentions: 0 };
  const close = () => {
    const age = (span.end - span.start) / 24 - day.number;
    const weight = 0.5 ** (age / HALF_LIFE_DAYS) / (1 + day.mentions * odds * SWING_OF_A_DAY.variance);
    seen += weight * day.voices;
    all += weight * day.mentions;
  };
  eachUsualHour(history, span, (hour, mentions, voices) => {
    const number = Math.floor((hour - span.start) / 24);
    if (number !== day.number) {
      close();
      day = { number, voices: 0, mentions: 0 };
    }
    day.voices += known.isKnown ? cutBack(voices, mentions * known.share) : voices;
    day.mentions += mentions;
  });
  close();
  return { share: seen / all, information: all * odds };
}

function cutBack(voices: number, due: number): number {
  return Math.min(voices, 2 * due + 2);
}

function around(byHour: Float64Array, hour: number): number {
  return at(byHour, hour) + 0.5 * (at(byHour, (hour + 23) % 24) + at(byHour, (hour + 1) % 24));
}
