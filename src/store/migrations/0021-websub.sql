-- Hubs that tell us when a feed has news. The row outlives its source for as long as the hub has to be told to stop.
create table hub_subscriptions (
  id          bigint generated always as identity primary key,
  source_id   bigint references sources on delete set null,
  hub_url     text not null,
  topic_url   text not null,
  -- the last part of the address the hub calls: nobody else can know it
  callback_id text not null unique,
  -- what the hub signs with, encrypted and bound to the address above
  key_id      text not null,
  sealed      text not null,
  state       text not null check (state in ('wanted', 'asked', 'active', 'refused', 'leaving')),
  -- when the hub is to be asked next: for the first time, again, or for another lease
  ask_at      timestamptz not null,
  asks        int not null default 0,
  lease_until timestamptz,
  pushed_at   timestamptz,
  last_error  text
);
create unique index hub_subscriptions_one_a_source on hub_subscriptions (source_id) where state <> 'leaving';
create index hub_subscriptions_due on hub_subscriptions (ask_at);
