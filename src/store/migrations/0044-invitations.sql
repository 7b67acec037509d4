-- How long a person is left alone after a survey, whichever form asks.
alter table workspace add column survey_quiet_days int not null default 30 check (survey_quiet_days between 0 and 3650);

-- Until when somebody is left alone: one row a person, claimed by whoever invites first.
create table survey_rests (
  address_key text primary key,
  free_at     timestamptz not null
);

-- Who does not want to be asked.
create table survey_leavers (
  address_key text primary key,
  left_at     timestamptz not null
);

-- The outbox of invitations. The row stays for counting; the address goes with the last mail.
create table invitations (
  id            bigint generated always as identity primary key,
  survey_id     bigint not null references surveys on delete cascade,
  -- null after a year: then it only counts
  address_key   text,
  -- address and name, encrypted; null once nothing is sent any more
  key_id        text,
  sealed        text,
  language      text not null,
  touchpoint    text,
  location_code text,
  product       text,
  segment       text,
  customer      text,
  -- the id of what triggered it, at the system that did
  event_id      text,
  -- waiting: a mail is to go out; sent: all have; held: left alone by the guard; left: does not want to be asked
  state         text not null check (state in ('waiting', 'sent', 'answered', 'held', 'left', 'failed')),
  step          text not null default 'first' check (step in ('first', 'reminder')),
  -- part of every Message-ID, so that a repetition can be told
  message_key   text not null unique,
  attempts      int not null default 0,
  due_at        timestamptz not null,
  last_error    text,
  created_at    timestamptz not null,
  sent_at       timestamptz,
  reminded_at   timestamptz,
  answered_at   timestamptz,
  unique (survey_id, event_id),
  check ((state = 'waiting') = (sealed is not null))
);
create index invitations_due on invitations (due_at) where state = 'waiting';
create index invitations_by_survey on invitations (survey_id, id desc);
create index invitations_waiting_by_address on invitations (address_key) where state = 'waiting';
create index survey_responses_by_address on survey_responses (address_key, answered_at) where address_key is not null;
