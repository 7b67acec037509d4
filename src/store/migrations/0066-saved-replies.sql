-- Replies that are kept to be used again. What is null does not narrow for which mentions one is offered.
create table saved_replies (
  id         bigint generated always as identity primary key,
  name       text not null unique,
  language   text,
  label      text check (label in ('positive', 'neutral', 'negative')),
  aspect     text,
  stars_from int check (stars_from between 1 and 5),
  stars_to   int check (stars_to between 1 and 5 and stars_to >= stars_from),
  source_id  bigint references sources on delete cascade,
  -- wordings of the same; they take turns
  variants   text[] not null check (cardinality(variants) between 1 and 20),
  enabled    boolean not null default true,
  author     text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
alter table replies add foreign key (saved_reply_id) references saved_replies on delete set null;
create index replies_by_saved on replies (saved_reply_id, id) where saved_reply_id is not null;
