-- What customers answered, and what is known of them from the team's own systems. A row belongs to the source that
-- brought it and has that source's id, so that bringing it twice changes nothing.
create table customers (
  id          bigint generated always as identity primary key,
  source_id   bigint not null references sources on delete cascade,
  external_id text not null,
  -- a keyed digest of the address: joins answers and mentions to a customer without keeping who it is
  address_key text,
  segment     text,
  location_id bigint references locations on delete set null,
  -- who or what sent this customer, as the team's system names it; null: came unreferred, or it is not known
  referred_by text,
  unique (source_id, external_id)
);
create index customers_by_address on customers (address_key) where address_key is not null;

-- From when to when somebody was a customer. Who left and came back has two.
create table customer_stays (
  customer_id bigint not null references customers on delete cascade,
  started_at  timestamptz not null,
  -- null: still here
  ended_at    timestamptz check (ended_at >= started_at),
  primary key (customer_id, started_at)
);
create index customer_stays_by_start on customer_stays (started_at);

create table orders (
  id           bigint generated always as identity primary key,
  source_id    bigint not null references sources on delete cascade,
  external_id  text not null,
  -- the id of the customer at the same source: an order may come before its customer does
  customer_external_id text not null,
  -- hundredths of the currency's unit
  amount_e2    bigint not null check (amount_e2 >= 0),
  refunded_e2  bigint not null default 0 check (refunded_e2 between 0 and amount_e2),
  currency     text not null,
  ordered_at   timestamptz not null,
  is_referred  boolean not null default false,
  location_id  bigint references locations on delete set null,
  product      text,
  segment      text,
  removed_at   timestamptz,
  unique (source_id, external_id)
);
create index orders_by_time on orders (ordered_at);
create index orders_by_customer on orders (source_id, customer_external_id, ordered_at);

-- One answer to one rated question. Its comment is the mention with the same source and external id.
create table survey_responses (
  id           bigint generated always as identity primary key,
  source_id    bigint not null references sources on delete cascade,
  external_id  text not null,
  kind         text not null check (kind in ('nps', 'csat', 'ces', 'custom')),
  -- null: seen and not answered
  score        double precision,
  scale_min    double precision not null,
  scale_max    double precision not null check (scale_max > scale_min),
  question     text,
  touchpoint   text,
  location_id  bigint references locations on delete set null,
  product      text,
  segment      text,
  customer_external_id text,
  address_key  text,
  invited_at   timestamptz,
  answered_at  timestamptz not null,
  collected_at timestamptz not null,
  removed_at   timestamptz,
  -- the respondent allowed that the words are shown in public
  may_quote    boolean not null default false,
  check (score between scale_min and scale_max),
  unique (source_id, external_id)
);
create index survey_responses_by_time on survey_responses (kind, answered_at);
