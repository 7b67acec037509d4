-- A country ('DE') or a region ('DE/North') in the place of one location: everything below it, as places come and go.
alter table alert_rules
  add column area text,
  add constraint alert_rules_place_check check (area is null or location_id is null);

alter table alerts add column area text;

-- alerts of every place below one of these, beside those of location_ids
alter table destinations add column areas text[] not null default '{}';

alter table detectors add column area text not null default '';
alter table detectors drop constraint detectors_pkey;
alter table detectors add primary key (topic_id, location_id, area, source_id, aspects, sensitivity);
