-- Rules on net sentiment, average rating and volume, and narrower rules on spikes and single mentions.
alter table alert_rules drop constraint alert_rules_kind_check;
alter table alert_rules
  add constraint alert_rules_kind_check check (kind in ('spike', 'metric', 'mention', 'stale')),
  add column metric text check (metric in ('net_sentiment', 'rating', 'volume')),
  add column direction text check (direction in ('falls', 'rises')),
  -- points of net sentiment, stars, or per cent of volume
  add column change_at_least double precision check (change_at_least > 0),
  add column window_days int check (window_days in (1, 3, 7)),
  -- a single mention speaks of one of these risks
  add column risks text[] not null default '{}',
  -- a single mention speaks badly of one of these; in a spike only what is said of them counts as negative
  add column aspects text[] not null default '{}',
  add constraint alert_rules_condition_check
    check ((kind = 'metric') = (metric is not null and direction is not null and change_at_least is not null
                                and window_days is not null));

-- Where a metric rule stands: nothing is raised again until the number is back.
create table metric_watches (
  rule_id      bigint primary key references alert_rules on delete cascade,
  judged_until timestamptz not null,
  is_out       boolean not null,
  alert_id     bigint references alerts on delete set null
);

alter table alerts drop constraint alerts_kind_check;
alter table alerts add constraint alerts_kind_check
  check (kind in ('negative_spike', 'metric_change', 'missing_data', 'mention'));

-- A detector of a rule about some aspects ('' for all) sees other numbers than one about everything.
alter table detectors add column aspects text not null default '';
alter table detectors drop constraint detectors_pkey;
alter table detectors add primary key (topic_id, location_id, source_id, aspects, sensitivity);
