import { STORIES } from '../stories.ts';

const { delivery } = STORIES;
/** Most mentions that the story of the parcels adds on one day. */
const WORST = Math.max(
  ...Array.from({ length: delivery.endDay - delivery.firstDay }, (_, day) => delivery.extra(day)),
);

/** Parcels for other countries leave from the same warehouse. */
const SHARE_ELSEWHERE = 0.45;
/** Days in which a bad delivery is half forgotten, as far as anybody counts them. */
const HALF_FORGOTTEN = 10;
const REMEMBERED_DAYS = 28;

/** How badly parcels are stuck on a day of the history, 0…1. */
export function setbackOn(day: number, country: string): number {
  if (day < delivery.firstDay || day >= delivery.endDay) return 0;
  const share = delivery.extra(Math.floor(day) - delivery.firstDay) / WORST;
  return country === delivery.country ? share : SHARE_ELSEWHERE * share;
}

/** How much of it customers still hold against the company, 0…1. */
export function grudgeOn(day: number, country: string): number {
  let most = 0;
  for (let ago = 0; ago < REMEMBERED_DAYS; ago += 1)
    most = Math.max(most, setbackOn(day - ago, country) * 0.5 ** (ago / HALF_FORGOTTEN));
  return most;
}
