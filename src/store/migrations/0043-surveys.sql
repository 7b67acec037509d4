-- Survey forms of our own. Their answers arrive through a source of their own, which carries the name.
create table surveys (
  id             bigint generated always as identity primary key,
  source_id      bigint not null unique references sources on delete cascade,
  -- part of the form's address; known to everybody who is asked
  token          text not null unique,
  kind           text not null check (kind in ('nps', 'csat', 'ces')),
  -- the first is spoken where none of a visitor's is offered
  languages      text[] not null check (cardinality(languages) > 0),
  own_words      jsonb not null default '{}',
  asks_why       boolean not null default true,
  asks_to_quote  boolean not null default true,
  touchpoint     text,
  location_code  text,
  product        text,
  -- sites that may show the form in a frame
  frame_origins  text[] not null default '{}',
  is_open        boolean not null default true,
  -- the mail destination whose server and sender invitations go out by; null: nobody is invited
  destination_id bigint references destinations on delete set null,
  delay_minutes  int not null default 0 check (delay_minutes >= 0),
  -- one reminder so many days after the invitation; null: none
  reminder_days  int check (reminder_days > 0),
  -- what other systems sign their triggers with, encrypted
  key_id         text not null,
  sealed         text not null,
  created_at     timestamptz not null
);
