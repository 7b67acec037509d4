/** Steam's names of languages, as BCP 47 has them. */
const TAGS: Readonly<Record<string, string>> = {
  arabic: 'ar',
  brazilian: 'pt-BR',
  bulgarian: 'bg',
  czech: 'cs',
  danish: 'da',
  dutch: 'nl',
  english: 'en',
  finnish: 'fi',
  french: 'fr',
  german: 'de',
  greek: 'el',
  hungarian: 'hu',
  indonesian: 'id',
  italian: 'it',
  japanese: 'ja',
  koreana: 'ko',
  latam: 'es-419',
  norwegian: 'no',
  polish: 'pl',
  portuguese: 'pt',
  romanian: 'ro',
  russian: 'ru',
  schinese: 'zh-CN',
  spanish: 'es',
  swedish: 'sv',
  tchinese: 'zh-TW',
  thai: 'th',
  turkish: 'tr',
  ukrainian: 'uk',
  vietnamese: 'vi',
};

/** Undefined for a language that Steam has learned since. */
export function languageOf(name: string): string | undefined {
  return TAGS[name];
}
