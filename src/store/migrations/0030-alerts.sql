-- What is watched, what was found, and whom it is told.
create table alert_rules (
  id               bigint generated always as identity primary key,
  name             text not null unique,
  -- spike: more unhappy people than usual; mention: one that must not wait; stale: a source that is not read
  kind             text not null check (kind in ('spike', 'mention', 'stale')),
  -- null: every source, only for 'stale'
  topic_id         bigint references topics on delete cascade,
  location_id      bigint references locations on delete cascade,
  source_id        bigint references sources on delete cascade,
  severity         text not null check (severity in ('info', 'warning', 'critical')),
  sensitivity      text not null default 'balanced' check (sensitivity in ('fewer', 'balanced', 'more')),
  -- fewest unhappy people in the window of a spike
  minimum_n        int not null default 3 check (minimum_n > 0),
  -- a single mention has to fit all that is given
  stars_at_most    real,
  reach_at_least   bigint,
  phrases          text[] not null default '{}',
  -- minutes of the day in the workspace's time zone; messages wait, alerts do not; critical ones do neither
  quiet_from       int check (quiet_from between 0 and 1439),
  quiet_to         int check (quiet_to between 0 and 1439),
  -- nothing new is raised this long after an alert of the rule
  cool_down_minutes int not null default 60 check (cool_down_minutes >= 0),
  -- the second line is told when nobody has taken it by then; null: never
  escalate_minutes int check (escalate_minutes > 0),
  -- what it would have found in the past is listed, and told nobody
  looks_back       boolean not null default false,
  enabled          boolean not null default true,
  author           text not null,
  created_at       timestamptz not null,
  check ((kind = 'stale') = (topic_id is null))
);
insert into alert_rules (name, kind, severity, author, created_at)
values ('A source is not read', 'stale', 'warning', 'Earshot', now());

-- What a detector remembers of one topic or a part of it (0: no narrowing). Written with the alerts it raised.
create table detectors (
  topic_id     bigint not null references topics on delete cascade,
  location_id  bigint not null,
  source_id    bigint not null,
  sensitivity  text not null,
  -- the query it learned with: another one has to be learned anew
  query        text not null,
  since        timestamptz not null,
  judged_until timestamptz not null,
  snapshot     jsonb not null,
  -- a spike found when its people were too few for a rule
  held         jsonb,
  primary key (topic_id, location_id, source_id, sensitivity)
);

-- Mentions that came to count for a watched topic and have not been judged. Taken away in the transaction that
-- judges them.
create table topic_arrivals (
  topic_id   bigint not null references topics on delete cascade,
  mention_id bigint not null references mentions on delete cascade,
  is_looked_at boolean not null default false,
  primary key (topic_id, mention_id)
);

create table alerts (
  id              bigint generated always as identity primary key,
  -- what makes two findings the same one
  key             text not null unique,
  rule_id         bigint references alert_rules on delete set null,
  rule_name       text not null,
  kind            text not null check (kind in ('negative_spike', 'missing_data', 'mention')),
  topic_id        bigint references topics on delete cascade,
  location_id     bigint references locations on delete cascade,
  source_id       bigint references sources on delete cascade,
  severity        text not null,
  state           text not null default 'open' check (state in ('open', 'acknowledged', 'resolved', 'false_alarm')),
  -- begin of what it is about, and when that was known
  since           timestamptz not null,
  at              timestamptz not null,
  raised_at       timestamptz not null,
  observed        double precision,
  expected        double precision,
  window_minutes  int,
  why             jsonb not null,
  mention_ids     bigint[] not null default '{}',
  -- found in the past: nobody was told
  is_past         boolean not null default false,
  assigned_to     bigint references users on delete set null,
  escalate_at     timestamptz,
  closed_at       timestamptz
);
create index alerts_open on alerts (raised_at desc) where state in ('open', 'acknowledged');
create index alerts_latest on alerts (at desc, id desc);
create index alerts_by_rule on alerts (rule_id, raised_at desc);

-- What was done about an alert, in order.
create table alert_events (
  id       bigint generated always as identity primary key,
  alert_id bigint not null references alerts on delete cascade,
  at       timestamptz not null,
  actor    text not null,
  deed     text not null,
  note     text not null default ''
);
create index alert_events_by_alert on alert_events (alert_id, id);

-- Incidents that people say an alert should have been raised for.
create table missed_alerts (
  id       bigint generated always as identity primary key,
  rule_id  bigint not null references alert_rules on delete cascade,
  at       timestamptz not null,
  note     text not null default '',
  author   text not null
);

-- Where messages go. What must not be read is sealed; the rest is shown.
create table destinations (
  id             bigint generated always as identity primary key,
  name           text not null unique,
  kind           text not null,
  settings       jsonb not null,
  key_id         text not null,
  sealed         text not null,
  enabled        boolean not null default true,
  -- which alerts it is told; empty: of any topic, any location
  topic_ids      bigint[] not null default '{}',
  location_ids   bigint[] not null default '{}',
  least_severity text not null check (least_severity in ('info', 'warning', 'critical')),
  -- the second line: told only when nobody has taken an alert in time
  is_second_line boolean not null default false,
  created_at     timestamptz not null
);

-- The outbox. A row is written with the alert, sent afterwards, with the same key however often it is tried.
create table deliveries (
  id              bigint generated always as identity primary key,
  idempotency_key text not null unique,
  alert_id        bigint references alerts on delete cascade,
  destination_id  bigint not null references destinations on delete cascade,
  purpose         text not null check (purpose in ('alert', 'escalation', 'resolved', 'test')),
  state           text not null default 'waiting' check (state in ('waiting', 'sent', 'parked', 'dropped')),
  attempts        int not null default 0,
  due_at          timestamptz not null,
  last_error      text,
  created_at      timestamptz not null,
  sent_at         timestamptz,
  unique (alert_id, destination_id, purpose)
);
create index deliveries_due on deliveries (due_at) where state = 'waiting';
create index deliveries_latest on deliveries (destination_id, id desc);

create table delivery_attempts (
  delivery_id bigint not null references deliveries on delete cascade,
  attempt     int not null,
  at          timestamptz not null,
  took_ms     int not null,
  error       text,
  primary key (delivery_id, attempt)
);

-- What a link in a message may do without signing in; the link itself is not kept.
create table alert_links (
  token_hash     text primary key,
  -- null: the link switches the destination off
  alert_id       bigint references alerts on delete cascade,
  destination_id bigint not null references destinations on delete cascade,
  expires_at     timestamptz not null
);
