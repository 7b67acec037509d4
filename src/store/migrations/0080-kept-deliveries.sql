-- The latest deliveries to a source, sealed and for some days only: to see what other settings would make of them.
create table kept_deliveries (
  id          bigint generated always as identity primary key,
  source_id   bigint not null references sources on delete cascade,
  -- the same words again are the same delivery
  digest      text not null,
  key_id      text not null,
  sealed      text not null,
  received_at timestamptz not null,
  unique (source_id, digest)
);
