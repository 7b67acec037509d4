-- What somebody has to look at: one row for a mention that may want an answer. The mention's own words and label stay
-- where they are; here is only what people do about it.
create table inbox_items (
  mention_id    bigint primary key references mentions on delete cascade,
  status        text not null default 'new' check (status in ('new', 'claimed', 'replied', 'archived')),
  -- the triage score and its parts as of scored_at: whole hundredths, so that an order is the same everywhere
  score_e2      int not null default 0,
  parts         jsonb not null default '[]',
  scored_at     timestamptz,
  assigned_to   bigint references users on delete set null,
  -- who has it open, until when, and how often it changed hands: a sender has to hold the latest one
  claimed_by    bigint references users on delete set null,
  claimed_until timestamptz,
  claim_number  int not null default 0,
  snoozed_until timestamptz,
  -- when an answer is due by the team's targets; null: no target
  due_at        timestamptz,
  -- the mention's revision that was answered or put away: a later one brings it back
  closed_revision int,
  closed_at     timestamptz,
  entered_at    timestamptz not null,
  updated_at    timestamptz not null
);
create index inbox_items_open on inbox_items (score_e2 desc, mention_id desc) where status in ('new', 'claimed');

-- What was done about an item, in order.
create table inbox_events (
  id         bigint generated always as identity primary key,
  mention_id bigint not null references inbox_items on delete cascade,
  at         timestamptz not null,
  actor      text not null,
  deed       text not null,
  detail     jsonb not null default '{}'
);
create index inbox_events_by_item on inbox_events (mention_id, id);
