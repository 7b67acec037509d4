-- When a source that is looked at again last showed an answer; null: nobody looks again, as with an import.
alter table survey_responses add column seen_at timestamptz;
update survey_responses
   set seen_at = collected_at
 where source_id in (select id from sources where kind not in ('import', 'webhook', 'micro-survey'));
create index survey_responses_seen on survey_responses (source_id, seen_at)
 where seen_at is not null and removed_at is null;
