-- What a person needs to recognise her own sessions, and where a mailed link leads her back to.
alter table sessions
  -- "Firefox, Linux": short, from a closed list; never the browser's whole description of itself.
  add column device text,
  add column opened_by text not null default 'passphrase' check (opened_by in ('passphrase', 'link'));
alter table sign_in_links
  -- A path inside the same network.
  add column next_path text;
create index on sessions (network_id, account_id);
create index on sessions (network_id, expires_at);
create index on sign_in_links (network_id, expires_at);

-- What happened in the last days, for the desk's figures.
create index on actions (network_id, confirmed_at) where counted;

-- The head of each network's sealed audit chain, itself sealed: so that cutting off the end shows.
create table audit_heads (
  network_id uuid primary key references networks,
  position bigint not null,
  seal bytea not null,
  head_seal bytea not null
);
select casement_tenant('audit_heads');
revoke delete on audit_heads from casement_app;
