-- Finds a mention again whose source has given it a new id: by its moment, or, where it has none, by its content.
-- Every mention is in exactly one of the two.
create index mentions_by_moment on mentions (source_id, published_at) where published_at is not null;
create index undated_mentions_by_content on mentions (source_id, content_hash) where published_at is null;
