/**
 * How far the negative share of the moment lies from what is usual, in log-odds: a swing that fades within hours and
 * one that fades within days, followed with their uncertainty (a Kalman filter on counts). Moods swing like this
 * without anything having happened; what a window shows is judged against what these swings can explain.
 */
export interface ShareLevel {
  hour: number;
  day: number;
  hourVariance: number;
  dayVariance: number;
  covariance: number;
}

/** What one slot leaves of a swing. */
const HOUR_FADE = 0.85 ** (1 / 4);
const DAY_FADE = 0.7 ** (1 / 96);

/** `hourSd` and `daySd`: natural size of the swings. `clip`: most that one slot may surprise, in its standard deviations. */
export const SWING = { hourSd: 0.15, daySd: 0.12, clip: 2.5 };

export function restingShareLevel(): ShareLevel {
  return { hour: 0, day: 0, hourVariance: SWING.hourSd ** 2, dayVariance: SWING.daySd ** 2, covariance: 0 };
}

/** One slot passes: the swings fade, the uncertainty grows back towards its natural size. */
export function fade(level: ShareLevel): void {
  level.hour *= HOUR_FADE;
  level.day *= DAY_FADE;
  level.hourVariance = level.hourVariance * HOUR_FADE ** 2 + (1 - HOUR_FADE ** 2) * SWING.hourSd ** 2;
  level.dayVariance = level.dayVariance * DAY_FADE ** 2 + (1 - DAY_FADE ** 2) * SWING.daySd ** 2;
  level.covariance *= HOUR_FADE * DAY_FADE;
}

/** Learns from `negative` of `total` mentions, where the usual log-odds of being negative are `usual`. */
export function observe(level: ShareLevel, negative: number, total: number, usual: number): void {
  const share = 1 / (1 + Math.exp(-(usual + level.hour + level.day)));
  const information = total * share * (1 - share);
  const variance = level.hourVariance + 2 * level.covariance + level.dayVariance;
  const inflation = 1 + variance * information;
  const most = SWING.clip * Math.sqrt(information * inflation);
  const surplus = Math.max(-most, Math.min(most, negative - total * share)) / inflation;
  const towardsHour = level.hourVariance + level.covariance;
  const towardsDay = level.dayVariance + level.covariance;
  const weight = information / inflation;
  level.hour += towardsHour * surplus;
  level.day += towardsDay * surplus;
  level.hourVariance -= towardsHour ** 2 * weight;
  level.dayVariance -= towardsDay ** 2 * weight;
  level.covariance -= towardsHour * towardsDay * weight;
}

/** What the mean of a swing over a window keeps of its value before (`kept`), and the variance that is new in it. */
interface Outlook {
  readonly kept: number;
  readonly news: number;
}

export interface ShareOutlook {
  readonly hour: Outlook;
  readonly day: Outlook;
}

export function outlookOver(slots: number): ShareOutlook {
  return { hour: outlookOf(HOUR_FADE, SWING.hourSd, slots), day: outlookOf(DAY_FADE, SWING.daySd, slots) };
}

/** Mean log-odds over a window, against the usual, as known before it began; and the variance of that. */
export function expectedSwing(before: ShareLevel, outlook: ShareOutlook): { mean: number; variance: number } {
  const { hour, day } = outlook;
  return {
    mean: before.hour * hour.kept + before.day * day.kept,
    variance:
      before.hourVariance * hour.kept ** 2 +
      2 * before.covariance * hour.kept * day.kept +
      before.dayVariance * day.kept ** 2 +
      hour.news +
      day.news,
  };
}

function outlookOf(fadeOfSlot: number, sd: number, slots: number): Outlook {
  let kept = 0;
  let news = 0;
  for (let slot = 1; slot <= slots; slot++) {
    kept += fadeOfSlot ** slot;
    // The news of a slot is felt, fading, to the end of the window.
    const felt = (1 - fadeOfSlot ** (slots - slot + 1)) / (1 - fadeOfSlot);
    news += (1 - fadeOfSlot ** 2) * sd ** 2 * felt ** 2;
  }
  return { kept: kept / slots, news: news / slots ** 2 };
}
