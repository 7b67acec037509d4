import type { Label } from '../domain/classification.ts';
import { parsePattern } from '../domain/lexicon-rule.ts';
import { listToClassify, type MentionToClassify } from './classifications.ts';
import type { Row, Sql } from './db.ts';
import { type Judges, judge } from './judge.ts';

/** How many mentions one look at the past goes over, the latest first, and how many of those that fit are judged. */
const LOOKED_AT = 100_000;
const JUDGED = 10_000;
const A_STEP = 500;
export const EXAMPLES = 20;

export interface RulePreview {
  /** How many of the latest mentions were looked at, and whether there are older ones. */
  readonly looked: number;
  readonly isAll: boolean;
  /** How many of them would meet the rule or meet it now. */
  readonly touched: number;
  /** Mentions whose label would change; one that a person has labelled keeps that label. */
  readonly moved: readonly { readonly from: Label; readonly to: Label; readonly n: number }[];
  readonly examples: readonly RuleExample[];
  /** The team's own labels: how many agree with the computed ones before and after. */
  readonly judged: number;
  readonly rightBefore: number;
  readonly rightAfter: number;
}

export interface RuleExample {
  readonly id: number;
  readonly title: string | undefined;
  readonly text: string;
  readonly from: Label;
  readonly to: Label;
  /** A person's label, where there is one. */
  readonly truth: Label | undefined;
}

/**
 * What a change of rules would do to the mentions that hold one of the patterns: each is judged with the words of
 * today and with those of tomorrow. Nothing is written.
 */
export async function previewWording(
  sql: Sql,
  patterns: readonly string[],
  { before, after }: { before: Judges; after: Judges },
): Promise<RulePreview> {
  const { ids, looked, isAll } = await findCandidates(sql, patterns);
  const team = await readTruths(sql, ids);
  const moves = new Map<string, { from: Label; to: Label; n: number }>();
  const examples: RuleExample[] = [];
  let touched = 0;
  const { judged, right: rightBefore } = await countRight(sql);
  let rightAfter = rightBefore;
  for (let start = 0; start < ids.length; start += A_STEP) {
    const step = await listToClassify(sql, ids.slice(start, start + A_STEP), NOTHING_HAS);
    // The latest first, as the examples are shown.
    for (const mention of step.toReversed()) {
      if (mention.isRemoved) continue;
      const was = judge(mention, before, { evidence: false });
      const will = judge(mention, after, { evidence: false });
      if (was.rules.join() === will.rules.join() && was.label === will.label) continue;
      touched += 1;
      const truth = team.get(mention.id);
      if (truth !== undefined) {
        rightAfter += Number(will.label === truth) - Number(was.label === truth);
      }
      if (was.label === will.label) continue;
      if (mention.overrideLabel === undefined) {
        const key = `${was.label} ${will.label}`;
        const move = moves.get(key) ?? { from: was.label, to: will.label, n: 0 };
        moves.set(key, { ...move, n: move.n + 1 });
      }
      if (examples.length < EXAMPLES) examples.push(exampleOf(mention, was.label, will.label, truth));
    }
  }
  const moved = [...moves.values()].toSorted((a, b) => b.n - a.n);
  return { looked, isAll, touched, moved, examples, judged, rightBefore, rightAfter };
}

// Asked with versions nothing has, so that every row comes back.
const NOTHING_HAS = { lexiconVersion: '', topicsRevision: -1 };

function exampleOf(
  { id, title, text }: MentionToClassify,
  from: Label,
  to: Label,
  truth: Label | undefined,
): RuleExample {
  return { id, title, text, from, to, truth };
}

/** Mentions that hold the letters of a pattern, every one that people have labelled among them, the latest first. */
async function findCandidates(sql: Sql, patterns: readonly string[]) {
  const anchors = patterns.map(anchorOf);
  const rows = await sql<{ id: number }>`
    with latest as materialized (
      select mt.mention_id
        from mention_topics mt
        join topics t on t.id = mt.topic_id and t.kind = 'everything'
       order by mt.counted_at desc, mt.mention_id desc
       limit ${LOOKED_AT}
    )
    select m.id
      from mentions m
     where (m.id in (select mention_id from latest) or m.id in (select mention_id from judged_mentions))
       and (m.text ~* any(${anchors}::text[]) or m.title ~* any(${anchors}::text[]))
     order by m.id desc
     limit ${JUDGED}`;
  const [all] = await sql<{ n: number }>`
    select count(*)::int as n
      from (select 1
              from mention_topics mt
              join topics t on t.id = mt.topic_id and t.kind = 'everything'
             limit ${LOOKED_AT + 1}) counted`;
  const n = all?.n ?? 0;
  return {
    ids: rows.map((row) => row.id),
    looked: Math.min(n, LOOKED_AT),
    isAll: n <= LOOKED_AT && rows.length < JUDGED,
  };
}

const APOSTROPHES = /['’]/;

/** The longest run of letters of a pattern, each letter as often as a writer likes: "good" also finds "goooood". */
export function anchorOf(pattern: string): string {
  const words = parsePattern(pattern).flatMap((part) =>
    part.kind === 'word' || part.kind === 'prefix' ? part.text.split(APOSTROPHES) : [],
  );
  const longest = words.toSorted((a, b) => b.length - a.length)[0] ?? '';
  const letters = [...longest].filter((letter, at, all) => letter !== all[at - 1]);
  return letters.map((letter) => `${quoted(letter)}+`).join('-?');
}

const quoted = (letter: string): string => (/[\p{L}\p{N}]/u.test(letter) ? letter : `\\${letter}`);

async function readTruths(sql: Sql, ids: readonly number[]): Promise<Map<number, Label>> {
  const rows = await sql<Row & { mention_id: number; truth: Label }>`
    select mention_id, truth from judged_mentions where mention_id = any(${ids}::bigint[])`;
  return new Map(rows.map((row) => [row.mention_id, row.truth]));
}

/** How many labels of the team there are, and how many of the computed ones agree. */
async function countRight(sql: Sql): Promise<{ judged: number; right: number }> {
  const [row] = await sql<{ judged: number; right: number }>`
    select count(*)::int as judged, count(*) filter (where j.truth = m.label)::int as right
      from judged_mentions j
      join mentions m on m.id = j.mention_id`;
  return { judged: row?.judged ?? 0, right: row?.right ?? 0 };
}
