/** Within how many minutes of business time an answer is due; what is undefined holds for whatever it is. */
export interface ResponseTarget {
  readonly id: number;
  readonly starsAtLeast: number | undefined;
  readonly starsAtMost: number | undefined;
  readonly sourceId: number | undefined;
  readonly language: string | undefined;
  readonly minutes: number;
}

/** What a target asks about an item. */
export interface TargetFacts {
  /** Whole stars. */
  readonly stars: number | undefined;
  readonly sourceId: number;
  readonly language: string;
}

/** The target that says most about an item; of two that say as much, the shorter. */
export function targetOf(facts: TargetFacts, targets: readonly ResponseTarget[]): ResponseTarget | undefined {
  return targets
    .filter((target) => fits(facts, target))
    .toSorted((a, b) => saysOf(b) - saysOf(a) || a.minutes - b.minutes)[0];
}

function fits({ stars, sourceId, language }: TargetFacts, target: ResponseTarget): boolean {
  const { starsAtLeast, starsAtMost } = target;
  const asksStars = starsAtLeast !== undefined || starsAtMost !== undefined;
  return (
    (!asksStars || (stars !== undefined && stars >= (starsAtLeast ?? 1) && stars <= (starsAtMost ?? 5))) &&
    (target.sourceId === undefined || target.sourceId === sourceId) &&
    (target.language === undefined || target.language === language)
  );
}

/** A source says more than a language, a language more than stars: the narrower the team, the nearer its promise. */
function saysOf({ starsAtLeast, starsAtMost, sourceId, language }: ResponseTarget): number {
  const asksStars = starsAtLeast !== undefined || starsAtMost !== undefined;
  return (sourceId === undefined ? 0 : 4) + (language === undefined ? 0 : 2) + (asksStars ? 1 : 0);
}
