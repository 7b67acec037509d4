-- What mentions tell of feelings, added up by day. mention_emotions keeps for each mention and topic exactly what was
-- added, so that exactly this can be taken out again; only mentions that tell a feeling have a row. Intensities are
-- whole hundredths, −100 to 100; null: the mention does not touch the axis.
create table mention_emotions (
  mention_id     bigint not null references mentions on delete cascade,
  topic_id       bigint not null references topics on delete cascade,
  source_id      bigint not null,
  location_id    bigint not null,
  counted_at     timestamptz not null,
  satisfaction   smallint,
  liking         smallint,
  acceptance     smallint,
  identification smallint,
  primary key (mention_id, topic_id)
);

create table emotion_days (
  topic_id    bigint not null references topics on delete cascade,
  day         date not null,
  source_id   bigint not null,
  location_id bigint not null,
  satisfaction_n       bigint not null,
  satisfaction_toward  bigint not null,
  satisfaction_away    bigint not null,
  satisfaction_sum     bigint not null,
  satisfaction_squares bigint not null,
  liking_n       bigint not null,
  liking_toward  bigint not null,
  liking_away    bigint not null,
  liking_sum     bigint not null,
  liking_squares bigint not null,
  acceptance_n       bigint not null,
  acceptance_toward  bigint not null,
  acceptance_away    bigint not null,
  acceptance_sum     bigint not null,
  acceptance_squares bigint not null,
  identification_n       bigint not null,
  identification_toward  bigint not null,
  identification_away    bigint not null,
  identification_sum     bigint not null,
  identification_squares bigint not null,
  primary key (topic_id, day, source_id, location_id)
) with (fillfactor = 70);

insert into mention_emotions (mention_id, topic_id, source_id, location_id, counted_at,
       satisfaction, liking, acceptance, identification)
select t.mention_id, t.topic_id, t.source_id, t.location_id, t.counted_at,
       round(100 * (m.emotions->>'satisfaction')::float8)::smallint,
       round(100 * (m.emotions->>'liking')::float8)::smallint,
       round(100 * (m.emotions->>'acceptance')::float8)::smallint,
       round(100 * (m.emotions->>'identification')::float8)::smallint
  from mention_topics t
  join mentions m on m.id = t.mention_id
 where m.emotions <> '{}';
insert into emotion_days
select e.topic_id, (e.counted_at at time zone t.time_zone)::date, e.source_id, e.location_id,
       count(satisfaction), count(*) filter (where satisfaction > 0), count(*) filter (where satisfaction < 0),
       coalesce(sum(satisfaction), 0), coalesce(sum(satisfaction::int * satisfaction), 0),
       count(liking), count(*) filter (where liking > 0), count(*) filter (where liking < 0),
       coalesce(sum(liking), 0), coalesce(sum(liking::int * liking), 0),
       count(acceptance), count(*) filter (where acceptance > 0), count(*) filter (where acceptance < 0),
       coalesce(sum(acceptance), 0), coalesce(sum(acceptance::int * acceptance), 0),
       count(identification), count(*) filter (where identification > 0), count(*) filter (where identification < 0),
       coalesce(sum(identification), 0), coalesce(sum(identification::int * identification), 0)
  from mention_emotions e
  join topics t on t.id = e.topic_id
 group by 1, 2, 3, 4;
