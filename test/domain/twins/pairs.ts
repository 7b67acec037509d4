import type { TwinText } from '../../../src/domain/twins/twin-print.ts';

type Side = string | (Partial<TwinText> & { text: string });

const STORY =
  'Nordwind Airlines will cancel one in ten flights this summer after a shortage of mechanics grounded part of its fleet, the carrier said on Tuesday. Passengers with bookings in July and August are to be offered another date or their money back. Unions had warned since January that maintenance shifts could not be filled, and analysts expect the disruption to cost the company about 40 million euros.';
const RECALL =
  'Brightly Foods is recalling several batches of its oat drink because pieces of plastic may have got into the cartons. Customers should not drink the product and can take it back to any store for a refund, even without a receipt. The company says nobody has been hurt so far and that the filling line has been stopped while the cause is looked for.';
const OPENING =
  'The new store on Market Street opens its doors on Saturday morning with coffee on the house, a repair corner for old shoes and a small stage for local bands.';
const POST =
  'Waited forty minutes on the phone with Velora support today only to be told that my parcel is still somewhere in the depot and nobody knows when it will move';
const GERMAN =
  'Die Drogeriekette Lindenhof ruft mehrere Chargen ihrer Sonnenmilch zurück, weil sich bei einer Kontrolle Keime gezeigt haben. Kunden können die Flaschen in jeder Filiale zurückgeben und bekommen den Kaufpreis erstattet. Verletzt wurde nach Angaben des Unternehmens bisher niemand, die Produktion ruht seit Montag.';
const CHINESE =
  '这家店的服务态度特别好，店员很耐心地给我介绍了每一款产品，价格也比别的地方便宜，下次还会再来光顾。';

