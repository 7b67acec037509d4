-- A silence is one alert however many topics it concerns: the others beside topic_id.
alter table alerts add column further_topic_ids bigint[] not null default '{}';
