import type { DigestSchedule } from '../../domain/digest.ts';
import { WEEKDAYS } from '../../domain/local-time.ts';
import { clockOf } from './alert-words.ts';

/** When it goes out and about which days, in one sentence. */
export function digestInWords({
  cadence,
  weekday = 1,
  sendAt,
  locationName,
}: DigestSchedule & { readonly locationName?: string | undefined }): string {
  const where = locationName === undefined ? '' : `, only ${locationName}`;
  return cadence === 'daily'
    ? `Every day at ${clockOf(sendAt)}, about the day before${where}.`
    : `Every ${WEEKDAYS[weekday - 1]} at ${clockOf(sendAt)}, about the seven days before${where}.`;
}
