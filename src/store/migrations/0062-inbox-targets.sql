-- How the inbox works here: what enters, what each part of the score weighs, how long a claim lasts.
create table inbox_settings (
  id       int primary key default 1 check (id = 1),
  settings jsonb not null default '{}'
);
insert into inbox_settings default values;

-- When people are there. One row for the workspace (location 0), one for each location that differs.
create table business_hours (
  location_id bigint primary key,
  -- null: the workspace's
  time_zone   text,
  -- seven lists of [from, to] in minutes of the day, Monday first
  week        jsonb not null,
  holidays    date[] not null default '{}'
);
insert into business_hours (location_id, week)
values (0, '[[[540,1020]],[[540,1020]],[[540,1020]],[[540,1020]],[[540,1020]],[],[]]');

-- Within how many minutes of business time an answer is due. The one that says most about an item holds for it.
create table response_targets (
  id        bigint generated always as identity primary key,
  -- null: whatever it is
  stars_at_least int check (stars_at_least between 1 and 5),
  stars_at_most  int check (stars_at_most between 1 and 5),
  source_id bigint references sources on delete cascade,
  language  text,
  minutes   int not null check (minutes > 0)
);
insert into response_targets (stars_at_least, stars_at_most, minutes)
values (1, 2, 240), (3, 3, 480), (4, 5, 1440), (null, null, 480);