/** Pairs of texts that a person would count as one or as two. */
export const PAIRS: readonly (readonly ['twins' | 'apart', Side, Side, string])[] = [
  ['twins', STORY, STORY, 'a story, word for word'],
  ['twins', STORY, STORY.toUpperCase(), 'a story in capitals'],
  [
    'twins',
    STORY,
    { title: 'Nordwind to cancel flights', text: STORY },
    'a story with and without its title',
  ],
  ['twins', STORY, `${STORY.slice(0, 260)}…`, 'a story and what a feed left of it'],
  ['twins', STORY, `HAMBURG (dpa) - ${STORY}`, 'a story with the name of its agency'],
  [
    'twins',
    STORY,
    `${STORY} The post Nordwind cancels flights appeared first on Daily Wing.`,
    'a story with a pointer back',
  ],
  [
    'twins',
    STORY,
    STORY.replace('the carrier said on Tuesday', 'the company said on Tuesday'),
    'a story with a word replaced',
  ],
  ['twins', STORY, `${STORY} https://example.com/a?utm_source=x`, 'a story and its address'],
  [
    'twins',
    RECALL,
    RECALL.replace('several batches', 'some batches').replace('may have got', 'may have come'),
    'a story edited lightly',
  ],
  [
    'twins',
    RECALL,
    { title: 'Oat drink recalled over plastic', text: `${RECALL.slice(0, 300)} [...]` },
    'a titled, cut off story',
  ],
  ['twins', OPENING, `${OPENING} #openingday`, 'a short story with a hashtag'],
  ['twins', OPENING, `${OPENING} https://t.example/abc via @marketnews`, 'a short story passed on'],
  [
    'twins',
    { text: POST, author: 'mira' },
    { text: `RT @mira: ${POST}`, author: 'jonas' },
    'a post and its repost',
  ],
  [
    'twins',
    { text: POST, author: 'mira' },
    { text: `${POST} via @mira`, author: 'jonas' },
    'a post passed on',
  ],
  [
    'twins',
    { text: POST, author: 'mira' },
    { text: POST, author: 'mira', url: 'https://b.example/1' },
    'a post on two networks',
  ],
  ['twins', GERMAN, GERMAN.replace('bekommen den', 'erhalten den'), 'a German story with a word replaced'],
  ['twins', GERMAN, `${GERMAN.slice(0, 230)} ...`, 'a German story cut off'],
  ['twins', CHINESE, `${CHINESE}！`, 'a Chinese text with another mark'],
  [
    'twins',
    { text: 'Great, thanks!', author: 'ann' },
    { text: 'great thanks', author: '@Ann' },
    'a short post twice by one person',
  ],
  [
    'twins',
    { text: 'Love the new app', author: 'ann' },
    { text: 'RT @ann: Love the new app', author: 'bo' },
    'a short post and its repost',
  ],
  [
    'twins',
    { text: 'Nice', url: 'https://a.example/1' },
    { text: 'Nice', url: 'https://a.example/1' },
    'one address read twice',
  ],
  [
    'twins',
    { kind: 'review', rating: '1/1/5', author: 'Kim P.', text: POST },
    { kind: 'review', rating: '1/1/5', author: 'Kim P.', text: POST },
    'a review by one person at two places of reading',
  ],
  [
    'twins',
    { kind: 'review', rating: '5/1/5', author: 'Lee', text: 'Perfect!' },
    { kind: 'review', rating: '5/1/5', author: 'lee', text: 'Perfect' },
    'a short review twice by one person',
  ],

  ['apart', STORY, RECALL, 'two stories'],
  ['apart', STORY, STORY.replace('Nordwind', 'Südstern'), 'a story of another company'],
  ['apart', STORY, STORY.replace('40 million', '90 million'), 'a story with another number'],
  ['apart', STORY, STORY.replace('will cancel', 'will not cancel'), 'a story and its denial'],
  ['apart', RECALL, RECALL.replace('Brightly Foods', 'Silverlake Dairy'), 'a recall by another maker'],
  [
    'apart',
    RECALL,
    RECALL.replace('nobody has been hurt', 'two have been hurt').replace(
      'has been stopped',
      'was never stopped',
    ),
    'a recall with another outcome',
  ],
  ['apart', GERMAN, GERMAN.replace('Lindenhof', 'Rosengarten'), 'a German story of another chain'],
  [
    'apart',
    GERMAN,
    GERMAN.replace('können die Flaschen', 'können die Flaschen nicht'),
    'a German story and its opposite',
  ],
  ['apart', CHINESE, CHINESE.replace('特别好', '特别不好'), 'a Chinese text and its opposite'],
  ['apart', OPENING, OPENING.replace('Market Street', 'Harbour Road'), 'an opening in another street'],
  ['apart', OPENING, OPENING.replace('Saturday', 'Sunday'), 'an opening on another day'],
  [
    'apart',
    OPENING,
    `${OPENING} Cannot say I am happy, the old bakery there was the heart of the street and they threw it out without a word to anybody.`,
    'a story and an opinion about it',
  ],
  ['apart', POST, POST.replace('forty minutes', '40 minutes'), 'a post with a number that the other has not'],
  ['apart', POST, POST.replace('Velora', 'Kentaro'), 'a post about another company'],
  ['apart', POST, POST.replace('still somewhere', 'not anywhere'), 'a post with a negation'],
  [
    'apart',
    { text: 'Great, thanks!', author: 'ann' },
    { text: 'Great, thanks!', author: 'bo' },
    'a short post by two people',
  ],
  ['apart', { text: 'Great, thanks!' }, { text: 'Great, thanks!' }, 'a short post by nobody knows whom'],
  [
    'apart',
    { text: 'I love pepsi', author: 'ann' },
    { text: 'I love coke', author: 'ann' },
    'a short post about another brand',
  ],
  [
    'apart',
    { text: 'Do buy it', author: 'ann' },
    { text: "Don't buy it", author: 'ann' },
    'a short post and its opposite',
  ],
  [
    'apart',
    { text: 'Version 3 crashes', author: 'ann' },
    { text: 'Version 4 crashes', author: 'ann' },
    'a short post with another number',
  ],
  [
    'apart',
    { text: 'The app 👍', author: 'ann' },
    { text: 'The app 👎', author: 'ann' },
    'a thumb up and a thumb down',
  ],
  [
    'apart',
    { text: 'Love the new app', author: 'bo' },
    { text: 'RT @ann: Love the new app', author: 'bo' },
    "one's own words and a repost",
  ],
  [
    'apart',
    { kind: 'review', rating: '1/1/5', author: 'Kim P.', text: POST },
    { kind: 'review', rating: '1/1/5', author: 'Ola', text: POST },
    'a review copied by somebody else',
  ],
  [
    'apart',
    { kind: 'review', rating: '5/1/5', author: 'Lee', text: 'Perfect!' },
    { kind: 'review', rating: '3/1/5', author: 'Lee', text: 'Perfect!' },
    'a review with other stars',
  ],
  [
    'apart',
    { kind: 'review', rating: '5/1/5', author: 'Lee', text: 'Perfect!', location: 'mill' },
    { kind: 'review', rating: '5/1/5', author: 'Lee', text: 'Perfect!', location: 'dock' },
    'reviews of two places by one person',
  ],
  ['apart', { kind: 'review', text: STORY }, { kind: 'review', text: STORY }, 'reviews by nobody knows whom'],
  [
    'apart',
    { kind: 'review', rating: '1/1/5', author: 'Kim', text: POST },
    { author: 'Kim', text: POST },
    'a review and a post',
  ],
  ['apart', { kind: 'survey', text: POST }, { kind: 'survey', text: POST }, 'answers to a survey'],
  ['apart', '', '', 'nothing and nothing'],
  [
    'apart',
    'Now on air at Radio Kaimauer: Golden Hour by The Lanterns, requested by Tina from Bremen, stay with us for more music until midnight tonight',
    'Now on air at Radio Kaimauer: Paper Boats by Ida Holm, requested by Sven from Kiel, stay with us for more music until midnight tonight',
    'two posts from one template',
  ],
];
