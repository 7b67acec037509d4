import { addDays, daysBetween } from '../domain/day.ts';
import type { Sql } from '../store/db.ts';
import { listSaid, type SaidCut } from '../store/said.ts';
import { type Questions, questionsOf } from './questions.ts';
import { type Themes, themesOf } from './themes.ts';
import { voicesOf } from './voices.ts';

/** What people say in a topic between two days, against the days as long before. */
export interface WhatPeopleSay extends Themes {
  readonly questions: Questions;
  /** How many mentions there are, and how many of them were read for this. */
  readonly now: Reading;
  readonly before: Reading;
}

export interface Reading {
  readonly total: number;
  readonly read: number;
}

/** Of more than this, an even draw is read: enough that what one in a thousand says still shows. */
const MOST_READ = 5_000;

export async function readThemes(sql: Sql, cut: SaidCut): Promise<WhatPeopleSay> {
  const length = daysBetween(cut.from, cut.to).length;
  const earlier = { ...cut, from: addDays(cut.from, -length), to: addDays(cut.from, -1) };
  const [now, before] = [await listSaid(sql, cut, MOST_READ), await listSaid(sql, earlier, MOST_READ)];
  const voices = { now: voicesOf(now.said), before: voicesOf(before.said) };
  const compared = voices.before.length > 0 ? voices.before : undefined;
  return {
    ...themesOf(voices.now, compared),
    questions: questionsOf(voices.now, compared),
    now: { total: now.total, read: now.said.length },
    before: { total: before.total, read: before.said.length },
  };
}
