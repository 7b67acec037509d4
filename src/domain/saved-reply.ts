import type { Label } from './classification.ts';

/** A reply that is kept to be used again, and for which mentions it is meant; undefined does not narrow. */
export interface SavedReply {
  readonly name: string;
  readonly language: string | undefined;
  readonly label: Exclude<Label, 'unknown'> | undefined;
  readonly aspect: string | undefined;
  readonly starsFrom: number | undefined;
  readonly starsTo: number | undefined;
  readonly sourceId: number | undefined;
  /** Wordings of the same, which take turns. */
  readonly variants: readonly string[];
  readonly enabled: boolean;
}

/** What a saved reply is chosen by. */
export interface ToAnswer {
  readonly language: string;
  readonly label: Label;
  /** Aspects with what was said of them. */
  readonly aspects: readonly { readonly aspect: string }[];
  readonly stars: number | undefined;
  readonly sourceId: number;
}

/** Those meant for this mention, the ones that say most about it first. */
export function fittingReplies<R extends SavedReply>(saved: readonly R[], mention: ToAnswer): R[] {
  return saved
    .filter((reply) => reply.enabled && fits(reply, mention))
    .toSorted((a, b) => narrowness(b) - narrowness(a) || (a.name < b.name ? -1 : 1));
}

function fits(reply: SavedReply, { language, label, aspects, stars, sourceId }: ToAnswer): boolean {
  const isRated = reply.starsFrom !== undefined || reply.starsTo !== undefined;
  const whole = stars === undefined ? undefined : Math.round(stars);
  return (
    (reply.language === undefined || reply.language === language) &&
    (reply.label === undefined || reply.label === label) &&
    (reply.aspect === undefined || aspects.some(({ aspect }) => aspect === reply.aspect)) &&
    (reply.sourceId === undefined || reply.sourceId === sourceId) &&
    (!isRated || (whole !== undefined && whole >= (reply.starsFrom ?? 1) && whole <= (reply.starsTo ?? 5)))
  );
}

/** The language counts most: a text in another one helps nobody. */
function narrowness(reply: SavedReply): number {
  const { language, label, aspect, starsFrom, starsTo, sourceId } = reply;
  const given = [aspect, starsFrom ?? starsTo, label, sourceId].filter((one) => one !== undefined).length;
  return given + (language === undefined ? 0 : 10);
}

/** The wording after the one that was used last. */
export function nextVariant(reply: Pick<SavedReply, 'variants'>, last: number | undefined): number {
  return last === undefined ? 0 : (last + 1) % reply.variants.length;
}
