-- What this workspace's words mean. `rules_revision` rises with every change of a rule or of the chosen domains, so
-- that a worker holding yesterday's words notices before it writes; see topics_revision.
alter table workspace
  add column rules_revision bigint not null default 1,
  add column domains        text[] not null default '{}';

create table lexicon_rules (
  id              bigint generated always as identity primary key,
  pattern         text not null,
  -- null: every language
  language        text,
  -- null: every mention; else those of this topic
  topic_id        bigint references topics on delete cascade,
  -- 0: means nothing here
  valence         real not null check (valence between -4 and 4),
  note            text not null default '',
  author          text not null,
  -- the corrected mention it was made from
  from_mention_id bigint references mentions on delete set null,
  enabled         boolean not null default true,
  created_at      timestamptz not null,
  changed_at      timestamptz not null
);
create unique index lexicon_rules_once
  on lexicon_rules (lower(pattern), coalesce(language, ''), coalesce(topic_id, 0));
create index lexicon_rules_by_mention on lexicon_rules (from_mention_id) where from_mention_id is not null;

-- Which mentions a rule touches as they are counted, and the label each would have without it.
create table rule_effects (
  mention_id    bigint not null references mentions on delete cascade,
  rule_id       bigint not null references lexicon_rules on delete cascade,
  without_label text not null,
  primary key (mention_id, rule_id)
);
create index rule_effects_by_rule on rule_effects (rule_id, mention_id);

-- How many mentions are still counted with other words is asked while a page waits.
create index mentions_by_lexicon on mentions (lexicon_version) where lexicon_version is not null;
create index mentions_overridden on mentions (id) where override_label is not null;

-- A drawn sample of mentions whose labels people check: how it was drawn, and from how many.
create table label_samples (
  id              bigint generated always as identity primary key,
  seed            text not null,
  -- first and last day of what it was drawn from, in the workspace's time zone; null: no end
  from_day        date,
  to_day          date,
  lexicon_version text not null,
  drawn_by        text not null,
  drawn_at        timestamptz not null
);

create table label_sample_strata (
  sample_id  bigint not null references label_samples on delete cascade,
  label      text not null,
  language   text not null,
  population bigint not null,
  drawn      int not null,
  primary key (sample_id, label, language)
);

create table label_sample_items (
  sample_id    bigint not null references label_samples on delete cascade,
  position     int not null,
  mention_id   bigint not null references mentions on delete cascade,
  -- an answer holds for the text that was read
  content_hash text not null,
  -- as drawn
  label        text not null,
  language     text not null,
  confidence   real not null,
  -- a person's; 'skipped' where the person could not say
  answer       text check (answer in ('positive', 'neutral', 'negative', 'skipped')),
  answered_by  text,
  answered_at  timestamptz,
  -- the answer contradicted the label and corrected it; taking it back takes that back
  has_corrected boolean not null default false,
  primary key (sample_id, position),
  unique (sample_id, mention_id)
);
create index label_sample_items_by_mention on label_sample_items (mention_id);

-- What people say a mention's label is, where they have said it of the text as it stands: a correction, or the latest
-- answer to a drawn sample. A correction stands above, for it is what counts.
create view judged_mentions as
select m.id as mention_id, m.override_label as truth, 'correction' as origin
  from mentions m
 where m.override_label is not null
   and m.override_revision = m.revision
   and m.removed_at is null
 union all
select mention_id, answer, 'check'
  from (select distinct on (i.mention_id) i.mention_id, i.answer
          from label_sample_items i
          join mentions m on m.id = i.mention_id
         where i.answer in ('positive', 'neutral', 'negative')
           and i.content_hash = m.content_hash
           and m.removed_at is null
           and (m.override_label is null or m.override_revision is distinct from m.revision)
         order by i.mention_id, i.answered_at desc) latest;
