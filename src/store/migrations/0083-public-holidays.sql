-- Whose public holidays are days off besides those in `holidays`: a country ("DE") or a part of one ("DE-BE").
alter table business_hours add column holiday_region text;
