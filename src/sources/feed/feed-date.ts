/** January to December in English and in the other languages we classify, without accents; no abbreviation is shared by two months. */
const MONTHS = [
  'january januar januari janvier gennaio enero janeiro',
  'february februar februari fevrier febbraio febrero fevereiro',
  'march marz mrz maart mars marzo marco',
  'april avril aprile abril',
  'may mai mei maggio mayo maio',
  'june juni juin giugno junio junho',
  'july juli juillet luglio julio julho',
  'august augustus aout agosto',
  'september septembre settembre septiembre setembro',
  'october oktober octobre ottobre octubre outubro',
  'november novembre noviembre novembro',
  'december dezember decembre dicembre diciembre dezembro',
].map((names) => names.split(' '));

/** Minutes east of Greenwich. Only abbreviations that mean one zone in the mails and feeds they come from. */
const ZONES: Readonly<Record<string, number>> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  west: 60,
  bst: 60,
  cet: 60,
  met: 60,
  mez: 60,
  cest: 120,
  mest: 120,
  mesz: 120,
  eet: 120,
  eest: 180,
  msk: 180,
  est: -300,
  edt: -240,
  et: -300,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  akst: -540,
  akdt: -480,
  hst: -600,
  jst: 540,
  kst: 540,
  aest: 600,
  aedt: 660,
  awst: 480,
  nzst: 720,
  nzdt: 780,
};

const EARLIEST = Date.UTC(1900, 0, 1);
const LATEST = Date.UTC(2200, 0, 1);

const TIME = '(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d+))?)?';
const ZONE =
  '(?:\\s*(?:(?:gmt|utc)\\s*(?=[+-]))?([+-]\\d{2}:?\\d{2}|[+-]\\d{1,2}|[a-z]{1,5}))?(?:\\s*\\([^()]*\\))?';
const WEEKDAY = '(?:[\\p{L}-]{2,14}\\.?,?\\s+)?';
const MONTH = '(\\p{L}{3,10})\\.?';

const DAY_FIRST = new RegExp(
  `^${WEEKDAY}(\\d{1,2})(?:st|nd|rd|th)?[ -]${MONTH}[ ,-]+(\\d{4}|\\d{2})(?:[,T ]+(?:at )?${TIME}\\s*([ap]m)?${ZONE})?$`,
  'iu',
);
const MONTH_FIRST = new RegExp(
  `^${WEEKDAY}${MONTH} (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})(?:[,T ]+(?:at )?${TIME}\\s*([ap]m)?${ZONE})?$`,
  'iu',
);
const YEAR_LAST = new RegExp(
  `^${WEEKDAY}${MONTH} (\\d{1,2}) ${TIME}(?: ([a-z]{1,5}|[+-]\\d{4}))? (\\d{4})$`,
  'iu',
);
const ISO = new RegExp(`^(\\d{4})(?:-(\\d{1,2})(?:-(\\d{1,2}))?)?(?:[T ,]+${TIME}${ZONE})?$`, 'i');
const ISO_BASIC = /^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(z|[+-]\d{2}:?\d{2})?)?$/i;
/** Seconds or milliseconds since 1970, as programs count; the length tells them apart. */
const EPOCH = /^(\d{10}|\d{13})$/;
const ISO_ORDINAL = /^(\d{4})-?(\d{3})$/;

interface Parts {
  readonly year: number;
  /** 1–12. */
  readonly month: number;
  readonly day: number;
  readonly hour?: string | undefined;
  readonly minute?: string | undefined;
  readonly second?: string | undefined;
  readonly fraction?: string | undefined;
  readonly meridiem?: string | undefined;
  readonly zone?: string | undefined;
}

/**
 * A date as feeds write it: RFC 822 (two-digit years and named zones too), ISO 8601 and its W3C profile, the
 * C library's form. Without a zone it is UTC, without a time midnight. Undefined for anything else and for days
 * that do not exist, for years outside 1900–2199, and for the first instant of 1970, which is a program's "unknown".
 */
export function parseFeedDate(value: string | undefined): Date | undefined {
  const text = value?.replace(/\s+/g, ' ').trim() ?? '';
  if (text === '' || text.length > 100) return undefined;
  const parts = isoParts(text) ?? mailParts(text);
  const time = parts ? instantOf(parts) : epochOf(text);
  if (time === undefined || time === 0 || time < EARLIEST || time >= LATEST) return undefined;
  return new Date(time);
}

