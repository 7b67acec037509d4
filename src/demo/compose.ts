import type { NewMention } from '../domain/mention.ts';
import type { Random } from '../domain/random.ts';
import {
  COUNTRIES,
  type Language,
  LOCATIONS,
  type Location,
  PRODUCTS,
  productsFitting,
} from './catalogue.ts';
import { ownerReplyTo } from './owner-replies.ts';
import { type IntendedLabel, type Phrase, type Place, phrasesOf, shelf } from './phrases.ts';
import { type Slot, textRandom } from './slots.ts';
import { spokenAs } from './speech.ts';
import { DIRTY_STORE, LANGUAGE_SHARES, STORIES } from './stories.ts';
import { aspectWeights, companionsOf, oddsOf, TOUCHPOINT_OF } from './tendencies.ts';
import { authorOf, engagementOf, ratingOf } from './voices.ts';
import { capitalised, type Scene, wordingOf } from './wording.ts';

export interface SampleMention extends NewMention {
  readonly publishedAt: Date;
  readonly language: Language;
}

type Body = Exclude<Place, 't'>;
type Facts = Pick<
  NewMention,
  'country' | 'touchpoint' | 'location' | 'product' | 'rating' | 'engagement' | 'reach'
>;

/** What is settled about a mention before a word of it is written. */
interface Plan {
  readonly place: Body;
  readonly language: Language;
  readonly location: Location;
  readonly main: Phrase;
}

const VISIT_ASPECTS = new Set(['staff', 'store', 'clean', 'stock', 'workshop', 'campaign']);
const WEB_SHARE_OF_REVIEWS = 0.52;

/** The mention of a slot: the same slot gives the same words, whenever and however often it is asked. */
export function composeMention(slot: Slot): SampleMention {
  const random = textRandom(slot);
  const parent = slot.replyTo && planOf(slot.replyTo, textRandom(slot.replyTo), undefined);
  const plan = planOf(slot, random, parent);
  const product = random.pick(plan.main.about ? productsFitting(plan.main.about) : PRODUCTS);
  const scene = {
    language: plan.language,
    city: plan.location.city,
    product,
    day: slot.day,
    at: slot.at,
    random,
  };
  const externalId = idOf(slot, plan.main);
  const written = spokenAs(slot.channel, { ...writtenText(plan, scene), label: plan.main.label, scene });
  return {
    externalId,
    language: plan.language,
    publishedAt: slot.at,
    url: `https://${slot.channel}.fernwheel.example/${slot.epochDay}/${slot.number}`,
    author: authorOf(slot.channel, plan.language, random),
    ...written,
    ...kindOf(slot, parent),
    ...factsOf(slot, plan, scene),
    ...replyOf(slot, plan),
  };
}

function planOf(slot: Slot, random: Random, parent: Plan | undefined): Plan {
  const place = placeOf(slot, random);
  const story = slot.story && STORIES[slot.story];
  const language = parent?.language ?? random.weighted<Language>(story?.languages ?? LANGUAGE_SHARES);
  const location = parent?.location ?? locationOf(language, story?.country, random);
  const aspect = parent?.main.aspect ?? story?.aspect ?? random.weighted(aspectWeights(place, location));
  const label = random.weighted(oddsOf(aspect, { location, day: slot.day, story: slot.story }));
  return { place, language, location, main: mainPhrase({ place, language, aspect, label }, random) };
}

function placeOf({ channel, story }: Slot, random: Random): Body {
  if (channel === 'reviews') {
    const share = story === 'campaign' ? 0 : story === 'delivery' ? 1 : WEB_SHARE_OF_REVIEWS;
    return random.chance(share) ? 'w' : 'v';
  }
  return ({ app: 'a', social: 's', forum: 'f', letters: 'f', news: 'n' } as const)[channel];
}

function locationOf(language: Language, only: string | undefined, random: Random): Location {
  const country = only ?? random.weighted(COUNTRIES[language]);
  const nearby = LOCATIONS.filter((location) => location.country === country);
  const dirty = nearby.find(({ code }) => code === DIRTY_STORE);
  // The dirty branch is also the larger of its two, so that its story has enough voices.
  return dirty && random.chance(0.25) ? dirty : random.pick(nearby);
}

/** The sentence that decides the label. Where nobody wrote one for this aspect and label, another of the same label if there is one. */
function mainPhrase(
  wanted: { place: Body; language: Language; aspect: string; label: IntendedLabel },
  random: Random,
): Phrase {
  const { place, language, aspect, label } = wanted;
  const exact = shelf(language, place, aspect, label);
  if (exact.length > 0) return random.pick(exact);
  const everyday = phrasesOf(language).filter(
    (phrase) => phrase.where.includes(place) && isEveryday(phrase.aspect),
  );
  const same = everyday.filter((phrase) => phrase.label === label);
  return random.pick(same.length > 0 ? same : everyday);
}

function isEveryday(aspect: string): boolean {
  return !['login', 'campaign', 'delivery', 'open', 'close', 'newsmore', 'clean'].includes(aspect);
}

