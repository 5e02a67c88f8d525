-- A saved search whose owner wants mails is asked once a day, those that wait longest first: with very many of them none waits for ever behind others that find
-- nothing. The index leads to those of a network that are to be asked.
alter table saved_searches add column asked_at timestamptz;
create index on saved_searches (network_id, asked_at) where mail;
