-- Help desks that items of the inbox can be handed over to. What must not be read is sealed; the rest is shown.
create table desks (
  id         bigint generated always as identity primary key,
  name       text not null unique,
  kind       text not null,
  settings   jsonb not null,
  key_id     text not null,
  sealed     text not null,
  enabled    boolean not null default true,
  created_at timestamptz not null
);

-- An item that somebody else takes care of: queued → sending → open there → solved there; or parked, dropped.
create table hand_overs (
  id               bigint generated always as identity primary key,
  mention_id       bigint not null references mentions on delete cascade,
  desk_id          bigint not null references desks on delete cascade,
  state            text not null check (state in ('queued', 'sending', 'open', 'solved', 'parked', 'dropped')),
  -- the same for every attempt; the desk knows the item by it
  key              text not null unique,
  note             text not null default '',
  author           text not null,
  attempts         int not null default 0,
  may_have_arrived boolean not null default false,
  -- when to send it, or to ask whether it is solved; null: nothing to do
  due_at           timestamptz,
  external_id      text,
  url              text,
  last_error       text,
  created_at       timestamptz not null,
  updated_at       timestamptz not null,
  solved_at        timestamptz
);
create unique index hand_overs_one_at_a_time on hand_overs (mention_id)
  where state in ('queued', 'sending', 'open', 'parked');
create index hand_overs_by_mention on hand_overs (mention_id, id);
create index hand_overs_due on hand_overs (due_at) where due_at is not null;