function epochOf(text: string): number | undefined {
  if (!EPOCH.test(text)) return undefined;
  return text.length === 10 ? Number(text) * 1000 : Number(text);
}

function isoParts(text: string): Parts | undefined {
  const full = ISO.exec(text);
  if (full) {
    const [, year, month = '1', day = '1', hour, minute, second, fraction, zone] = full;
    return {
      year: Number(year),
      month: Number(month),
      day: Number(day),
      hour,
      minute,
      second,
      fraction,
      zone,
    };
  }
  const basic = ISO_BASIC.exec(text);
  if (basic) {
    const [, year, month, day, hour, minute, second, zone] = basic;
    return { year: Number(year), month: Number(month), day: Number(day), hour, minute, second, zone };
  }
  const ordinal = ISO_ORDINAL.exec(text);
  if (!ordinal) return undefined;
  const [, year, dayOfYear] = ordinal;
  const date = new Date(Date.UTC(Number(year), 0, Number(dayOfYear)));
  if (date.getUTCFullYear() !== Number(year)) return undefined;
  return { year: Number(year), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function mailParts(text: string): Parts | undefined {
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst) {
    const [, day, month, year, hour, minute, second, fraction, meridiem, zone] = dayFirst;
    return { ...dateOf(year, month, day), hour, minute, second, fraction, meridiem, zone };
  }
  const monthFirst = MONTH_FIRST.exec(text);
  if (monthFirst) {
    const [, month, day, year, hour, minute, second, fraction, meridiem, zone] = monthFirst;
    return { ...dateOf(year, month, day), hour, minute, second, fraction, meridiem, zone };
  }
  const yearLast = YEAR_LAST.exec(text);
  if (!yearLast) return undefined;
  const [, month, day, hour, minute, second, fraction, zone, year] = yearLast;
  return { ...dateOf(year, month, day), hour, minute, second, fraction, zone };
}

function dateOf(year = '', month = '', day = ''): { year: number; month: number; day: number } {
  const short = year.length === 2;
  const century = short ? (Number(year) < 70 ? 2000 : 1900) : 0;
  return { year: century + Number(year), month: monthOf(month), day: Number(day) };
}

/** 1–12, or 0 for a word that is no month and no abbreviation of one. */
function monthOf(word: string): number {
  const name = word.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
  // French "jui" could be two months.
  if (name === 'jui') return 0;
  return (
    MONTHS.findIndex((names) =>
      name === 'sept' ? names.includes('september') : names.some((full) => full.startsWith(name)),
    ) + 1
  );
}

/** Milliseconds since 1970, or undefined when a part is out of its range. */
function instantOf(parts: Parts): number | undefined {
  const { year, month, day } = parts;
  if (year < 1900) return undefined;
  const midnight = Date.UTC(year, month - 1, day);
  const date = new Date(midnight);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const hour = hourOf(parts);
  const minute = Number(parts.minute ?? 0);
  const second = Number(parts.second ?? 0);
  const offset = offsetOf(parts.zone);
  if (hour === undefined || offset === undefined || minute > 59 || second > 60) return undefined;
  if (hour === 24 && (minute > 0 || second > 0)) return undefined;
  const fraction = Math.trunc(Number(`0.${parts.fraction ?? 0}`) * 1000);
  return midnight + ((hour * 60 + minute - offset) * 60 + second) * 1000 + fraction;
}

function hourOf({ hour = '0', meridiem }: Parts): number | undefined {
  const value = Number(hour);
  if (meridiem === undefined) return value <= 24 ? value : undefined;
  if (value < 1 || value > 12) return undefined;
  return (value % 12) + (meridiem.toLowerCase() === 'pm' ? 12 : 0);
}

/** Minutes east of Greenwich; undefined for a zone we do not know, because a guess would be hours off. */
function offsetOf(zone: string | undefined): number | undefined {
  if (zone === undefined) return 0;
  const named = ZONES[zone.toLowerCase()];
  if (named !== undefined) return named;
  const numeric = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(zone);
  if (!numeric) return undefined;
  const minutes = Number(numeric[2]) * 60 + Number(numeric[3] ?? 0);
  if (minutes > 14 * 60 || Number(numeric[3] ?? 0) > 59) return undefined;
  return numeric[1] === '-' ? -minutes : minutes;
}
