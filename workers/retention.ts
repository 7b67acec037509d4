import type { Worker } from '../src/queue/jobs.ts';
import { sources } from '../src/sources/index.ts';
import { termsOf } from '../src/sources/terms.ts';
import { forgetRespondents } from '../src/store/answers.ts';
import { forgetFormerCustomers } from '../src/store/customers.ts';
import { forgetOldKeptDeliveries } from '../src/store/kept-deliveries.ts';
import { blankMentions } from '../src/store/mention-terms.ts';
import { joinOldRuns } from '../src/store/old-runs.ts';
import { forgetOldSpending } from '../src/store/source-budgets.ts';
import { listSources, type SourceRow } from '../src/store/sources.ts';
import { forgetOldInvitations } from '../src/store/survey-people.ts';
import { forgetOldDeliveries } from '../src/store/webhook-deliveries.ts';
import type { Deps } from './deps.ts';

const DAY_MS = 86_400_000;
const KEPT_INVITATIONS_MS = 365 * DAY_MS;

export default {
  job: 'retention',
  async work(_, { db, now, log }) {
    for (const source of await listSources(db)) {
      await joinOldRuns(db, source.id, now());
      const overdue = { sourceId: source.id, ...limitsOf(source, now()) };
      if (!overdue.collectedBefore && !overdue.seenBefore) continue;
      let blanked = 0;
      for (let step = 1; step > 0; blanked += step) step = await blankMentions(db, overdue);
      if (blanked > 0)
        log.info({ source: source.name, mentions: blanked }, 'texts were no longer to be kept');
      await forgetPeople(db, overdue);
    }
    await forgetOldSpending(db, now());
    await forgetOldDeliveries(db, now());
    await forgetOldKeptDeliveries(db, now());
    await forgetOldInvitations(db, new Date(now().getTime() - KEPT_INVITATIONS_MS));
  },
} satisfies Worker<'retention', Deps>;

/** What was answered and bought stays counted; who it was does not stay longer than the texts. */
async function forgetPeople(
  db: Deps['db'],
  { sourceId, collectedBefore }: { sourceId: number; collectedBefore: Date | undefined },
): Promise<void> {
  if (!collectedBefore) return;
  await forgetRespondents(db, { sourceId, collectedBefore });
  await forgetFormerCustomers(db, { sourceId, leftBefore: collectedBefore });
}

/** What the terms of its kind and the wish of its owner come to. */
function limitsOf(source: SourceRow, now: Date) {
  const kind = sources.get(source.kind);
  const { keepDays, refreshDays } = kind ? termsOf(kind, source.settings) : {};
  const days = Math.min(keepDays ?? Infinity, source.keepDays ?? Infinity);
  const before = (age: number | undefined) =>
    age !== undefined && Number.isFinite(age) ? new Date(now.getTime() - age * DAY_MS) : undefined;
  return { collectedBefore: before(days), seenBefore: before(refreshDays) };
}
