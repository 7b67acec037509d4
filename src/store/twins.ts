import { keysOf } from '../domain/twins/twin-keys.ts';
import { json, type Sql } from './db.ts';
import { findKeyMates, setTwinKeys } from './twin-keys.ts';
import { isPair, readTwins, type Twin, windowOf } from './twin-rows.ts';

/** Held alone by whoever settles twins, taken before any row. Classifying a text without twins needs it not. */
const TWINS_LOCK = 7_234_002;

/** A mention that counts for something else than before. */
export interface Recountable {
  readonly id: number;
  readonly revision: number;
  readonly topicIds: readonly number[];
}

export async function lockTwins(sql: Sql): Promise<void> {
  await sql`select pg_advisory_xact_lock(${TWINS_LOCK})`;
}

/**
 * Makes `duplicate_of` right for these mentions and for all that hang on them. The rule: a mention is a duplicate when
 * an older one (by id: the order in which they were stored) is its twin, lies within the days, and is no duplicate
 * itself. Which mentions count follows from what is stored alone, whatever the order of arrivals, edits, removals and
 * workers. The caller holds the lock of the twins, and recounts what is returned.
 */
export async function settleTwins(sql: Sql, ids: readonly number[]): Promise<Recountable[]> {
  const circle = await Circle.begin(sql, ids);
  for (;;) {
    const twin = await circle.next();
    if (!twin) break;
    circle.settle(twin);
  }
  return circle.save();
}

/** The mentions that one settling has to do with, read and locked when they are first met. Ids are settled in ascending order. */
class Circle {
  readonly #sql: Sql;
  readonly #windowMs: number;
  /** Mentions that may have changed: whoever hangs on them is looked at again in any case. */
  readonly #given: ReadonlySet<number>;
  readonly #due: Set<number>;
  #order: number[] = [];
  readonly #twins = new Map<number, Twin>();
  readonly #keys = new Map<number, readonly string[]>();
  readonly #mates = new Map<number, readonly number[]>();
  readonly #hanging = new Map<number, readonly number[]>();
  /** Firsts by key as they are now: one that was promoted a moment ago has no keys in the store yet. */
  readonly #firsts = new Map<string, Set<number>>();

  private constructor(sql: Sql, windowMs: number, ids: readonly number[]) {
    this.#sql = sql;
    this.#windowMs = windowMs;
    this.#given = new Set(ids);
    this.#due = new Set(ids);
  }

  static async begin(sql: Sql, ids: readonly number[]): Promise<Circle> {
    return new Circle(sql, await windowOf(sql), ids);
  }

