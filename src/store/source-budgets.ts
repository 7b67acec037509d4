import { FetchFailed } from '../domain/errors.ts';
import type { Db, Sql } from './db.ts';

/** What a source may use, in the unit of its kind. */
export interface Budget {
  readonly perDay: number | undefined;
  readonly perMonth: number | undefined;
}

export interface Spending {
  readonly period: 'day' | 'month';
  readonly spent: number;
  readonly most: number;
}

/** The share of a budget from which a warning is shown. */
const WARN_AT = 0.8;

const PERIODS = ['day', 'month'] as const;

/**
 * Takes `amount` from the budget of a source before it is used: counted and checked in one statement, so that two
 * workers together cannot spend more than there is. A negative amount gives back.
 * @throws FetchFailed 'budget' with nothing taken, when the day or the month has not enough left.
 */
export async function takeFromBudget(
  db: Db,
  source: { id: number; name: string; budget: Budget; unit: string },
  { amount, now }: { amount: number; now: Date },
): Promise<void> {
  await db.transaction(async (sql) => {
    for (const period of PERIODS) {
      const most = period === 'day' ? source.budget.perDay : source.budget.perMonth;
      if (await take(sql, { sourceId: source.id, period, amount, most, now })) continue;
      throw new FetchFailed(
        'budget',
        `"${source.name}" has used its budget of ${most} ${source.unit}s a ${period}. It is read again when the next ${period} begins; a higher budget can be set under Edit.`,
        { retryAfterMs: startOf(period, now, 1).getTime() - now.getTime() },
      );
    }
  });
}

async function take(
  sql: Sql,
  one: { sourceId: number; period: Spending['period']; amount: number; most: number | undefined; now: Date },
): Promise<boolean> {
  const { sourceId, period, amount, now } = one;
  const most = one.most ?? null;
  const rows = await sql`
    insert into source_spending as s (source_id, period, starts_on, spent)
    select ${sourceId}, ${period}, ${dayOf(startOf(period, now, 0))}::date, greatest(0, ${amount}::numeric)
     where ${most}::numeric is null or ${amount}::numeric <= ${most}::numeric
        on conflict (source_id, period, starts_on) do update
       set spent = greatest(0, s.spent + ${amount}::numeric)
     where ${most}::numeric is null or s.spent + ${amount}::numeric <= ${most}::numeric or ${amount}::numeric <= 0
    returning spent`;
  return rows.length > 0;
}

/** What sources with a budget have used in the running day and month. */
export async function listSpending(sql: Sql, now: Date): Promise<ReadonlyMap<number, readonly Spending[]>> {
  const rows = await sql<{ id: number; period: Spending['period']; spent: number; most: number }>`
    select b.id, b.period, coalesce(s.spent, 0) as spent, b.most
      from (select id, 'day' as period, ${dayOf(startOf('day', now, 0))}::date as starts_on, budget_per_day as most
              from sources
             union all
            select id, 'month', ${dayOf(startOf('month', now, 0))}::date, budget_per_month
              from sources) as b
      left join source_spending s on s.source_id = b.id and s.period = b.period and s.starts_on = b.starts_on
     where b.most is not null
     order by b.id, b.period`;
  return Map.groupBy(rows, (row) => row.id);
}

/** "ok", "nearly spent" from 80 % on, or "spent". */
export function stateOfBudget({ spent, most }: Spending): 'ok' | 'nearly' | 'spent' {
  if (spent >= most) return 'spent';
  return spent >= most * WARN_AT ? 'nearly' : 'ok';
}

/** The first instant of the day or month (in UTC, as vendors bill), `ahead` periods from now. */
function startOf(period: Spending['period'], now: Date, ahead: number): Date {
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  return new Date(period === 'day' ? Date.UTC(year, month, day + ahead) : Date.UTC(year, month + ahead, 1));
}

const dayOf = (date: Date) => date.toISOString().slice(0, 10);

const KEPT_DAYS = 400;

/** Forgets what was spent more than a year ago. */
export async function forgetOldSpending(sql: Sql, now: Date): Promise<void> {
  const before = dayOf(new Date(now.getTime() - KEPT_DAYS * 86_400_000));
  await sql`delete from source_spending where starts_on < ${before}::date`;
}
