/**
 * What topics cost: mentions per second for 10, 100, 1,000 and 10,000 topics, and the time per mention relative to
 * 10 topics. Run by hand: `node test/bench/topic-matching.bench.ts [MENTIONS]`.
 *
 * The mentions are the same for every line: made-up texts of 10–70 words whose words are as unevenly common as in
 * real language (Zipf), most of them naming one of 10,000 brands (again unevenly). Two sets of topics:
 * "brands": every topic asks for its own brand, alone or with common words, NEAR, wildcards, NOT and fields;
 * "crowded": 50 topics for each brand, all built from the same few hundred common words.
 */
import { compileQuery, matches, type QueryDocument, TopicIndex } from '../../src/domain/query/matcher.ts';
import { parseQuery } from '../../src/domain/query/parse.ts';

const BRANDS = 10_000;
const VOCABULARY = 30_000;
const SIZES = [10, 100, 1_000, 10_000];
const ROUNDS = 5;

const random = randomFrom(20_261_123);
const mentionCount = Number(process.argv[2] ?? 4_000);
const mentions = Array.from({ length: mentionCount }, aMention);
console.log(`${mentionCount} mentions, best of ${ROUNDS} rounds, Node ${process.version}`);
for (const [name, topicAt] of [
  ['brands', brandTopic],
  ['crowded', crowdedTopic],
] as const) {
  let timeOfTen: number | undefined;
  for (const size of SIZES) {
    const topics = Array.from({ length: size }, (_, id) => ({ id, query: parseQuery(topicAt(id)) }));
    const index = new TopicIndex(topics);
    const found = mentions.reduce((sum, mention) => sum + index.match(mention).length, 0);
    const seconds = bestSeconds(() => {
      for (const mention of mentions) index.match(mention);
    });
    timeOfTen ??= seconds;
    const rate = Math.round(mentionCount / seconds).toLocaleString('en');
    const perMention = (found / mentionCount).toFixed(2);
    console.log(
      `${name}: ${size} topics: ${rate} mentions/s, ${(seconds / timeOfTen).toFixed(2)} × the time of 10 topics, ${perMention} topics matched per mention`,
    );
  }
}
const some = mentions.slice(0, 100);
const one = Array.from({ length: 1_000 }, (_, id) => compileQuery(parseQuery(brandTopic(id))));
const oneByOne = bestSeconds(() => {
  for (const mention of some) for (const query of one) matches(query, mention);
});
console.log(
  `brands, each topic asked for itself: 1000 topics: ${Math.round(some.length / oneByOne).toLocaleString('en')} mentions/s`,
);

function aMention(): QueryDocument {
  const words = Array.from({ length: 10 + Math.floor(random() * 60) }, () => word(zipf(VOCABULARY)));
  if (random() < 0.8) words.splice(Math.floor(random() * words.length), 0, brand(zipf(BRANDS)));
  return {
    title: words.slice(0, 4).join(' '),
    text: `${words.join(' ')}.`,
    lang: 'en',
    url: `https://www.${word(zipf(500))}.com/${words[0]}`,
    author: `user${zipf(10_000)}`,
    stars: 1 + Math.floor(random() * 5),
    label: random() < 0.3 ? 'negative' : 'positive',
  };
}

function brandTopic(id: number): string {
  const name = brand(id);
  const [one, two, three] = [word(20 + (id % 400)), word(60 + (id % 700)), word(300 + (id % 900))];
  const shapes = [
    name,
    `${name} (${one} OR ${two} OR "${one} ${three}")`,
    `(${name} OR #${name}) -${one} -site:${two}.com`,
    `${name} NEAR/5 (${two} OR ${three}*)`,
    `{${name.charAt(0).toUpperCase()}${name.slice(1)}} OR "${name} ${one}" OR ${name}s`,
    `lang:en rating:<=2 ${name.slice(0, -2)}* (${one} OR ${two})`,
  ];
  return shapes[id % shapes.length] ?? name;
}

function crowdedTopic(id: number): string {
  const name = brand(Math.floor(id / 50));
  const [one, two, three] = [
    word(20 + (id % 50)),
    word(60 + ((id * 7) % 200)),
    word(100 + ((id * 13) % 300)),
  ];
  const shapes = [
    `${name} (${one} OR ${two})`,
    `${name} NEAR/3 (${two} OR ${three})`,
    `${name} ${three} -${one}`,
    `${name} sentiment:negative`,
    `${name} ${two}* rating:1..2`,
  ];
  return shapes[id % shapes.length] ?? name;
}

/** A made-up word for a rank of commonness; like in language, the common ones are short. */
function word(rank: number): string {
  return spelled(rank, 'bdfgklmnprstv', 'aeiou');
}

function brand(rank: number): string {
  return `${spelled(rank + 300, 'zqxjwhc', 'aeiouy')}o`;
}

function spelled(rank: number, consonants: string, vowels: string): string {
  let text = '';
  for (let rest = rank + 1; rest > 0; rest = Math.floor(rest / (consonants.length * vowels.length))) {
    text += consonants[rest % consonants.length] ?? '';
    text += vowels[Math.floor(rest / consonants.length) % vowels.length] ?? '';
  }
  return text;
}

/** Rank 0…count−1, with a chance in proportion to about 1 / (rank + 1). */
function zipf(count: number): number {
  return Math.floor((count + 1) ** random()) - 1;
}

function bestSeconds(work: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    work();
    best = Math.min(best, (performance.now() - start) / 1_000);
  }
  return best;
}

/** The same numbers 0…1 on every run: a linear congruential generator modulo 2³² (Numerical Recipes' constants). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
