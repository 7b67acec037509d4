-- In the place of a location: a digest about a whole country or region, by its key.
alter table digests add column area text;
