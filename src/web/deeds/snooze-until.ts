import { addDays, dayOf } from '../../domain/day.ts';
import { instantAt } from '../../domain/local-time.ts';

const HOUR_MS = 3_600_000;
const MORNING = 9 * 60;

const morningAfter = (days: number) => (now: Date, timeZone: string) =>
  instantAt({ day: addDays(dayOf(now, timeZone), days), minute: MORNING }, timeZone);

/** Times to snooze an item until, as people say them. */
export const SNOOZES = [
  { id: 'hours', name: 'in 3 hours', until: (now: Date, _: string) => new Date(now.getTime() + 3 * HOUR_MS) },
  { id: 'tomorrow', name: 'tomorrow morning', until: morningAfter(1) },
  { id: 'days', name: 'in three days', until: morningAfter(3) },
  { id: 'week', name: 'in a week', until: morningAfter(7) },
] as const;

export const SNOOZE_IDS = SNOOZES.map(({ id }) => id);
