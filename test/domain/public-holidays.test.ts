import { expect, test } from 'vitest';
import { checkHolidayRegion, publicHolidays } from '../../src/domain/public-holidays.ts';

const daysOf = async (region: string, year: number) =>
  (await publicHolidays(region, year)).map(({ day }) => day).filter((day) => day.startsWith(String(year)));

// As their laws and government calendars name them.
const cases = [
  ['DE-BE', 2026, '01-01 03-08 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26'],
  ['DE-BY', 2026, '01-01 01-06 04-03 04-06 05-01 05-14 05-25 06-04 10-03 11-01 12-25 12-26'],
  ['GB-ENG', 2026, '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-26 12-28'],
  ['FR', 2026, '01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25'],
] as const;
for (const [region, year, days] of cases) {
  test(`the public holidays of ${region} in ${year} are known`, async () => {
    expect((await daysOf(region, year)).map((day) => day.slice(5)).join(' ')).toBe(days);
  });
}

test('two years on each side are known as well, each day once and in order', async () => {
  const days = (await publicHolidays('IT', 2026)).map(({ day }) => day);
  expect([days[0]?.slice(0, 4), days.at(-1)?.slice(0, 4)]).toEqual(['2024', '2028']);
  expect(days).toEqual([...new Set(days)].toSorted());
});

test('a feast of several days takes all of them', async () => {
  const turkey = (await publicHolidays('TR', 2026)).filter(({ day }) => day.startsWith('2026'));
  const feast = turkey.filter(({ name }) => name === turkey.find(({ day }) => day === '2026-05-27')?.name);
  expect(feast.map(({ day }) => day)).toEqual(['2026-05-27', '2026-05-28', '2026-05-29', '2026-05-30']);
});

test('a region that is not known is refused with those that are, and has no holidays where it is stored', async () => {
  await expect(checkHolidayRegion('GERMANY')).rejects.toThrow('a part of one like DE-BE');
  await expect(checkHolidayRegion('DE-XX')).rejects.toThrow('BY (Bayern)');
  await expect(checkHolidayRegion('JP-XX')).rejects.toThrow('write JP');
  await expect(checkHolidayRegion('CK-AITUTAKI')).resolves.toBeUndefined();
  expect(await publicHolidays('DE-XX', 2026)).toEqual([]);
  expect(await publicHolidays('GERMANY', 2026)).toEqual([]);
});
