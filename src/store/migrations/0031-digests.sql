-- What is told at a set time whether or not anything happened.
create table digests (
  id          bigint generated always as identity primary key,
  name        text not null unique,
  cadence     text not null check (cadence in ('daily', 'weekly')),
  -- 1: Monday … 7: Sunday
  weekday     int check (weekday between 1 and 7),
  -- minute of the day in the workspace's time zone
  send_at     int not null check (send_at between 0 and 1439),
  topic_ids   bigint[] not null,
  location_id bigint references locations on delete cascade,
  enabled     boolean not null default true,
  -- what was due before is not made up for: the digest did not exist, or was switched off, or had another time
  starts_at   timestamptz not null,
  -- an attempt that failed is not repeated at once
  tried_at    timestamptz,
  author      text not null,
  created_at  timestamptz not null,
  check ((cadence = 'weekly') = (weekday is not null))
);

create table digest_recipients (
  digest_id      bigint not null references digests on delete cascade,
  destination_id bigint not null references destinations on delete cascade,
  primary key (digest_id, destination_id)
);

-- What a digest said, as it stood then. One for each period, and any number that people asked for.
create table digest_issues (
  id          bigint generated always as identity primary key,
  digest_id   bigint not null references digests on delete cascade,
  period_from date not null,
  period_to   date not null,
  is_extra    boolean not null,
  made_at     timestamptz not null,
  report      jsonb not null
);
create unique index digest_issues_once on digest_issues (digest_id, period_to) where not is_extra;
create index digest_issues_latest on digest_issues (digest_id, id desc);

alter table deliveries add column issue_id bigint references digest_issues on delete cascade;
create unique index deliveries_once_an_issue on deliveries (issue_id, destination_id);
alter table deliveries drop constraint deliveries_purpose_check;
alter table deliveries add constraint deliveries_purpose_check
  check (purpose in ('alert', 'escalation', 'resolved', 'test', 'digest'));

-- a link that leaves one digest and nothing else
alter table alert_links add column digest_id bigint references digests on delete cascade;
