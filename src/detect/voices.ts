/**
 * How many people speak in a window. One person counts once a day, however much they write. People who repeat a text
 * count as people only as far as they are: a net of accounts posts one text many times each, and it looks like people
 * only as long as no account has come round a second time.
 */
export interface Spoken {
  /** Negatives that are their author's first within a day. */
  readonly first: number;
  /** Of these, those that repeat a text. */
  readonly repeatingText: number;
  /** Of these again, those of the last hour: too young to tell. */
  readonly youngRepeatingText: number;
  /** Negatives of authors who had been negative within a day already. */
  readonly again: number;
}

/** Sizes of nets that are taken into account, in accounts. */
const NETS = [6, 9, 12, 15, 18];
const LARGEST = 18;
const MOST_AGAIN = 12;

/** Chance that a person who just spoke up negatively posts negatively once more within the day. */
const PERSON_AGAIN = 0.03;

/** Above this share of repeating authors a flood of one text is a flood, whoever else speaks. */
export const FLOOD = { again: 0.12, accounts: 24, sure: 0.95 };

export function voicesOf({ first, repeatingText, youngRepeatingText, again }: Spoken): number {
  if (repeatingText <= 0) return first;
  if (again > 1 && again > FLOOD.again * (repeatingText + again)) {
    return first - Math.min(repeatingText, FLOOD.accounts);
  }
  const own = first - repeatingText;
  const people = chanceOfPeople(repeatingText, again);
  return people >= FLOOD.sure ? first : own + people * (repeatingText - youngRepeatingText);
}

/** Chance 0…1 that those who repeat a text are people and no net of accounts. */
function chanceOfPeople(repeating: number, again: number): number {
  if (repeating >= LARGEST) return 1;
  return PEOPLE[Math.round(repeating)]?.[Math.min(MOST_AGAIN, Math.round(again))] ?? 0;
}

const PEOPLE = Array.from({ length: LARGEST + 1 }, (_, distinct) =>
  Array.from({ length: MOST_AGAIN + 1 }, (_, again) => {
    const people = (1 - PERSON_AGAIN) ** distinct * PERSON_AGAIN ** again;
    const net = NETS.reduce((sum, accounts) => sum + chanceOfNet(accounts, distinct, again), 0) / NETS.length;
    return people / (people + net);
  }),
);

/** Chance that `distinct` further accounts of a net speak up while one that had spoken does so `again` times. */
function chanceOfNet(accounts: number, distinct: number, again: number): number {
  let chance = 1;
  for (let spoken = 1; spoken <= distinct; spoken++) chance *= Math.max(0, 1 - spoken / accounts);
  return chance * Math.min(1, (distinct + 1) / (2 * accounts)) ** again;
}
