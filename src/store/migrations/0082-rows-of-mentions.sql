-- What is written for each mention, several rows at a time, has no foreign keys: looking up every row's mention and topic
-- costs about as much as writing it. These triggers take the rows along, once a statement.
create function take_rows_along() returns trigger language plpgsql as $$
begin
  execute format('delete from %I where %I in (select id from gone)', tg_argv[0], tg_argv[1]);
  return null;
end $$;

alter table mention_emotions
  drop constraint mention_emotions_mention_id_fkey,
  drop constraint mention_emotions_topic_id_fkey;
create trigger mentions_take_their_emotions_along
  after delete on mentions referencing old table as gone
  for each statement execute function take_rows_along('mention_emotions', 'mention_id');
create trigger topics_take_their_emotions_along
  after delete on topics referencing old table as gone
  for each statement execute function take_rows_along('mention_emotions', 'topic_id');

alter table mention_aspects
  drop constraint mention_aspects_mention_id_fkey,
  drop constraint mention_aspects_topic_id_fkey;
create trigger mentions_take_their_aspects_along
  after delete on mentions referencing old table as gone
  for each statement execute function take_rows_along('mention_aspects', 'mention_id');
create trigger topics_take_their_aspects_along
  after delete on topics referencing old table as gone
  for each statement execute function take_rows_along('mention_aspects', 'topic_id');

-- Keys of twins have one index: each mention knows the keys it is listed under. They are made in another way than before,
-- so all of them are made anew, by the job that goes over everything when the rule of twins has changed.
alter table mentions add column twin_keys bigint[] not null default '{}';
truncate twin_keys;
alter table twin_keys drop constraint twin_keys_pkey;
drop index twin_keys_by_key;
alter table twin_keys add primary key (key, mention_id);
update workspace set twins_revision = twins_revision + 1;

create function drop_twin_keys() returns trigger language plpgsql as $$
begin
  delete from twin_keys k
   using (select id, unnest(twin_keys) as key from gone) as g
   where k.key = g.key
     and k.mention_id = g.id;
  return null;
end $$;
create trigger mentions_take_their_twin_keys_along
  after delete on mentions referencing old table as gone
  for each statement execute function drop_twin_keys();
