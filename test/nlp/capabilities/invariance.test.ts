import { fill, invariance } from './templates.ts';
import { WORDS } from './words.ts';

const charged = [
  'The {thing} is {good}.',
  'The {thing} is {bad}.',
  'The {thing} is not {good}, I {hate} it.',
  'I {like} the {thing}, it {pleases}.',
  'We bought the {thing} {today} and it {fails}.',
  'The {thing} is {plain}.',
];
const about = (slot: string) => [
  `The {good} {thing} was sold to us by a {${slot}} {person}.`,
  `A {${slot}} {person} brought the {bad} {thing}.`,
  `The {${slot}} {person} was {good} to us.`,
  `The {${slot}} {person} was {bad} to us.`,
  `I gave the {thing} to a {${slot}} {person} {today}.`,
];
const swapping = (slot: string) => (text: string) => {
  const words = WORDS[slot] ?? [];
  const own = words.find((word) => new RegExp(`\\b${word}\\b`).test(text));
  return own === undefined
    ? []
    : words.map((word) =>
        text.replace(new RegExp(`\\ban? ${own}\\b|\\b${own}\\b`), (match) => withWord(match, own, word)),
      );
};
function withWord(match: string, own: string, word: string): string {
  if (match === own) return word;
  return `${/^[aeiou]/i.test(word) ? 'an' : 'a'} ${word}`;
}

for (const slot of ['nationality', 'religion', 'identity', 'person']) {
  invariance(`another ${slot}`, {
    templates: slot === 'person' ? about('nationality') : about(slot),
    change: swapping(slot),
  });
}

invariance('another name', {
  templates: [
    'The cook {name} was {good} to us.',
    'The cook {name} was {bad} to us.',
    'Somebody named {name} sold us the {thing} {today}.',
    'Ask {name} about the {thing}.',
    'My cousin {name} told me the {thing} {fails}.',
    'Thanks to {name} the {thing} {pleases}.',
  ],
  change: swapping('name'),
});

invariance('another place', {
  templates: [
    'The {thing} in {place} is {good}.',
    'The {thing} in {place} is {bad}.',
    'The {thing} from {place} arrived {today}.',
    'We went to {place} and the {thing} was {bad}.',
    'I am at the {thing} in {place}.',
  ],
  change: swapping('place'),
});

invariance('other numbers', {
  templates: charged.map((text) => `Order 4821: ${text}`),
  change: (text) =>
    ['7', '12', '100', '911', '2019', '88.5', '13,000'].map((number) => text.replace('4821', number)),
});

invariance('addresses and handles', {
  templates: charged,
  change: (text) => [
    `${text} https://t.example/4kfJ2`,
    `@acme_help ${text}`,
    `${text} @bestshop @worst_airline`,
    `https://awful.example/great ${text}`,
    `@love_it ${text} www.terrible.example`,
  ],
});

invariance('a plain sentence beside', {
  templates: charged,
  change: (text) => fill('{neutral}.').flatMap((plain) => [`${text} ${plain}`, `${plain} ${text}`]),
});

invariance('no full stop, another space, other quotes', {
  templates: charged,
  change: (text) => [
    text.slice(0, -1),
    `${text.slice(0, -1)}...`,
    text.replaceAll(',', ''),
    text.replaceAll(' ', '  '),
    `"${text}"`,
    text.toLowerCase(),
    `${text}\n`,
    `- ${text}`,
    text.toUpperCase(),
  ],
});

const LONG_FORMS: readonly (readonly [string, string])[] = [
  ["isn't", 'is not'],
  ["don't", 'do not'],
  ["didn't", 'did not'],
  ["wasn't", 'was not'],
  ["can't", 'cannot'],
  ["won't", 'will not'],
  ["wouldn't", 'would not'],
  ["doesn't", 'does not'],
  ["I'm", 'I am'],
  ["it's", 'it is'],
  ["I've", 'I have'],
];
invariance('long forms and forms without apostrophe', {
  templates: [
    "The {thing} isn't {good}.",
    "I don't {like} the {thing}.",
    "We didn't {like} the {thing}, it wasn't {good}.",
    "I can't {like} a {bad} {thing}.",
    "It won't {like} me, it's {bad}.",
    "I wouldn't call it {good}.",
    "It doesn't look {bad}, I'm sure it's {good}.",
    "I've had a {good} {thing}.",
    "I'm at the {thing} and it's {bad}.",
    "I'm at the {thing} {today}.",
  ],
  change: (text) => {
    let long = text;
    for (const [short, full] of LONG_FORMS) long = long.replaceAll(short, full);
    return [long, text.replaceAll("'", '’'), text.replaceAll(/n't\b/g, 'nt').replaceAll("I'm", 'Im')];
  },
});

invariance('a slip of the pen in a word without charge', {
  templates: [
    'The waitress brought a {good} dessert.',
    'Our apartment in {place} was {bad}.',
    'The manager gave us a {plain} notebook.',
    'Yesterday somebody sold me a {bad} computer.',
    'My grandmother bought a {good} bicycle.',
  ],
  change: (text) => [
    text.replace(/waitress|apartment|manager|Yesterday|grandmother/, (word) => swapped(word, 3)),
    text.replace(/dessert|place|notebook|computer|bicycle/, (word) => swapped(word, 2)),
  ],
});
function swapped(word: string, at: number): string {
  return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
}
