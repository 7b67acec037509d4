-- Survey answers added up by day, so that a year of them is read from a few thousand rows. Sums only, moved by
-- new − old in the transaction that writes the answers. Each answer stands in the row of all, in that of its
-- touchpoint and in that of its segment, where it has them; a day is one of the workspace's time zone.
create table kpi_days (
  kind        text not null,
  dimension   text not null check (dimension in ('all', 'touchpoint', 'segment')),
  value       text not null,
  day         date not null,
  source_id   bigint not null references sources on delete cascade,
  location_id bigint not null, -- 0: no location
  -- seen and not answered
  unanswered  bigint not null,
  low         bigint not null,
  middle      bigint not null,
  high        bigint not null,
  -- on the kind's own scale (NPS 0–10, CSAT 1–5, CES 1–7), in ten-thousandths
  score_e4_sum        bigint not null,
  score_e8_square_sum bigint not null,
  primary key (kind, dimension, value, day, source_id, location_id)
) with (fillfactor = 70);

-- From when to when somebody was a customer, without overlaps: what customer_stays say together, whatever order they
-- came in. Written anew for a customer in the transaction that changes one of the stays.
create table customer_spells (
  customer_id bigint not null references customers on delete cascade,
  started_at  timestamptz not null,
  ended_at    timestamptz,
  primary key (customer_id, started_at)
);
create index customer_spells_by_start on customer_spells (started_at);
create index customer_spells_by_end on customer_spells (ended_at) where ended_at is not null;

-- For the interval of a mean rating.
alter table hour_cells add column stars_e4_square_sum bigint not null default 0;
alter table day_cells add column stars_e4_square_sum bigint not null default 0;
update hour_cells c
   set stars_e4_square_sum = s.squares
  from (select topic_id, date_trunc('hour', counted_at, 'UTC') as hour, source_id, location_id,
               sum(stars_e2::bigint * stars_e2) as squares
          from mention_topics
         where stars_e2 is not null
         group by 1, 2, 3, 4) s
 where (c.topic_id, c.hour, c.source_id, c.location_id) = (s.topic_id, s.hour, s.source_id, s.location_id);
update day_cells c
   set stars_e4_square_sum = s.squares
  from (select t.topic_id, (t.counted_at at time zone topics.time_zone)::date as day, t.source_id, t.location_id,
               sum(t.stars_e2::bigint * t.stars_e2) as squares
          from mention_topics t
          join topics on topics.id = t.topic_id
         where t.stars_e2 is not null
         group by 1, 2, 3, 4) s
 where (c.topic_id, c.day, c.source_id, c.location_id) = (s.topic_id, s.day, s.source_id, s.location_id);

-- Reviews by time and the sources that show replies: for how many are answered, and how fast.
create index mentions_reviews_by_time on mentions (coalesce(published_at, collected_at))
 where kind = 'review' and removed_at is null;
create index mentions_replied on mentions (source_id) where owner_reply is not null;
