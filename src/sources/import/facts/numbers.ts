import { Refused } from '../../../domain/errors.ts';

/** Which sign begins the decimals; `auto` refuses "1,234", which could be one or a thousand. */
export type DecimalSign = 'auto' | 'comma' | 'point';

const MONEY = /^(?:[A-Z]{3}|[^\d\s.,+-]{1,4})?\s*([+-]?\d[\d.,'’\s ]*?)\s*(?:[A-Z]{3}|[^\d\s.,+-]{1,4})?$/;
const SPACES = /['’\s]/g;

/** An amount such as "1.234,50 €", "$1,234.50", "1 234,5" or 12. @throws Refused */
export function parseAmount(column: string, value: unknown, sign: DecimalSign): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const text = typeof value === 'string' ? value.trim() : '';
  const digits = MONEY.exec(text)?.[1]?.replace(SPACES, '');
  const plain = digits === undefined ? undefined : plainNumber(column, digits, sign);
  if (plain === undefined || !/^[+-]?\d+(\.\d+)?$/.test(plain)) {
    throw new Refused(`${column}: expected an amount such as 12.50, got "${text.slice(0, 60)}"`);
  }
  return Number(plain);
}

/** The same digits with a point before the decimals and nothing between thousands; undefined for what is no number. */
function plainNumber(column: string, digits: string, sign: DecimalSign): string | undefined {
  const comma = digits.lastIndexOf(',');
  const point = digits.lastIndexOf('.');
  if (comma < 0 && point < 0) return digits;
  const decimal =
    sign === 'auto' ? decimalSign(column, digits, { comma, point }) : sign === 'comma' ? ',' : '.';
  const thousands = decimal === ',' ? '.' : ',';
  const [whole = '', ...rest] = digits.split(decimal);
  if (rest.length > 1) return undefined;
  const groups = whole.split(thousands);
  const isGrouped = groups.length === 1 || groups.slice(1).every((group) => group.length === 3);
  if (!isGrouped || (rest[0] ?? '').includes(thousands)) return undefined;
  return rest[0] ? `${groups.join('')}.${rest[0]}` : groups.join('');
}

/** @throws Refused when it could be either. */
function decimalSign(
  column: string,
  digits: string,
  { comma, point }: { comma: number; point: number },
): ',' | '.' {
  if (comma >= 0 && point >= 0) return comma > point ? ',' : '.';
  const sign = comma >= 0 ? ',' : '.';
  const parts = digits.split(sign);
  // 1,234,567 can only be thousands.
  if (parts.length > 2) return sign === ',' ? '.' : ',';
  const decides =
    (parts[1] ?? '').length !== 3 || /^[+-]?0*$/.test(parts[0] ?? '') || (parts[0] ?? '').length > 3;
  if (decides) return sign;
  throw new Refused(
    `${column}: "${digits}" could be thousands or decimals; say which sign begins the decimals (comma or point)`,
  );
}
