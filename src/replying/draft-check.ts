import type { Classifier } from '../domain/classification.ts';
import { Refused } from '../domain/errors.ts';
import { REPLY_VARIABLES, variablesIn } from '../domain/reply-variables.ts';
import { lengthOf } from '../sources/reply.ts';
import type { ReplyLimit } from '../sources/source.ts';

const LINK =
  /https?:\/\/|\bwww\.|\b[a-z0-9-]+\.(?:com|net|org|info|biz|io|co|app|shop|xyz|ru|cn|de|fr|es|it|pt|nl|uk|eu)\b/i;
const MAIL = /[^\s@]+@[^\s@]+\.[a-z]{2,}/i;
const PHONE = /(?:\+\s?\d|\b0\d)[\d ()/.-]{6,}\d|\b\d{3}[ -]\d{3}[ -]\d{4}\b/;
const MONEY = /[€$£¥]\s?\d|\d\s?(?:€|\$|£|¥|eur|euros?|usd|dollars?|gbp|pounds?|元|块)/iu;
/** Words with which something of worth is held out, in the languages we answer in. */
const PROMISE = new RegExp(
  [
    'refund|reimburs|compensat|voucher|discount|coupon|gift card|free of charge|money back|store credit',
    'gutschein|rabatt|erstatt|entschädig|kostenlos|geld zurück',
    'rembours|dédommag|bon d.achat|réduction|remise|gratuit|avoir de',
    'reembols|devolver(?:emos|le)|descuento|compensa|cupón|gratis|gratuit',
    'rimbors|sconto|buono|risarc|omaggio',
    'desconto|indemniza|vale de|oferta',
    'terugbeta|korting|tegoed|vergoed|waardebon',
    '退款|赔偿|补偿|优惠券|折扣|免费|返现',
  ].join('|'),
  'iu',
);
const LANGUAGES_WE_TELL = new Set(['de', 'en', 'es', 'fr', 'it', 'nl', 'pt', 'zh']);

/**
 * What no draft may hold, whoever talked the endpoint into it: a text that asks for it may stand in the review.
 * @throws Refused naming what it was
 */
export function refuseUnfit(
  text: string,
  at: { fence: string; limit: ReplyLimit | undefined; language: string; classifier: Classifier },
): void {
  const wrong = whatIsWrong(text, at);
  if (wrong) throw new Refused(`The draft was not used: ${wrong}. Try again, or begin with a suggestion.`);
}

function whatIsWrong(
  text: string,
  { fence, limit, language, classifier }: Parameters<typeof refuseUnfit>[1],
): string | undefined {
  if (text === '') return 'it was empty';
  if (text.includes(fence)) return 'it repeats what it was told';
  if (MAIL.test(text)) return 'it holds a mail address';
  if (LINK.test(text)) return 'it holds a link';
  if (PHONE.test(text)) return 'it holds a telephone number';
  if (MONEY.test(text) || PROMISE.test(text)) return 'it speaks of money or something for free';
  const odd = variablesIn(text).filter((name) => !(name in REPLY_VARIABLES));
  if (odd.length > 0 || /<[a-z/!][^>]*>/i.test(text)) return 'it holds marks that are no words';
  if (limit && lengthOf(text, limit.unit) > limit.most) {
    return `it has ${lengthOf(text, limit.unit)} ${limit.unit}, the place takes ${limit.most}`;
  }
  if (!LANGUAGES_WE_TELL.has(language)) return undefined;
  const { lang } = classifier.classify({ text }, { evidence: false });
  return lang === language || lang === 'und'
    ? undefined
    : `it is written in another language (${lang}) than the mention`;
}
