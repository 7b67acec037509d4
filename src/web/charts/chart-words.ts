import { count, countOf, estimateInWords, fullDay, percent, shortDay, signed } from '../parts/wording.ts';
import type { DayPoint, DaySeries } from './day-points.ts';

type Step = DaySeries['step'];

export function lineName({ step, lineDays }: DaySeries): string {
  if (step === 'week') return 'Net sentiment of the week';
  return lineDays === 1 ? 'Net sentiment of the day' : 'Net sentiment of seven days';
}

/** One column of the chart, for whoever points at it. */
export function dayInWords(point: DayPoint, step: Step): string {
  const { positive, neutral, negative } = point.counts;
  return [
    `${step === 'week' ? 'Week from ' : ''}${fullDay(point.day)}${point.isToday ? ' (so far)' : ''}`,
    `net sentiment ${estimateInWords(point.own)}`,
    `${count(positive)} positive, ${count(neutral)} neutral, ${count(negative)} negative`,
    ...(point.isIncomplete ? [`incomplete: ${percent(point.coverage ?? 0)} of the ${step} read`] : []),
    ...(point.asPublished ? ['changed since it was first published'] : []),
  ].join('\n');
}

/** What a person who does not see the picture should know. */
export function describe({ points, step, lineDays }: DaySeries): string {
  const known = points.filter((point) => point.line);
  const first = known[0];
  const last = known.at(-1);
  const mentions = points.reduce(
    (sum, { counts }) => sum + counts.positive + counts.neutral + counts.negative,
    0,
  );
  const incomplete = points.filter((point) => point.isIncomplete).length;
  const total = `${countOf(mentions, 'mention')} in ${countOf(points.length, step)}.`;
  if (!first || !last) return `${total} Not enough data in any ${step} for a net sentiment.`;
  const what = courseName(step, lineDays);
  const course = `${what} went from ${signed(first.line?.value ?? 0)} on ${shortDay(first.day)} to ${signed(last.line?.value ?? 0)} on ${shortDay(last.day)}.`;
  const gaps = incomplete > 0 ? ` ${countOf(incomplete, step)} not fully read.` : '';
  return `${course} ${total}${gaps}`;
}

function courseName(step: Step, lineDays: 1 | 7): string {
  if (step === 'week') return 'Weekly net sentiment';
  return lineDays === 7 ? 'Seven-day net sentiment' : 'Daily net sentiment';
}