  /** The one with the lowest id of those that are due: what is settled can only touch higher ones. */
  async next(): Promise<Twin | undefined> {
    if (this.#due.size > 0) {
      await this.#meet([...this.#due]);
      const waiting = new Set([...this.#order, ...this.#due]);
      this.#order = [...waiting].sort((one, other) => other - one);
      this.#due.clear();
    }
    for (;;) {
      const id = this.#order.pop();
      if (id === undefined) return undefined;
      const twin = this.#twins.get(id);
      if (twin) return twin;
    }
  }

  settle(twin: Twin): void {
    const wasFirst = twin.first === undefined;
    const mates = this.#matesOf(twin);
    this.#hangOn(twin, this.#firstOf(twin, mates));
    const isFirst = twin.first === undefined;
    if (isFirst === wasFirst && !this.#given.has(twin.id)) return;
    for (const id of this.#hanging.get(twin.id) ?? []) this.#due.add(id);
    for (const other of this.#twins.values()) if (other.first === twin.id) this.#due.add(other.id);
    if (!isFirst) return;
    for (const mate of mates) {
      if (mate.id > twin.id && mate.first === undefined && isPair(twin, mate, this.#windowMs))
        this.#due.add(mate.id);
    }
  }

  #matesOf(twin: Twin): readonly Twin[] {
    const here = this.#keysOf(twin).flatMap((key) => [...(this.#firsts.get(key) ?? [])]);
    const ids = new Set([...(this.#mates.get(twin.id) ?? []), ...here]);
    ids.delete(twin.id);
    return [...ids].flatMap((id) => this.#twins.get(id) ?? []);
  }

  #hangOn(twin: Twin, first: number | undefined): void {
    twin.first = first;
    for (const key of this.#keysOf(twin)) {
      const firsts = this.#firsts.get(key) ?? new Set();
      if (first === undefined) firsts.add(twin.id);
      else firsts.delete(twin.id);
      this.#firsts.set(key, firsts);
    }
  }

  #keysOf(twin: Twin): readonly string[] {
    const keys = this.#keys.get(twin.id) ?? keysOf(twin.print);
    this.#keys.set(twin.id, keys);
    return keys;
  }

  /** The one it already hangs on, as long as that is right; otherwise the oldest there is. */
  #firstOf(twin: Twin, mates: readonly Twin[]): number | undefined {
    if (twin.isOut) return undefined;
    const mayLead = (other: Twin) =>
      other.id < twin.id && other.first === undefined && isPair(other, twin, this.#windowMs);
    const current = twin.first === undefined ? undefined : this.#twins.get(twin.first);
    if (current && mayLead(current)) return current.id;
    return mates.toSorted((one, other) => one.id - other.id).find(mayLead)?.id;
  }

  /** Reads what is new to the circle, with everything that shares a key with it. */
  async #meet(ids: readonly number[]): Promise<void> {
    const asked = ids.filter((id) => !this.#mates.has(id));
    if (asked.length === 0) return;
    await this.#read(asked);
    const met = asked.flatMap((id) => this.#twins.get(id) ?? []);
    const found = await findKeyMates(
      this.#sql,
      met.map((twin) => ({ id: twin.id, keys: this.#keysOf(twin) })),
    );
    for (const id of asked) this.#mates.set(id, found.get(id) ?? []);
    const leaders = met.flatMap(({ first }) => first ?? []);
    await this.#read([...new Set([...[...found.values()].flat(), ...leaders])]);
    const hanging = await this.#sql<{ id: number; duplicate_of: number }>`
      select id, duplicate_of from mentions where duplicate_of = any(${asked}::bigint[])`;
    for (const [first, rows] of Map.groupBy(hanging, (row) => row.duplicate_of)) {
      this.#hanging.set(
        first,
        rows.map(({ id }) => id),
      );
    }
  }

  /** Locked, so that nobody edits a text between the look at it and the commit. */
  async #read(ids: readonly number[]): Promise<void> {
    const unread = ids.filter((id) => !this.#twins.has(id));
    if (unread.length === 0) return;
    for (const twin of await readTwins(this.#sql, unread, 'locked')) {
      this.#twins.set(twin.id, twin);
      if (!twin.isOut) this.#hangOn(twin, twin.first);
    }
  }

  async save(): Promise<Recountable[]> {
    const changed = [...this.#twins.values()].filter((twin) => twin.first !== twin.was);
    const given = [...this.#given].flatMap((id) => this.#twins.get(id) ?? []);
    const mayLead = ({ first, isOut }: Twin) => first === undefined && !isOut;
    const touched = [...new Set([...changed, ...given])];
    await setTwinKeys(
      this.#sql,
      touched.map((twin) => ({ id: twin.id, keys: mayLead(twin) ? this.#keysOf(twin) : [] })),
    );
    if (changed.length === 0) return [];
    await this.#sql`
      update mentions m
         set duplicate_of = n.first
        from jsonb_to_recordset(${json(changed.map(({ id, first }) => ({ id, first })))}::jsonb) as n (id bigint, first bigint)
       where m.id = n.id`;
    return listRecountable(
      this.#sql,
      changed.map(({ id }) => id),
    );
  }
}

/** What mentions count for, or would count for if they were no duplicates. */
async function listRecountable(sql: Sql, ids: readonly number[]): Promise<Recountable[]> {
  const rows = await sql<{ id: number; revision: number; topic_ids: number[] }>`
    select m.id, m.revision,
           array(select mt.topic_id
                   from mention_topics mt
                  where mt.mention_id = m.id
                  union
                 select t.id
                   from topics t
                  where t.id = any(m.waiting_topics)) as topic_ids
      from mentions m
     where m.id = any(${ids}::bigint[])`;
  return rows.map((row) => ({ id: row.id, revision: row.revision, topicIds: row.topic_ids }));
}
