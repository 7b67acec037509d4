-- What a source may do and keep: how long texts stay, how far back a new one reads, what it may spend. A pushed
-- source is sent to instead of being asked, so it has no schedule and no coverage.
alter table sources add column is_pushed boolean not null default false;
alter table sources add column keep_days int check (keep_days > 0);
alter table sources add column backfill_days int not null default 0 check (backfill_days >= 0);
alter table sources add column budget_per_day numeric check (budget_per_day >= 0);
alter table sources add column budget_per_month numeric check (budget_per_month >= 0);

-- Encrypted with the key whose id stands beside it; bound to its row, so that it opens nowhere else.
create table source_secrets (
  source_id  bigint not null references sources on delete cascade,
  name       text not null,
  key_id     text not null,
  sealed     text not null,
  updated_at timestamptz not null,
  primary key (source_id, name)
);

-- What a source has used of its budget, in the unit of its kind. Written before the call that costs.
create table source_spending (
  source_id bigint not null references sources on delete cascade,
  period    text not null check (period in ('day', 'month')),
  starts_on date not null,
  spent     numeric not null,
  primary key (source_id, period, starts_on)
);

-- Deliveries that were taken, so that one sent twice counts once.
create table webhook_deliveries (
  source_id   bigint not null references sources on delete cascade,
  delivery_id text not null,
  received_at timestamptz not null,
  primary key (source_id, delivery_id)
);

alter table mentions
  -- when its source showed it last, kept where terms ask for it; null: when it was collected
  add column seen_at timestamptz,
  -- since when it is missing from an answer that should hold it
  add column missing_since timestamptz,
  -- what the source's terms take away: 'text' is not kept (any more), 'analysis' is not allowed
  add column withheld text check (withheld in ('text', 'analysis')),
  add column is_truncated boolean not null default false,
  -- the rating in the source's own words
  add column rating_original text,
  add column owner_reply text,
  add column owner_reply_at timestamptz,
  add column owner_reply_state text;
create index mentions_by_sight on mentions (source_id, seen_at) where seen_at is not null;
alter table source_runs add column removed int not null default 0;
