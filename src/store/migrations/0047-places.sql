-- How much each part counts for in the index of a place or of the brand; a part without a row counts as shipped.
create table index_weights (
  part   text primary key,
  weight int not null check (weight between 0 and 100),
  author text not null,
  at     timestamptz not null
);

-- A manager answers for places and sees these and nothing else.
alter table users drop constraint users_role_check;
alter table users add constraint users_role_check
  check (role in ('viewer', 'analyst', 'agent', 'admin', 'manager'));
alter table users add column location_ids bigint[] not null default '{}';

-- The weekly mail to a manager about one of their places: which digest it is, so that it ends with the right to see it.
create table place_mails (
  user_id     bigint not null references users on delete cascade,
  location_id bigint not null references locations on delete cascade,
  digest_id   bigint not null references digests on delete cascade,
  primary key (user_id, location_id)
);
