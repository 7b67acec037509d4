import type { Random } from '../domain/random.ts';
import type { IntendedLabel } from './phrases.ts';
import type { Channel } from './stories.ts';
import { VOCABULARY } from './vocabulary.ts';
import type { Scene } from './wording.ts';

interface Written {
  readonly title?: string;
  readonly text: string;
}

interface Spoken extends Written {
  readonly tags?: readonly string[];
}

const EMOJI: Readonly<Record<IntendedLabel, readonly string[]>> = {
  positive: ['🙌', '😍', '👍', '💚', '🥳', '🚲', '☀️'],
  neutral: ['🚲', '🤔', '👀'],
  negative: ['😡', '😤', '👎', '🙄', '😞', '🤦'],
};
const HASHTAG = /#[\p{L}\p{N}_]+/gu;

/** How a text sounds in its channel: hashtags and emoji, dropped full stops, small letters, slips of the finger. */
export function spokenAs(channel: Channel, from: Written & { label: IntendedLabel; scene: Scene }): Spoken {
  const { title, scene, label } = from;
  const text = untidy(from.text, channel, scene.random);
  if (channel === 'social') return socialPost(text, label, scene);
  const named = channel === 'forum' || channel === 'letters' ? titleNaming(title ?? '', text) : title;
  return { ...(named === undefined || named === '' ? {} : { title: named }), text };
}

function socialPost(text: string, label: IntendedLabel, { language, random }: Scene): Spoken {
  const words = VOCABULARY[language];
  const tail =
    random.chance(0.35) && !/\p{Extended_Pictographic}/u.test(text) ? ` ${random.pick(EMOJI[label])}` : '';
  const tag = random.chance(0.2) ? ` ${random.pick(words.tags)}` : '';
  const post = `${naming(text, random)}${tail}${tag}`;
  const tags = [...new Set((post.match(HASHTAG) ?? []).map((found) => found.slice(1)))];
  return { text: post, ...(tags.length > 0 ? { tags } : {}) };
}

/** A search on a network only finds posts that name the company, so those that do not yet are made to. */
function naming(text: string, random: Random): string {
  if (namesCompany(text)) return text;
  return random.chance(0.5) ? `@fernwheel ${text}` : `${text} #Fernwheel`;
}

function titleNaming(title: string, text: string): string {
  return namesCompany(`${title} ${text}`) ? title : `Fernwheel: ${title}`;
}

function namesCompany(text: string): boolean {
  return /fernwheel|montrello|second ?spin/i.test(text);
}

const UNTIDINESS: Readonly<Record<Channel, number>> = {
  social: 1,
  app: 1,
  forum: 0.6,
  reviews: 0.6,
  letters: 0.1,
  news: 0,
};

function untidy(text: string, channel: Channel, random: Random): string {
  const much = UNTIDINESS[channel];
  let spoken = text;
  if (random.chance(0.07 * much)) spoken = withSlip(spoken, random);
  if (random.chance(0.25 * much)) spoken = spoken.replace(/\.$/, '');
  if (random.chance(0.08 * much)) spoken = spoken.replace(/[.!]$/, '!!');
  if (random.chance(0.08 * much)) spoken = spoken.charAt(0).toLowerCase() + spoken.slice(1);
  if (random.chance(0.04 * much)) spoken = spoken.toLowerCase();
  return spoken;
}

/** Swaps two neighbouring letters inside one long small-letter word. */
function withSlip(text: string, random: Random): string {
  const words = [...text.matchAll(/(?<![\p{L}#@])\p{Ll}{6,}(?!\p{L})/gu)];
  if (words.length === 0) return text;
  const word = random.pick(words);
  const at = word.index + random.between(2, word[0].length - 3);
  return text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);
}
