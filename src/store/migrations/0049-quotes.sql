-- What a person has decided about quoting a mention in public. It holds for the text that the person read.
create table quote_permissions (
  mention_id   bigint primary key references mentions on delete cascade,
  is_allowed   boolean not null,
  content_hash text not null,
  -- who gave the permission, and how
  note         text not null default '',
  author       text not null,
  at           timestamptz not null
);
