/** What is asked: would you recommend us (NPS), how satisfied are you (CSAT), how easy was it (CES), anything else. */
export type SurveyKind = 'nps' | 'csat' | 'ces' | 'custom';

export const SURVEY_KINDS: readonly SurveyKind[] = ['nps', 'csat', 'ces', 'custom'];

/** One person's answer to one rated question, as a source hands it over. Its comment becomes a mention. */
export interface NewAnswer {
  /** The source's own id for it; the same answer fetched twice has the same id. */
  readonly externalId: string;
  readonly kind: SurveyKind;
  /** Within the scale; undefined when the question was seen and not answered. */
  readonly score?: number;
  readonly scale: { readonly min: number; readonly max: number };
  readonly question?: string;
  readonly comment?: string;
  /** BCP 47 tag as the source declares it. */
  readonly language?: string;
  /** The respondent's id in the same source's customers, where it is known. */
  readonly customer?: string;
  /** Never stored: only a keyed digest of it is. */
  readonly email?: string;
  /** The digest of an address that is no longer known; `email` comes before it. */
  readonly addressKey?: string;
  readonly invitedAt?: Date;
  readonly answeredAt: Date;
  /** Code of a location as the source names it. */
  readonly location?: string;
  readonly touchpoint?: string;
  readonly product?: string;
  /** The team's own name for a group of customers: "business", "first year". */
  readonly segment?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
  readonly url?: string;
  /** The respondent allowed that the words are shown in public. */
  readonly mayQuote?: boolean;
}

/** A customer from one day on. The same id with another start is the same person, who came back. */
export interface NewCustomer {
  readonly externalId: string;
  readonly startedAt: Date;
  /** Left out while the customer is still there. */
  readonly endedAt?: Date;
  /** Never stored: only a keyed digest of it is. */
  readonly email?: string;
  readonly segment?: string;
  readonly location?: string;
  /** Who or what sent this customer, as the team's system names it. */
  readonly referredBy?: string;
}

export interface NewOrder {
  readonly externalId: string;
  /** The customer's id at the same source. */
  readonly customer: string;
  /** In the currency's unit, before refunds; not below 0. */
  readonly amount: number;
  /** What of it was paid back: 0…amount. */
  readonly refunded?: number;
  /** ISO 4217. */
  readonly currency: string;
  readonly orderedAt: Date;
  /** It came by a referral, whoever the customer is. */
  readonly isReferred?: boolean;
  readonly location?: string;
  readonly product?: string;
  readonly segment?: string;
}

/** What a source brings beside mentions. */
export interface NewFacts {
  readonly answers?: readonly NewAnswer[];
  readonly customers?: readonly NewCustomer[];
  readonly orders?: readonly NewOrder[];
  /** External ids of answers and orders the source says are gone. */
  readonly removedAnswers?: readonly string[];
  readonly removedOrders?: readonly string[];
}

/** Both; where they speak of the same, the later ones hold. */
export function joinedFacts(earlier: NewFacts = {}, later: NewFacts = {}): NewFacts {
  return {
    answers: [...(earlier.answers ?? []), ...(later.answers ?? [])],
    customers: [...(earlier.customers ?? []), ...(later.customers ?? [])],
    orders: [...(earlier.orders ?? []), ...(later.orders ?? [])],
    removedAnswers: [...(earlier.removedAnswers ?? []), ...(later.removedAnswers ?? [])],
    removedOrders: [...(earlier.removedOrders ?? []), ...(later.removedOrders ?? [])],
  };
}
