import { Refused } from '../../../domain/errors.ts';
import type { SurveyKind } from '../../../domain/facts.ts';

/** What can be imported as facts. */
export const FACT_KINDS = ['surveys', 'customers', 'orders'] as const;
export type FactKind = (typeof FACT_KINDS)[number];

const PLACE = [
  'location',
  'location_code',
  'store',
  'store_code',
  'store_id',
  'branch',
  'location_id',
  'shop',
];
const SEGMENT = ['segment', 'customer_segment', 'plan', 'tier', 'customer_group', 'group'];
const EMAIL = [
  'email',
  'email_address',
  'person_email',
  'contact_email',
  'customer_email',
  'respondent_email',
  'recipient_email',
];
const CUSTOMER = [
  'customer_id',
  'customer',
  'contact_id',
  'person_id',
  'deal_person_id',
  'user_id',
  'client_id',
  'account_id',
];
const PRODUCT = ['product', 'product_id', 'product_name', 'sku', 'lineitem_name', 'deal_product_name'];

/**
 * For each field the column names that mean it, the best first: of several in one file the best one is read. The first
 * is the one we write in help and messages. Names are compared in lower case with "_" for anything else; a "(UTC)"
 * at the end says that its times are in UTC.
 */
const FIELDS = {
  surveys: {
    id: [
      'id',
      'external_id',
      'response_id',
      'survey_response_id',
      'submission_id',
      'survey_submission_id',
      'feedback_submission_id',
      'record_id',
      'respondent_id',
      'answer_id',
      'token',
      '#',
    ],
    score: [
      'score',
      'nps',
      'nps_score',
      'csat',
      'csat_score',
      'ces',
      'ces_score',
      'rating',
      'survey_rating',
      'likelihood_to_recommend',
      'response_value',
      'answer',
      'response',
      'value',
      'stars',
    ],
    kind: ['kind', 'survey_type', 'question_type', 'metric', 'type'],
    scaleMin: ['scale_min', 'min_score', 'rating_min'],
    scaleMax: ['scale_max', 'max_score', 'rating_max', 'scale', 'out_of'],
    question: ['question', 'question_text', 'survey_name', 'survey'],
    comment: [
      'comment',
      'comments',
      'follow_up_response',
      'followup_response',
      'follow_up',
      'feedback',
      'reason',
      'open_ended_response',
      'additional_comments',
      'text',
      'message',
    ],
    language: ['language', 'lang', 'locale'],
    customer: CUSTOMER,
    email: EMAIL,
    invitedAt: ['invited_at', 'sent_at', 'survey_sent_at', 'request_sent_at', 'invitation_date'],
    answeredAt: [
      'answered_at',
      'responded_at',
      'response_created_at',
      'submitted_at',
      'submission_date',
      'submit_date',
      'date_submitted',
      'submitted_time',
      'completed_time',
      'completed_at',
      'response_received_at',
      'end_date',
      'recorded_date',
      'created_at',
      'created',
      'response_date',
      'date',
      'timestamp',
      'time',
    ],
    location: PLACE,
    touchpoint: ['touchpoint', 'stage', 'journey_stage', 'moment'],
    product: PRODUCT,
    segment: SEGMENT,
    country: ['country', 'country_code'],
    url: ['url', 'permalink', 'link', 'response_url'],
    mayQuote: ['may_quote', 'publish_consent', 'quote_permission', 'testimonial_consent'],
  },
  customers: {
    id: [...CUSTOMER, 'id', 'external_id'],
    email: EMAIL,
    startedAt: [
      'started_at',
      'start_date',
      'start',
      'customer_since',
      'member_since',
      'signed_up_at',
      'signup_date',
      'joined_at',
      'first_order_at',
      'created_at',
      'created',
      'created_date',
      'person_person_created',
      'person_created',
      'date',
    ],
    endedAt: [
      'ended_at',
      'end_date',
      'ended',
      'churned_at',
      'left_at',
      'canceled_at',
      'cancelled_at',
      'cancellation_date',
    ],
    segment: SEGMENT,
    location: PLACE,
    referredBy: ['referred_by', 'referrer', 'referral_source', 'person_referral_source', 'referred_by_id'],
  },
  orders: {
    id: [
      'order_id',
      'order_number',
      'payment_id',
      'invoice_id',
      'charge_id',
      'deal_id',
      'name',
      'id',
      'external_id',
    ],
    customer: [...CUSTOMER, 'customer_external_id'],
    email: EMAIL,
    amount: ['amount', 'total', 'order_total', 'total_price', 'value', 'deal_value', 'revenue', 'price'],
    refunded: ['amount_refunded', 'refunded_amount', 'refunded', 'refund_amount', 'refund'],
    currency: ['currency', 'currency_code', 'deal_currency', 'deal_currency_of_value'],
    orderedAt: [
      'ordered_at',
      'order_date',
      'created_at',
      'created',
      'created_date',
      'paid_at',
      'deal_won_time',
      'won_time',
      'date',
      'timestamp',
      'time',
    ],
    status: ['status', 'financial_status', 'payment_status', 'deal_status'],
    isReferred: ['is_referred', 'referred', 'referral'],
    location: PLACE,
    product: PRODUCT,
    segment: SEGMENT,
  },
} as const satisfies Record<FactKind, Record<string, readonly string[]>>;

