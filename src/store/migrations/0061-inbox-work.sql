-- An approver lets others' replies go out.
alter table users drop constraint users_role_check;
alter table users add constraint users_role_check check (role in ('viewer', 'analyst', 'agent', 'approver', 'admin'));

-- What views narrow by is copied from the mention when it is filed, so that a list walks one narrow table in its order.
alter table inbox_items
  add column kind        text not null default 'mention',
  add column source_id   bigint not null default 0,
  add column location_id bigint not null default 0, -- 0: no location
  add column language    text not null default 'und',
  -- whole stars; null: not rated
  add column stars       int,
  -- the mention's revision that was filed: a later one is news
  add column revision    int not null default 0,
  -- the team's own words for what it is about
  add column tags        text[] not null default '{}',
  -- when the clock of its target began, and when the score's age part moves next (null: no more)
  add column began_at    timestamptz,
  add column rescore_at  timestamptz,
  -- when somebody was told that its target is about to be missed
  add column warned_at   timestamptz,
  -- the first answer, by whom, and how: through Earshot, marked by a person, seen at the source, or by a rule
  add column answered_at timestamptz,
  add column answered_by bigint references users on delete set null,
  add column answered_how text check (answered_how in ('sent', 'marked', 'elsewhere', 'automatic'));
create index inbox_items_by_source on inbox_items (source_id, score_e2 desc, mention_id desc) where status in ('new', 'claimed');
create index inbox_items_by_location on inbox_items (location_id, score_e2 desc, mention_id desc) where status in ('new', 'claimed');
create index inbox_items_by_language on inbox_items (language, score_e2 desc, mention_id desc) where status in ('new', 'claimed');
create index inbox_items_by_stars on inbox_items (stars, score_e2 desc, mention_id desc) where status in ('new', 'claimed');
create index inbox_items_assigned on inbox_items (assigned_to, score_e2 desc, mention_id desc) where assigned_to is not null;
create index inbox_items_claimed on inbox_items (claimed_by, claimed_until) where claimed_by is not null;
create index inbox_items_due on inbox_items (due_at) where status in ('new', 'claimed');
create index inbox_items_snoozed on inbox_items (snoozed_until) where snoozed_until is not null;
create index inbox_items_rescore on inbox_items (rescore_at) where rescore_at is not null and status in ('new', 'claimed');
create index inbox_items_tagged on inbox_items using gin (tags) where tags <> '{}';
create index inbox_items_closed on inbox_items (closed_at desc, mention_id desc) where status in ('replied', 'archived');

-- Mentions whose classification was counted and that have not been looked at for the inbox. Taken away in the
-- transaction that files them.
create table inbox_arrivals (
  mention_id bigint primary key references mentions on delete cascade
);

-- What the team tells itself about an item.
create table inbox_notes (
  id         bigint generated always as identity primary key,
  mention_id bigint not null references inbox_items on delete cascade,
  at         timestamptz not null,
  author_id  bigint references users on delete set null,
  author     text not null,
  text       text not null
);
create index inbox_notes_by_item on inbox_notes (mention_id, id);

-- What one person has to hear about an item: it was taken over, given to them, or they were named in a note.
create table inbox_notices (
  id         bigint generated always as identity primary key,
  user_id    bigint not null references users on delete cascade,
  mention_id bigint not null references inbox_items on delete cascade,
  kind       text not null check (kind in ('taken-over', 'assigned', 'named')),
  at         timestamptz not null,
  actor      text not null,
  seen_at    timestamptz
);
create index inbox_notices_unseen on inbox_notices (user_id, mention_id) where seen_at is null;

-- The words of an item as Postgres searches them: stemmed by its language, writing without spaces as pairs of
-- characters.
create table inbox_words (
  mention_id bigint primary key references inbox_items on delete cascade,
  words      tsvector not null
);
create index inbox_words_found on inbox_words using gin (words);
create index mentions_by_parent on mentions (source_id, parent_external_id) where parent_external_id is not null;
-- What somebody said before stands beside what they say now.
create index mentions_by_author on mentions (source_id, coalesce(lower(author_handle), lower(author_name)))
  where author_handle is not null or author_name is not null;

-- What was done to several items at once, and how they were before, so that it can be taken back.
create table inbox_batches (
  id        bigint generated always as identity primary key,
  at        timestamptz not null,
  user_id   bigint references users on delete cascade,
  actor     text not null,
  deed      text not null,
  before    jsonb not null,
  undone_at timestamptz
);
create index inbox_batches_by_age on inbox_batches (at);
