-- Replies that go out without a person, for what a person has said may be answered so. Off until switched on.
create table automatic_reply_rules (
  id             bigint generated always as identity primary key,
  name           text not null unique,
  source_id      bigint not null references sources on delete cascade,
  language       text not null,
  label          text not null check (label in ('positive', 'neutral', 'negative')),
  -- null: also what is not rated
  stars_from     int check (stars_from between 1 and 5),
  stars_to       int check (stars_to between 1 and 5 and stars_to >= stars_from),
  saved_reply_id bigint not null references saved_replies on delete cascade,
  delay_minutes  int not null check (delay_minutes between 5 and 10080),
  per_day        int not null check (per_day between 1 and 1000),
  -- since when it is on: what was said before is not answered by it
  enabled_at     timestamptz,
  -- who has agreed that a program answers in their name, and who wrote that down
  consent        text,
  consent_by     text,
  consent_at     timestamptz,
  author         text not null,
  created_at     timestamptz not null
);
alter table replies add foreign key (automatic_rule_id) references automatic_reply_rules on delete set null;
create index replies_automated on replies (submitted_at) where is_automated;
