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

/** The names of columns that mean a field, the best first. */
export function namesOf(kind: FactKind, field: FactField): readonly string[] {
  return (FIELDS[kind] as Record<string, readonly string[]>)[field] ?? [];
}
