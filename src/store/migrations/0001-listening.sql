-- The workspace: one row. `topics_revision` rises with every change of a topic, so that a worker
-- holding yesterday's topics notices before it writes.
create table workspace (
  id              int primary key default 1 check (id = 1),
  name            text not null default 'My company',
  time_zone       text not null default 'UTC',
  topics_revision bigint not null default 1,
  is_sample       boolean not null default false,
  created_at      timestamptz not null default now()
);
insert into workspace default values;

create table sources (
  id               bigint generated always as identity primary key,
  name             text not null unique,
  kind             text not null,
  settings         jsonb not null,
  -- etag, lastModified and cursor of the last answer that was stored; written in the transaction that stores it
  state            jsonb not null default '{}',
  enabled          boolean not null default true,
  interval_seconds int not null,
  next_fetch_at    timestamptz not null,
  failures         int not null default 0,
  last_success_at  timestamptz,
  last_error       text,
  created_at       timestamptz not null default now()
);

create table source_runs (
  id          bigint generated always as identity primary key,
  source_id   bigint not null references sources on delete cascade,
  started_at  timestamptz not null,
  finished_at timestamptz not null,
  status      text not null check (status in ('ok', 'not-modified', 'failed')),
  -- a successful run vouches for everything published since this instant; null for a failed one
  covers_from timestamptz,
  seen        int not null default 0,
  added       int not null default 0,
  edited      int not null default 0,
  skipped     int not null default 0,
  bytes       bigint not null default 0,
  error_code  text,
  error       text,
  warnings    text[] not null default '{}'
);
create index source_runs_by_source on source_runs (source_id, started_at desc);

-- One row a host: the next instant at which somebody may knock. Shared by all workers.
create table hosts (
  host    text primary key,
  free_at timestamptz not null
);

create table locations (
  id      bigint generated always as identity primary key,
  code    text not null unique,
  name    text not null,
  city    text,
  region  text,
  country text
);

create table mentions (
  id                 bigint generated always as identity primary key,
  source_id          bigint not null references sources on delete cascade,
  external_id        text not null,
  kind               text not null check (kind in ('mention', 'review', 'comment', 'survey')),
  parent_external_id text,
  url                text,
  title              text,
  text               text not null,
  declared_language  text,
  author_name        text,
  author_handle      text,
  author_url         text,
  rating_value       double precision,
  rating_min         double precision,
  rating_max         double precision,
  location_id        bigint references locations,
  product            text,
  touchpoint         text,
  country            text,
  tags               text[] not null default '{}',
  engagement         bigint,
  reach              bigint,
  -- null when the source does not say; never the time of collection
  published_at       timestamptz,
  collected_at       timestamptz not null,
  edited_at          timestamptz,
  removed_at         timestamptz,
  is_backfill        boolean not null default false,
  content_hash       text not null,
  -- rises with every change of what is counted; the classification below belongs to counted_revision
  revision           int not null default 1,
  counted_revision   int,
  topics_revision    bigint,
  lexicon_version    text,
  label              text check (label in ('positive', 'neutral', 'negative', 'unknown')),
  -- ten-thousandths: whole numbers add up and subtract without drift
  compound_e4        int,
  confidence         real,
  language           text,
  is_conflict        boolean not null default false,
  aspects            jsonb,
  emotions           jsonb,
  evidence           jsonb,
  -- a person's label; it holds for the revision the person read and lapses with an edit
  override_label     text check (override_label in ('positive', 'neutral', 'negative')),
  override_revision  int,
  unique (source_id, external_id)
);
create index mentions_pending on mentions (id) where counted_revision is distinct from revision;

create table overrides (
  id         bigint generated always as identity primary key,
  mention_id bigint not null references mentions on delete cascade,
  label      text,
  was_label  text,
  user_id    bigint,
  at         timestamptz not null
);
create index overrides_by_mention on overrides (mention_id, id desc);

create table topics (
  id         bigint generated always as identity primary key,
  name       text not null unique,
  kind       text not null check (kind in ('everything', 'brand', 'product', 'campaign', 'competitor', 'theme')),
  query      text not null,
  time_zone  text not null,
  created_at timestamptz not null default now()
);
create unique index topics_one_everything on topics (kind) where kind = 'everything';
insert into topics (name, kind, query, time_zone) values ('Everything', 'everything', '', 'UTC');

