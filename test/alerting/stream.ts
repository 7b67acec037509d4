import { randomOf } from '../../src/domain/random.ts';
import type { Said } from '../support/listening.ts';

const HOUR_MS = 3_600_000;

/** Ordinary talk of strangers, four mentions an hour, one in five of them negative. */
export function ordinaryTalk(span: { from: Date; to: Date; seed: number }): Said[] {
  const random = randomOf(span.seed);
  const said: Said[] = [];
  for (let at = span.from.getTime(); at < span.to.getTime(); at += HOUR_MS / 4) {
    if (random.next() < 0.2) continue;
    const roll = random.next();
    const word = roll < 0.2 ? 'bad' : roll < 0.5 ? 'good' : 'plain';
    const publishedAt = new Date(at + Math.floor(random.next() * 600_000));
    const externalId = `talk-${at}`;
    said.push({
      externalId,
      text: `${word} ordinary day number ${at}`,
      publishedAt,
      author: { name: externalId },
    });
  }
  return said;
}

/** Many people complain about one thing, within an hour, each in their own words. */
export function outcry(from: Date, people: number, about = 'refund'): Said[] {
  return Array.from({ length: people }, (_, index) => ({
    externalId: `outcry-${from.getTime()}-${index}`,
    text: `bad ${about} case ${index} nobody answers`,
    publishedAt: new Date(from.getTime() + Math.floor((index * HOUR_MS) / people)),
    author: { name: `person ${index} of ${from.getTime()}` },
  }));
}
