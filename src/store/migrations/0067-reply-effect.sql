-- What a mention was like before its author changed it: stars, compound and label of the words that were there.
create table mention_changes (
  mention_id  bigint not null references mentions on delete cascade,
  at          timestamptz not null,
  stars       real,
  compound_e4 int,
  label       text,
  primary key (mention_id, at)
);

create function stars_of(value double precision, low double precision, high double precision) returns real
  language sql immutable
  return case when high > low then 1 + 4 * least(1, greatest(0, (value - low) / (high - low))) end;

-- Statements are told apart at the ends of lines, so those in the body share one.
create function keep_mention_change() returns trigger language plpgsql as $$
begin
  insert into mention_changes (mention_id, at, stars, compound_e4, label)
  values (old.id, coalesce(new.edited_at, new.collected_at),
          stars_of(old.rating_value, old.rating_min, old.rating_max), old.compound_e4, old.label)
      on conflict do nothing; return null; end $$;

-- Only what its author changed: a person's label or other words of a lexicon leave the revision as it is.
create trigger mentions_keep_change
 after update of revision on mentions
   for each row when (new.revision > old.revision and old.label is not null)
execute function keep_mention_change();

-- Stars, compound and label of a mention as they were at an instant.
create function mention_as_of(id bigint, instant timestamptz)
returns table (stars real, compound_e4 int, label text) language sql stable as $$
  select case when c.mention_id is null then stars_of(m.rating_value, m.rating_min, m.rating_max) else c.stars end,
         case when c.mention_id is null then m.compound_e4 else c.compound_e4 end,
         case when c.mention_id is null then m.label else c.label end
    from mentions m
    left join lateral (
         select * from mention_changes c where c.mention_id = m.id and c.at > instant order by c.at limit 1) as c on true
   where m.id = $1
$$;