-- What is in the cells: one row per mention and topic with exactly the numbers that were added,
-- so that exactly these can be taken out again. Written only while the mention's row is locked.
create table mention_topics (
  mention_id  bigint not null references mentions on delete cascade,
  topic_id    bigint not null references topics on delete cascade,
  source_id   bigint not null,
  location_id bigint not null, -- 0: no location
  -- published_at, or collected_at where there is none (is_dated says which)
  counted_at  timestamptz not null,
  is_dated    boolean not null,
  label       text not null,
  compound_e4 int not null,
  stars_e2    int,
  reach       bigint not null,
  is_conflict boolean not null,
  primary key (mention_id, topic_id)
);
create index mention_topics_latest on mention_topics (topic_id, counted_at desc, mention_id desc);

-- What each mention adds to a cell, as it stands now. The one place that says how a mention counts:
-- on the day it was published; a date the source did not give, or one later than the collection, is the
-- day of collection. A person's label stands above the computed one; a compound that contradicts it adds 0.
create view countable_mentions as
select m.id as mention_id, m.revision, m.source_id, coalesce(m.location_id, 0) as location_id,
       least(coalesce(m.published_at, m.collected_at), m.collected_at) as counted_at,
       m.published_at is not null as is_dated,
       person.label,
       case when person.label = m.label
              or (person.label = 'positive' and m.compound_e4 > 0)
              or (person.label = 'negative' and m.compound_e4 < 0) then m.compound_e4 else 0 end as compound_e4,
       case when m.rating_max > m.rating_min
            then round(100 + 400 * least(1, greatest(0,
                 (m.rating_value - m.rating_min) / (m.rating_max - m.rating_min))))::int end as stars_e2,
       coalesce(m.reach, 0) as reach,
       m.is_conflict
  from mentions m
 cross join lateral (
       select case when m.override_revision = m.revision then coalesce(m.override_label, m.label)
                   else m.label end as label) as person
 where m.removed_at is null
   and m.label is not null;

create table hour_cells (
  topic_id              bigint not null references topics on delete cascade,
  hour                  timestamptz not null,
  source_id             bigint not null,
  location_id           bigint not null,
  positive              bigint not null,
  neutral               bigint not null,
  negative              bigint not null,
  unknown               bigint not null,
  conflicts             bigint not null,
  undated               bigint not null,
  compound_e4_sum       bigint not null,
  compound_e8_square_sum bigint not null,
  stars_e2_sum          bigint not null,
  stars_n               bigint not null,
  reach_sum             bigint not null,
  primary key (topic_id, hour, source_id, location_id)
) with (fillfactor = 70);

create table day_cells (
  topic_id              bigint not null references topics on delete cascade,
  day                   date not null,
  source_id             bigint not null,
  location_id           bigint not null,
  positive              bigint not null,
  neutral               bigint not null,
  negative              bigint not null,
  unknown               bigint not null,
  conflicts             bigint not null,
  undated               bigint not null,
  compound_e4_sum       bigint not null,
  compound_e8_square_sum bigint not null,
  stars_e2_sum          bigint not null,
  stars_n               bigint not null,
  reach_sum             bigint not null,
  primary key (topic_id, day, source_id, location_id)
) with (fillfactor = 70);

-- A day's number as it was first shown, kept when late items, edits or corrections change the cells.
create table published_days (
  topic_id     bigint not null references topics on delete cascade,
  day          date not null,
  positive     bigint not null,
  neutral      bigint not null,
  negative     bigint not null,
  coverage     real not null,
  published_at timestamptz not null,
  primary key (topic_id, day)
);

create table users (
  id            bigint generated always as identity primary key,
  email         text not null unique,
  name          text not null,
  role          text not null check (role in ('viewer', 'analyst', 'agent', 'admin')),
  password_hash text not null,
  created_at    timestamptz not null default now(),
  disabled_at   timestamptz
);

create table sessions (
  id_hash    text primary key,
  user_id    bigint not null references users on delete cascade,
  csrf_token text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);

create table tokens (
  id           bigint generated always as identity primary key,
  name         text not null,
  token_hash   text not null unique,
  scopes       text[] not null,
  user_id      bigint references users on delete cascade,
  created_at   timestamptz not null,
  last_used_at timestamptz,
  revoked_at   timestamptz
);

create table audit_log (
  id     bigint generated always as identity primary key,
  at     timestamptz not null,
  actor  text not null,
  action text not null,
  target text not null,
  detail jsonb not null default '{}'
);
