-- People who are away to let a source read and answer in their name; what they had typed is sealed.
create table sign_ins (
  -- of the text they come back with
  state_hash text primary key,
  -- of the session that has sent them
  session_hash text not null,
  key_id     text not null,
  sealed     text not null,
  expires_at timestamptz not null
);

-- When a sign-in ends whatever happens; null: when it is taken away.
alter table sources add column sign_in_until timestamptz;
