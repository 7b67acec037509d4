import type { Sql } from './db.ts';

/**
 * Claims a person for one invitation until `until`: the row of a person is free for one only, so two at once cannot
 * both have it. False while the person rests from another one, or has answered any survey since `answeredSince`.
 */
export async function claimPerson(
  sql: Sql,
  addressKeys: readonly string[],
  rest: { now: Date; until: Date; answeredSince: Date },
): Promise<boolean> {
  const [current = ''] = addressKeys;
  const claimed = await sql`
    insert into survey_rests as r (address_key, free_at)
    select ${current}, ${rest.until}::timestamptz
     where not exists (select from survey_rests
                        where address_key = any(${[...addressKeys]}::text[])
                          and free_at > ${rest.now})
       and not exists (select from survey_responses
                        where address_key = any(${[...addressKeys]}::text[])
                          and answered_at > ${rest.answeredSince}
                          and removed_at is null)
        on conflict (address_key) do update
       set free_at = excluded.free_at
     where r.free_at <= ${rest.now}
    returning address_key`;
  return claimed.length > 0;
}

/** An invitation that never went out has asked nobody: the person is free again. */
export async function freePerson(sql: Sql, addressKey: string, now: Date): Promise<void> {
  await sql`update survey_rests set free_at = ${now} where address_key = ${addressKey} and free_at > ${now}`;
}

export async function hasLeft(sql: Sql, addressKeys: readonly string[]): Promise<boolean> {
  const rows = await sql`
    select from survey_leavers where address_key = any(${[...addressKeys]}::text[]) limit 1`;
  return rows.length > 0;
}

/** Nobody with this address is asked again, and what waits for it is not sent. */
export async function saveLeaver(sql: Sql, addressKey: string, now: Date): Promise<void> {
  await sql`
    insert into survey_leavers (address_key, left_at) values (${addressKey}, ${now}) on conflict do nothing`;
  await sql`
    update invitations
       set state = 'left', key_id = null, sealed = null
     where address_key = ${addressKey}
       and state = 'waiting'`;
}

export async function getQuietDays(sql: Sql): Promise<number> {
  const [row] = await sql<{ days: number }>`select survey_quiet_days as days from workspace`;
  return row?.days ?? 0;
}

export async function setQuietDays(sql: Sql, days: number): Promise<void> {
  await sql`update workspace set survey_quiet_days = ${days}`;
}

/** Digests are kept as long as they can hold somebody back or be of use to a count by person: a year. */
export async function forgetOldInvitations(sql: Sql, before: Date): Promise<void> {
  await sql`delete from survey_rests where free_at < ${before}`;
  await sql`
    update invitations
       set address_key = null, customer = null
     where created_at < ${before}
       and state <> 'waiting'
       and address_key is not null`;
}
