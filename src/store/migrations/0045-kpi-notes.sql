-- What a team says beside its numbers. A number is named by its id ('nps'); one that is no longer there is not shown.
create table kpi_targets (
  kpi    text primary key,
  value  double precision not null,
  set_at timestamptz not null,
  set_by text not null
);

-- A figure of others, with who published it and when.
create table kpi_benchmarks (
  id           bigint generated always as identity primary key,
  kpi          text not null,
  value        double precision not null,
  name         text not null,
  source       text not null,
  published_on date not null,
  added_at     timestamptz not null,
  added_by     text not null,
  unique (kpi, name)
);

-- What happened on a day or over some, marked on every chart.
create table annotations (
  id        bigint generated always as identity primary key,
  kind      text not null check (kind in ('launch', 'campaign', 'outage', 'other')),
  text      text not null,
  first_day date not null,
  last_day  date not null check (last_day >= first_day),
  added_at  timestamptz not null,
  added_by  text not null
);
create index annotations_by_day on annotations (first_day, last_day);
