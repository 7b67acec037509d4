-- What a mention speaks of that somebody should look at first. Few mentions do, and only they are in the index.
alter table mentions add column risks text[] not null default '{}';
create index mentions_at_risk on mentions using gin (risks) where risks <> '{}';
