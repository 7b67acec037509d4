-- Finds a mention again whose source has given it a new id: by its moment and content, or by its moment and address.
-- Both keys stay narrow where thousands of reviews share one address, one date or one short text, and news is written
-- at their end. An address may be longer than an index takes, so its fingerprint stands for it.
create index mentions_by_content on mentions (source_id, published_at, content_hash);
create index mentions_by_address on mentions (source_id, published_at, md5(url)) where url is not null;
