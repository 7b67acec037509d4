import type { Author, NewMention, Rating } from '../domain/mention.ts';
import type { Random } from '../domain/random.ts';
import type { Language } from './catalogue.ts';
import type { IntendedLabel } from './phrases.ts';
import type { Channel } from './stories.ts';
import { VOCABULARY } from './vocabulary.ts';

/** Share of reviews whose stars say the opposite of their text: somebody took five stars for the worst. */
const CONFLICT_SHARE = 0.02;
const INITIALS = 'ABCDEFGHJKLMNPRSTW';

export function authorOf(channel: Channel, language: Language, random: Random): Author {
  const words = VOCABULARY[language];
  const name = random.pick(words.names);
  if (channel === 'news') return { name: random.pick(words.outlets) };
  if (channel === 'social' || channel === 'forum') {
    const plain = name
      .normalize('NFD')
      .replace(/[^A-Za-z]/g, '')
      .toLowerCase();
    const handle = `${plain}_${random.pick(words.handles)}${random.chance(0.5) ? random.between(1, 99) : ''}`;
    return channel === 'social' ? { name: `@${handle}`, handle } : { name: handle };
  }
  return { name: `${name} ${random.pick([...INITIALS])}.` };
}

export function ratingOf(label: IntendedLabel, random: Random): Rating {
  return {
    value: random.chance(CONFLICT_SHARE) ? 6 - starsFor(label, random) : starsFor(label, random),
    min: 1,
    max: 5,
  };
}

function starsFor(label: IntendedLabel, random: Random): number {
  if (label === 'positive') return random.chance(0.7) ? 5 : 4;
  if (label === 'negative') return random.chance(0.62) ? 1 : 2;
  return Number(random.weighted({ '3': 70, '4': 22, '2': 8 }));
}

/** Reach has a long tail, as followers do; reviews only carry "helpful" votes. */
export function engagementOf(channel: Channel, random: Random): Pick<NewMention, 'engagement' | 'reach'> {
  if (channel === 'social') {
    const reach = Math.round(40 * Math.exp(6 * random.next() ** 2));
    return { reach, engagement: Math.floor(reach * 0.06 * random.next()) };
  }
  if (channel === 'reviews' || channel === 'app') return { engagement: Math.floor(8 * random.next() ** 4) };
  return {};
}