export type FactField = {
  [Kind in FactKind]: keyof (typeof FIELDS)[Kind];
}[FactKind];

/** The fields of a kind, in the order of help and forms. */
export function fieldsOf(kind: FactKind): readonly FactField[] {
  return Object.keys(FIELDS[kind]) as FactField[];
}

/** One column of a file and what it is read as. */
export interface MappedColumn {
  readonly column: string;
  /** undefined: it is not read. */
  readonly field: FactField | undefined;
  readonly isUtc: boolean;
  /** The question whose answers it holds, where the name of the column is the question itself. */
  readonly asks?: SurveyKind;
}

/** Files of survey tools name a column after its question. */
const QUESTIONS: readonly { readonly asks: SurveyKind; readonly words: RegExp }[] = [
  { asks: 'nps', words: /\brecommend|\bempfehl|\brecommand|\bconsigli|\brecomend|\baanbevel|推荐/i },
  { asks: 'ces', words: /\beasy\b|\beffort\b|\beinfach\b|\bfacile\b|\bfácil\b|容易/i },
  { asks: 'csat', words: /\bsatisf|\bzufrieden|\bsoddisf|\btevreden|满意/i },
];
const REASON =
  /\bwhy\b|\breason\b|\btell us\b|\bcomment|\bfeedback\b|\bwarum\b|\bgrund\b|\bpourquoi\b|\bperché\b|\bpor qué\b|\bwaarom\b|为什么/i;

/**
 * What each column is read as: what the caller says first, then known names, then questions.
 * @throws Refused when the caller names a column or a field that is not there.
 */
export function mapColumns(
  kind: FactKind,
  columns: readonly string[],
  wanted: Readonly<Record<string, string>>,
): readonly MappedColumn[] {
  const chosen = chosenFields(kind, columns, wanted);
  const taken = new Set([...chosen.values()].filter((field) => field !== ''));
  for (const field of fieldsOf(kind)) {
    if (taken.has(field)) continue;
    const names: readonly string[] = (FIELDS[kind] as Record<string, readonly string[]>)[field] ?? [];
    const best = names.flatMap((name) =>
      columns.filter((column) => !chosen.has(column) && plain(column) === name),
    )[0];
    if (best !== undefined) {
      chosen.set(best, field);
      taken.add(field);
    }
  }
  const questions =
    kind === 'surveys' ? findQuestions(columns, chosen, taken) : new Map<string, SurveyKind>();
  return columns.map((column) => {
    const field = chosen.get(column);
    const asks = questions.get(column) ?? (field === 'score' ? kindInName(column) : undefined);
    return {
      column,
      field: field === undefined || field === '' ? undefined : field,
      isUtc: /\butc\b/i.test(column),
      ...(asks === undefined ? {} : { asks }),
    };
  });
}

function chosenFields(
  kind: FactKind,
  columns: readonly string[],
  wanted: Readonly<Record<string, string>>,
): Map<string, FactField | ''> {
  const chosen = new Map<string, FactField | ''>();
  for (const [name, fieldName] of Object.entries(wanted)) {
    const column = columns.find((one) => one === name) ?? columns.find((one) => plain(one) === plain(name));
    if (column === undefined) {
      throw new Refused(`There is no column "${name}" in the file. Its columns are: ${columns.join(', ')}.`);
    }
    const field = fieldsOf(kind).find(
      (one) => one.toLowerCase() === fieldName.toLowerCase().replace(/[_-]/g, ''),
    );
    if (field === undefined && fieldName !== '') {
      throw new Refused(
        `"${fieldName}" is no field of ${kind}. Its fields are: ${fieldsOf(kind).join(', ')}.`,
      );
    }
    chosen.set(column, field ?? '');
  }
  return chosen;
}

function findQuestions(
  columns: readonly string[],
  chosen: Map<string, FactField | ''>,
  taken: Set<FactField | ''>,
): Map<string, SurveyKind> {
  const found = new Map<string, SurveyKind>();
  const free = () => columns.filter((column) => !chosen.has(column));
  if (!taken.has('comment')) {
    const reason = free().find((column) => REASON.test(column));
    if (reason !== undefined) chosen.set(reason, 'comment');
  }
  if (taken.has('score')) return found;
  for (const { asks, words } of QUESTIONS) {
    const column = free().find((one) => words.test(one));
    if (column === undefined) continue;
    chosen.set(column, 'score');
    found.set(column, asks);
    break;
  }
  return found;
}

function kindInName(column: string): SurveyKind | undefined {
  return (['nps', 'csat', 'ces'] as const).find((kind) => plain(column).split('_').includes(kind));
}

function plain(name: string): string {
  const words = name
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_|_$/g, '')
    .replace(/_utc$/, '');
  return words === '' ? name.trim() : words;
}
