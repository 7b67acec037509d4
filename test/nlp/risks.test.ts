import { describe, expect, test } from 'vitest';
import { loadClassifier } from '../../src/nlp/classifier.ts';

const classifier = await loadClassifier();
const risksOf = (text: string, lang = 'en') => classifier.classify({ text, lang }, { evidence: false }).risks;

const SAID: readonly (readonly [string, string, readonly string[]])[] = [
  ['en', 'I cancelled my subscription today.', ['churn']],
  ['en', 'Last time I order from you. I am switching to another shop.', ['churn']],
  ['en', 'You will hear from my lawyer.', ['legal']],
  ['en', 'I filed a formal complaint with the data protection authority.', ['legal']],
  ['en', 'My daughter had an allergic reaction to this cream.', ['safety']],
  ['en', 'The charger caught fire next to my bed', ['safety']],
  ['en', 'Got food poisoning from the chicken.', ['safety']],
  ['en', 'My account was hacked and nobody answers.', ['privacy']],
  ['en', "I'm a journalist working on a story about your fees.", ['press']],
  ['en', 'This company is a scam, there are unauthorized charges on my card', ['fraud']],
  [
    'en',
    'The battery exploded, my lawyer will call, and I cancelled my contract.',
    ['safety', 'legal', 'churn'],
  ],
  ['de', 'Ich kündige und gehe zur Konkurrenz.', ['churn']],
  ['de', 'Mein Anwalt meldet sich bei Ihnen.', ['legal']],
  ['de', 'Nach dem Essen hatte ich eine allergische Reaktion', ['safety']],
  ['fr', "J'ai résilié mon abonnement.", ['churn']],
  ['fr', "C'est une arnaque, j'ai porté plainte.", ['legal', 'fraud']],
  ['es', 'Mi hijo tuvo una reacción alérgica.', ['safety']],
  ['es', 'Me voy a la competencia, perdieron un cliente.', ['churn']],
  ['it', 'Una truffa, il mio avvocato vi contatterà.', ['legal', 'fraud']],
  ['it', 'La batteria ha preso fuoco.', ['safety']],
  ['pt', 'Cancelei minha assinatura, perderam um cliente.', ['churn']],
  ['pt', 'Vou ao Procon, é uma cobrança indevida.', ['legal', 'fraud']],
  ['nl', 'Ik heb mijn abonnement opgezegd.', ['churn']],
  ['nl', 'Mijn account is gehackt', ['privacy']],
  ['zh', '吃完就食物中毒了，已经报警了', ['safety', 'legal']],
  ['zh', '骗子，再也不会来了', ['fraud', 'churn']],
];

describe('what a text speaks of', () => {
  for (const [lang, text, risks] of SAID) {
    test(`"${text}" speaks of ${risks.join(' and ')}`, () => expect(risksOf(text, lang)).toEqual(risks));
  }
});

const ORDINARY: readonly (readonly [string, string])[] = [
  ['en', 'No allergic reaction, my skin loves it.'],
  ['en', 'I never had an allergic reaction.'],
  ['en', 'There was no food poisoning, just a late dinner.'],
  ['en', 'I am not switching to another provider.'],
  ['en', 'The lawyer next door eats here every day.'],
  ['en', 'The sauce has a fire in it and the view is to die for.'],
  ['en', 'The last time was great as well.'],
  ['en', 'My sister is a lawyer and likes the bank.'],
  ['en', 'We watched the reporter and choked up at the end.'],
  ['de', 'Keine allergische Reaktion, alles gut.'],
  ['de', 'Ich kündige nicht.'],
  ['de', 'Der Anzug sitzt gut.'],
  ['fr', "Je n'ai pas eu de réaction allergique."],
  ['es', 'No es una estafa, todo llegó bien.'],
  ['it', 'Nessuna reazione allergica.'],
  ['pt', 'Sem reação alérgica, muito bom.'],
  ['nl', 'Geen allergische reactie gehad.'],
  ['zh', '没有过敏反应，很好用'],
];

describe('what is no risk', () => {
  for (const [lang, text] of ORDINARY) {
    test(`"${text}" speaks of none`, () => expect(risksOf(text, lang)).toEqual([]));
  }
});

test('a risk that begins inside a phrase of the rules is not lost', () => {
  expect(risksOf('Such a scam.')).toEqual(['fraud']);
});

test('a risk named twice is said once', () => {
  expect(risksOf('My lawyer, yes, my lawyer, heard of the data breach.')).toEqual(['legal', 'privacy']);
});

test('a text that cannot be judged speaks of no risk', () => {
  expect(risksOf('', 'en')).toEqual([]);
  expect(risksOf('мой адвокат', 'ru')).toEqual([]);
});
