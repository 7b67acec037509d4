import type { OwnerReply } from '../domain/mention.ts';
import { randomOf, seedOf } from '../domain/random.ts';
import type { Language } from './catalogue.ts';
import type { IntendedLabel } from './phrases.ts';

const TEXTS: Readonly<Record<Language, Readonly<Record<IntendedLabel, readonly string[]>>>> = {
  en: {
    positive: ['Thank you, we have passed it on to the team!', 'That is good to read. See you on the road!'],
    neutral: ['Thank you for taking the time to tell us.', 'Thanks, we will look into it.'],
    negative: [
      'We are sorry about this. Please send us your order number, and we will look at it today.',
      'That is not how it should be, and we apologise. Our service team will get in touch.',
    ],
  },
  de: {
    positive: ['Vielen Dank, das geben wir gern ans Team weiter!', 'Das freut uns sehr. Gute Fahrt!'],
    neutral: [
      'Danke, dass Sie sich die Zeit genommen haben.',
      'Danke für den Hinweis, wir sehen uns das an.',
    ],
    negative: [
      'Das tut uns leid. Bitte schicken Sie uns Ihre Bestellnummer, wir sehen es uns heute noch an.',
      'So soll es nicht sein, wir bitten um Entschuldigung. Unser Service meldet sich bei Ihnen.',
    ],
  },
  fr: {
    positive: ['Merci, nous transmettons à toute l’équipe !', 'Cela nous fait très plaisir. Bonne route !'],
    neutral: ['Merci d’avoir pris le temps de nous écrire.', 'Merci, nous allons regarder cela.'],
    negative: [
      'Nous en sommes désolés. Envoyez-nous votre numéro de commande, nous regardons cela aujourd’hui.',
      'Ce n’est pas normal et nous vous prions de nous excuser. Notre service vous contactera.',
    ],
  },
  es: {
    positive: ['¡Muchas gracias, se lo diremos al equipo!', 'Nos alegra mucho leerlo. ¡Buen camino!'],
    neutral: ['Gracias por tomarse el tiempo de escribirnos.', 'Gracias, lo revisaremos.'],
    negative: [
      'Lo sentimos. Envíenos su número de pedido y lo miramos hoy mismo.',
      'No debería ser así y le pedimos disculpas. Nuestro servicio se pondrá en contacto.',
    ],
  },
  it: {
    positive: ['Grazie, lo diremo a tutta la squadra!', 'Ci fa molto piacere leggerlo. Buona strada!'],
    neutral: ['Grazie per averci dedicato del tempo.', 'Grazie, lo verificheremo.'],
    negative: [
      'Ci dispiace. Ci mandi il numero d’ordine e lo controlliamo oggi stesso.',
      'Non dovrebbe succedere e ci scusiamo. Il nostro servizio la contatterà.',
    ],
  },
};

const ANSWERED: Readonly<Record<IntendedLabel, number>> = { positive: 0.35, neutral: 0.4, negative: 0.68 };
const SEED = 20_264;
const HOUR_MS = 3_600_000;

/** What the company has answered below a review, sooner or later; undefined: nothing. */
export function ownerReplyTo(
  review: { epochDay: number; number: number; at: Date },
  language: Language,
  label: IntendedLabel,
): Required<Pick<OwnerReply, 'text' | 'at'>> | undefined {
  const random = randomOf(seedOf(SEED, review.epochDay, review.number));
  if (!random.chance(ANSWERED[label])) return undefined;
  // Most within two days, some after a week.
  const hours = 1.5 + 18 * -Math.log(1 - random.next());
  return { text: random.pick(TEXTS[language][label]), at: new Date(review.at.getTime() + hours * HOUR_MS) };
}
