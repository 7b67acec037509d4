-- The same story or post counts once. `duplicate_of` names the first one stored; a duplicate keeps its row and its
-- classification and adds nothing to the cells. Whoever changes it holds the lock of the twins and recounts.
alter table workspace
  -- how far apart in days two twins may be; 0: every copy counts
  add column twin_days int not null default 7 check (twin_days between 0 and 60),
  -- rises with every change of the rule above
  add column twins_revision bigint not null default 1;

alter table mentions
  add column duplicate_of bigint references mentions on delete set null,
  -- a person said that it is its own
  add column is_apart boolean not null default false,
  -- what a duplicate would count for, kept for the day it is promoted
  add column waiting_topics bigint[],
  -- the revision of the text and of the rule by which its twins were looked for
  add column twins_sought_for int,
  add column twins_sought_by bigint;
create index mentions_by_first on mentions (duplicate_of) where duplicate_of is not null;

-- By these a twin is found. Only mentions that may be the first of others have keys: not duplicates, not the removed,
-- not those that a person set apart. No foreign key: asking for every key whether its mention is there costs as much as
-- storing it, and whoever deletes mentions takes their keys along.
create table twin_keys (
  key        bigint not null,
  mention_id bigint not null,
  primary key (mention_id, key)
);
create index twin_keys_by_key on twin_keys (key, mention_id);

create or replace view countable_mentions as
select m.id as mention_id, m.revision, m.source_id, coalesce(m.location_id, 0) as location_id,
       least(coalesce(m.published_at, m.collected_at), m.collected_at) as counted_at,
       m.published_at is not null as is_dated,
       person.label,
       case when person.label = m.label
              or (person.label = 'positive' and m.compound_e4 > 0)
              or (person.label = 'negative' and m.compound_e4 < 0) then m.compound_e4 else 0 end as compound_e4,
       case when m.rating_max > m.rating_min
            then round(100 + 400 * least(1, greatest(0,
                 (m.rating_value - m.rating_min) / (m.rating_max - m.rating_min))))::int end as stars_e2,
       coalesce(m.reach, 0) as reach,
       m.is_conflict
  from mentions m
 cross join lateral (
       select case when m.override_revision = m.revision then coalesce(m.override_label, m.label)
                   else m.label end as label) as person
 where m.removed_at is null
   and m.label is not null
   and m.duplicate_of is null;
