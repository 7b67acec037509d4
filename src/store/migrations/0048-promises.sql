-- What each counted mention says of each part of the product: exactly what was added to the cells below, so that exactly
-- this can be taken out again.
create table mention_aspects (
  mention_id  bigint not null references mentions on delete cascade,
  topic_id    bigint not null references topics on delete cascade,
  aspect      text not null,
  label       text not null,
  counted_at  timestamptz not null,
  -- of counted_at in the topic's time zone
  day         date not null,
  location_id bigint not null, -- 0: no location
  primary key (mention_id, topic_id, aspect)
);
create index mention_aspects_latest on mention_aspects (topic_id, aspect, counted_at desc, mention_id desc);

create table aspect_day_cells (
  topic_id    bigint not null references topics on delete cascade,
  day         date not null,
  location_id bigint not null,
  aspect      text not null,
  positive    bigint not null,
  neutral     bigint not null,
  negative    bigint not null,
  primary key (topic_id, day, aspect, location_id)
) with (fillfactor = 70);

-- What was counted before there were these tables.
insert into mention_aspects (mention_id, topic_id, aspect, label, counted_at, day, location_id)
select distinct on (t.mention_id, t.topic_id, a.aspect)
       t.mention_id, t.topic_id, a.aspect, a.label, t.counted_at,
       (t.counted_at at time zone topics.time_zone)::date, t.location_id
  from mention_topics t
  join topics on topics.id = t.topic_id
  join mentions m on m.id = t.mention_id
 cross join lateral jsonb_to_recordset(coalesce(m.aspects, '[]')) as a (aspect text, label text)
 where a.aspect is not null
   and a.label in ('positive', 'neutral', 'negative')
 order by t.mention_id, t.topic_id, a.aspect, a.label;
insert into aspect_day_cells (topic_id, day, location_id, aspect, positive, neutral, negative)
select topic_id, day, location_id, aspect,
       count(*) filter (where label = 'positive'),
       count(*) filter (where label = 'neutral'),
       count(*) filter (where label = 'negative')
  from mention_aspects
 group by topic_id, day, location_id, aspect;

-- What the company says of itself, and the parts of the product it speaks of.
create table promises (
  id         bigint generated always as identity primary key,
  text       text not null,
  aspects    text[] not null check (cardinality(aspects) > 0),
  -- null: in everything that is heard
  topic_id   bigint references topics on delete cascade,
  author     text not null,
  created_at timestamptz not null
);

-- How far people of the team think it is kept, 0…100; a later word of the same person stands above the earlier one.
create table promise_assessments (
  id         bigint generated always as identity primary key,
  promise_id bigint not null references promises on delete cascade,
  score      int not null check (score between 0 and 100),
  note       text not null default '',
  author     text not null,
  at         timestamptz not null
);
create index promise_assessments_by_promise on promise_assessments (promise_id, id);
