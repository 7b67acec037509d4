-- Our answers. A reply is a row before it goes out: draft → waiting (for an approver) → queued → sending → sent (the
-- place has it and looks at it) → published; or rejected (by the place), removed (it was there and is gone), parked (a
-- person has to do something), dropped (nobody wants it any more).
create table replies (
  id               bigint generated always as identity primary key,
  mention_id       bigint not null references mentions on delete cascade,
  -- the words it answers: when they have changed, somebody reads them again before it goes out
  mention_revision int not null,
  -- copied: a person has answered at the original, we only know that
  way              text not null check (way in ('source', 'copied')),
  state            text not null check (state in ('draft', 'waiting', 'queued', 'sending', 'sent', 'published',
                                                  'rejected', 'removed', 'parked', 'dropped')),
  text             text not null,
  -- what it was begun from, and these words as they were then
  origin           text not null check (origin in ('own', 'suggestion', 'saved', 'generated')),
  basis            text,
  saved_reply_id   bigint,
  variant          int,
  author_id        bigint references users on delete set null,
  author           text not null,
  approver_id      bigint references users on delete set null,
  approver         text,
  decided_at       timestamptz,
  remark           text not null default '',
  is_automated     boolean not null default false,
  automatic_rule_id bigint,
  -- the claim under which it was submitted
  claim_number     int,
  -- the same for every attempt, so that the place can tell a repetition
  key              text not null unique,
  attempts         int not null default 0,
  -- those before a person put it back in line
  attempts_before  int not null default 0,
  first_tried_at   timestamptz,
  -- an attempt ended without an answer: the place is asked before it is sent to again
  may_have_arrived boolean not null default false,
  -- when there is something to do about it: to send it, or to look what has become of it; null: nothing
  due_at           timestamptz,
  looks            int not null default 0,
  missed_looks     int not null default 0,
  last_error       text,
  external_id      text,
  url              text,
  created_at       timestamptz not null,
  updated_at       timestamptz not null,
  submitted_at     timestamptz,
  sent_at          timestamptz,
  published_at     timestamptz
);
-- Whatever two people, two processes or two clicks do: one reply to a mention is on its way at a time.
create unique index replies_one_on_its_way on replies (mention_id)
  where state in ('waiting', 'queued', 'sending', 'parked');
create unique index replies_one_draft on replies (mention_id, author) where state = 'draft';
create index replies_by_mention on replies (mention_id, id);
create index replies_due on replies (due_at) where due_at is not null;
create index replies_by_state on replies (state, id) where state in ('draft', 'waiting', 'parked');
create index replies_by_sending on replies (sent_at) where sent_at is not null;

-- What was done about a reply, in order, with its words as they were then.
create table reply_events (
  id       bigint generated always as identity primary key,
  reply_id bigint not null references replies on delete cascade,
  at       timestamptz not null,
  actor    text not null,
  deed     text not null,
  note     text not null default '',
  text     text
);
create index reply_events_by_reply on reply_events (reply_id, id);

-- How the team answers: one row.
create table reply_settings (
  id              int primary key default 1 check (id = 1),
  needs_approval  boolean not null default false,
  -- an approver's own reply may go out on that approver's word
  may_approve_own boolean not null default false,
  -- the one switch over all automatic replies
  automatic_on    boolean not null default false,
  automatic_per_day int not null default 20 check (automatic_per_day between 0 and 1000),
  -- who signs: {{company}} and the name below a suggestion
  company         text not null default '',
  signature       text not null default '',
  -- the endpoint that writes drafts; without a sealed value it is off
  draft_settings  jsonb not null default '{}',
  draft_key_id    text,
  draft_sealed    text
);
insert into reply_settings default values;

-- Answers by people, one row each: ours, and those that a source shows below a mention without our having sent them.
-- For the response rate and the time to reply; automated ones are in automated_replies.
create view human_replies as
select r.mention_id, r.sent_at as replied_at, r.author_id as user_id
  from replies r
 where r.sent_at is not null
   and not r.is_automated
   and r.state <> 'rejected'
union all
select m.id, m.owner_reply_at, null
  from mentions m
 where m.owner_reply is not null
   and not exists (
       select from replies r
        where r.mention_id = m.id
          and r.sent_at is not null
          and (not r.is_automated or btrim(r.text) = btrim(m.owner_reply)));

create view automated_replies as
select r.mention_id, r.sent_at as replied_at, r.automatic_rule_id as rule_id
  from replies r
 where r.sent_at is not null
   and r.is_automated
   and r.state <> 'rejected';
