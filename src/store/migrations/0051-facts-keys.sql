-- Looking up the source and the location of every answer costs a quarter of storing a million of them. Whoever stores
-- answers holds both rows instead (saveFacts), once for all; what is deleted takes its answers and cells along as before.
alter table survey_responses
  drop constraint survey_responses_source_id_fkey,
  drop constraint survey_responses_location_id_fkey;
alter table kpi_days drop constraint kpi_days_source_id_fkey;

create function drop_answers() returns trigger language plpgsql as $$
begin
  delete from survey_responses where source_id in (select id from gone);
  delete from kpi_days where source_id in (select id from gone);
  return null;
end $$;
create trigger sources_take_their_answers_along
  after delete on sources referencing old table as gone
  for each statement execute function drop_answers();

create function forget_location_of_answers() returns trigger language plpgsql as $$
begin
  update survey_responses set location_id = null where location_id in (select id from gone);
  return null;
end $$;
create trigger locations_leave_their_answers
  after delete on locations referencing old table as gone
  for each statement execute function forget_location_of_answers();