function writtenText(plan: Plan, scene: Scene): { title?: string; text: string } {
  const [headline = '', body] = plan.main.text.split(' :: ');
  const main = wordingOf(body ?? plan.main.text, scene);
  const { before, after } = surroundings(plan, scene.random);
  const words = (phrase: Phrase) => wordingOf(phrase.text, scene);
  const text = joined([...before.map(words), main, ...after.map(words)]);
  const title = body === undefined ? titleOf(plan, scene) : capitalised(wordingOf(headline, scene));
  return { ...(title === undefined ? {} : { title }), text };
}

/** A sentence without slots is the same each time it is said, so it never stands alone. */
function surroundings(plan: Plan, random: Random): { before: Phrase[]; after: Phrase[] } {
  const { place, language, main } = plan;
  const opening = shelf(language, place, 'open', 'neutral');
  const closing = shelf(language, place, 'close', main.label);
  const before = opening.length > 0 && random.chance(OPENING[place]) ? [random.pick(opening)] : [];
  const after = secondPhrases(plan, random);
  const isAlone = !/[[{]/.test(main.text) && before.length + after.length === 0;
  if (closing.length > 0 && random.chance(isAlone ? ALONE[place] : CLOSING[place]))
    after.push(random.pick(closing));
  else if (isAlone && opening.length > 0) before.push(random.pick(opening));
  return { before, after };
}

function joined(parts: readonly string[]): string {
  return parts
    .map((part, at) => (at < parts.length - 1 && /[\p{L}\p{N})]$/u.test(part) ? `${part}.` : part))
    .join(' ');
}

const OPENING: Readonly<Record<Body, number>> = { v: 0.5, w: 0.55, a: 0.4, s: 0, f: 0.6, n: 0 };
const SECOND: Readonly<Record<Body, number>> = { v: 0.45, w: 0.45, a: 0.3, s: 0.25, f: 0.6, n: 1 };
const ALONE: Readonly<Record<Body, number>> = { v: 0.5, w: 0.5, a: 0.5, s: 0.4, f: 0.5, n: 0 };
const CLOSING: Readonly<Record<Body, number>> = { v: 0.35, w: 0.35, a: 0.35, s: 0.16, f: 0.4, n: 0 };
const TITLED: Readonly<Record<Body, number>> = { v: 0.45, w: 0.55, a: 0.6, s: 0, f: 1, n: 1 };

/** A second thought of the same mood that fits the first: another aspect, and no product of its own. */
function secondPhrases({ place, language, main }: Plan, random: Random): Phrase[] {
  if (main.aspect === 'mixed' || !random.chance(SECOND[place])) return [];
  const label = place === 'n' ? 'neutral' : main.label;
  const aspects = companionsOf(main.aspect, place);
  const fitting = aspects.flatMap((aspect) => shelf(language, place, aspect, label));
  const usable = fitting.filter(({ about, irony }) => !irony && (about === '' || about === main.about));
  return usable.length > 0 ? [random.pick(usable)] : [];
}

function titleOf({ place, language, main }: Plan, scene: Scene): string | undefined {
  if (!scene.random.chance(TITLED[place])) return undefined;
  const own = place === 'f' ? shelf(language, 't', main.aspect, 'neutral') : [];
  const titles = own.length > 0 ? own : shelf(language, 't', 'any', main.label);
  return wordingOf(scene.random.pick(titles).text, scene);
}

function kindOf(slot: Slot, parent: Plan | undefined): Pick<NewMention, 'kind' | 'parentId'> {
  if (slot.channel === 'reviews' || slot.channel === 'app') return { kind: 'review' };
  if (!slot.replyTo || !parent) return { kind: 'mention' };
  return { kind: 'comment', parentId: idOf(slot.replyTo, parent.main) };
}

function replyOf(slot: Slot, { language, main }: Plan): Pick<SampleMention, 'ownerReply'> {
  if (slot.channel !== 'reviews' && slot.channel !== 'app') return {};
  const ownerReply = ownerReplyTo(slot, language, main.label);
  return ownerReply ? { ownerReply } : {};
}

function factsOf(slot: Slot, { place, main, location }: Plan, { product, random }: Scene): Facts {
  const isVisit =
    place === 'v' || (place === 's' && VISIT_ASPECTS.has(main.aspect) && main.text.includes('{city}'));
  const namesProduct = main.about !== '' || /\{(product|name)/.test(main.text);
  const touchpoint = TOUCHPOINT_OF[main.aspect];
  return {
    country: location.country,
    ...(touchpoint === undefined ? {} : { touchpoint }),
    ...(isVisit ? { location: location.code } : {}),
    ...(namesProduct ? { product: product.model } : {}),
    ...(place === 'v' || place === 'w' || place === 'a' ? { rating: ratingOf(main.label, random) } : {}),
    ...engagementOf(slot.channel, random),
  };
}

/** Ends in the key of the sentence that decides the label, which is how `intendedLabel` finds it again. */
function idOf({ channel, epochDay, number }: Slot, main: Phrase): string {
  return `fernwheel:${channel}:${epochDay}-${number}:${main.key}`;
}
