import type { Classifier } from '../domain/classification.ts';
import { missingIn } from '../domain/reply-variables.ts';

/** Something to think about before a reply goes out; it hinders nobody. */
export interface ToneRemark {
  readonly kind: 'shouting' | 'blame' | 'negative' | 'language' | 'private';
  readonly text: string;
}

/** Who says sorry uses words that would be a complaint elsewhere. */
const APOLOGY =
  /\b(sorry|apolog|regret|leid|bedauer|entschuldig|désolé|regrett|excus|sentimos|lamenta|disculp|dispiace|rincresce|scus|desculp|spijt|betreur|excus)|抱歉|歉意|对不起/iu;
const ADDRESSED =
  /\b(you|your|sie|ihr|ihre|ihnen|du|dein|deine|vous|votre|vos|usted|su|sus|lei|suo|sua|você|seu|u|uw)\b|您|你/iu;
const LETTERS_TO_JUDGE = 12;
const CAPITALS_THAT_SHOUT = 0.6;
const MAIL = /[^\s@]+@[^\s@]+\.[a-z]{2,}/i;
const PHONE = /(?:\+|\b0)\d[\d ()/.-]{6,}\d/;

/** How a reply may come across: told by the same words that judge what customers write. */
export function toneOf(
  text: string,
  at: { classifier: Classifier; language: string },
): readonly ToneRemark[] {
  return [
    ...shouting(text),
    ...unkind(text, at),
    ...otherLanguage(text, at),
    ...(MAIL.test(text) || PHONE.test(text)
      ? [
          {
            kind: 'private' as const,
            text: 'It holds a mail address or a phone number, which everybody will see.',
          },
        ]
      : []),
  ];
}

function shouting(text: string): ToneRemark[] {
  const letters = text.match(/\p{L}/gu) ?? [];
  const capitals = text.match(/\p{Lu}/gu) ?? [];
  const isLoud =
    letters.length >= LETTERS_TO_JUDGE && capitals.length / letters.length >= CAPITALS_THAT_SHOUT;
  const words = text.match(/(?<![\p{L}\p{N}])\p{Lu}{5,}(?![\p{L}\p{N}])/gu) ?? [];
  if (isLoud || words.length > 1) {
    return [{ kind: 'shouting', text: 'Many capitals read as shouting.' }];
  }
  return /[!?]{2,}|！{2,}/.test(text)
    ? [{ kind: 'shouting', text: 'Several exclamation or question marks read as shouting.' }]
    : [];
}

function unkind(text: string, { classifier, language }: { classifier: Classifier; language: string }) {
  const remarks: ToneRemark[] = [];
  for (const sentence of sentencesOf(text)) {
    if (APOLOGY.test(sentence)) continue;
    const found = classifier.classify({ text: sentence, lang: language }, { evidence: true });
    if (found.label !== 'negative') continue;
    const words = found.evidence
      .filter(({ contribution, start, end }) => contribution < -0.1 && start < end)
      .map(({ start, end }) => `“${sentence.slice(start, end)}”`);
    const why = words.length > 0 ? ` (${words.slice(0, 3).join(', ')})` : '';
    remarks.push(
      ADDRESSED.test(sentence)
        ? { kind: 'blame', text: `This may read as blame${why}: ${sentence}` }
        : { kind: 'negative', text: `This reads as negative${why}: ${sentence}` },
    );
  }
  return remarks;
}

const sentencesOf = (text: string) =>
  text
    .split(/(?<=[.!?。！？])\s*|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '' && missingIn(sentence).length === 0);

const LONG_ENOUGH = 40;

function otherLanguage(text: string, { classifier, language }: { classifier: Classifier; language: string }) {
  if (text.length < LONG_ENOUGH || language === 'und') return [];
  const { lang } = classifier.classify({ text }, { evidence: false });
  if (lang === 'und' || lang === language) return [];
  return [
    {
      kind: 'language' as const,
      text: `It is written in another language (${lang}) than the mention (${language}).`,
    },
  ];
}
