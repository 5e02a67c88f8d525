-- The auditor reads the log by noun and by who acted, paged by key.
create index on audit (network_id, noun, id);
create index on audit (network_id, actor_id, id) where actor_kind = 'account';
