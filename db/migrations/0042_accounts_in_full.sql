-- Accounts in full: usernames, second factors, passkeys, one-time codes on paper, keys, and what a session has proved.

-- An account needs no e-mail: a username that a group lead or coordinator gives is enough.
alter table accounts
  alter column email drop not null,
  alter column email_key drop not null,
  add column username text,
  -- Folded, as it is looked up.
  add column username_key text,
  -- Who made it, and how she came: null for the operator's and the kits'.
  add column made_by uuid,
  add column first_signed_in_at timestamptz,
  add constraint accounts_reached check (email_key is not null or username_key is not null),
  add constraint accounts_username unique (network_id, username_key);

alter table grants
  drop constraint grants_role_check,
  add constraint grants_role_check check (role in ('supporter', 'member', 'lead', 'coordinator', 'administrator', 'auditor')),
  -- Who ended it before its time, and why.
  add column ended_by uuid,
  add column end_reason text;
create index on grants (network_id, role);

alter table sessions
  drop constraint sessions_opened_by_check,
  add constraint sessions_opened_by_check check (opened_by in ('passphrase', 'link', 'passkey', 'code')),
  -- Half open: the passphrase or link was right, the second factor is still asked for. Opens nothing.
  add column half boolean not null default false,
  -- Kept on a device of her own (14 days unused, 90 in all), or on a shared one (two hours, twelve in all).
  add column stay boolean not null default true,
  -- When the second factor was last given in it; null: never.
  add column second_at timestamptz,
  -- When she last proved who she is: at its opening, or when a dangerous act asked again.
  add column proved_at timestamptz,
  -- Her private key, closed with a key that is made from the session's token, which only her browser has.
  add column key_wrapped bytea;
update sessions set proved_at = created_at;
alter table sessions alter column proved_at set not null;

alter table sign_in_links
  -- Of an invitation: good for days, and said in other words.
  add column invitation boolean not null default false;

-- Codes of an authenticator app (RFC 6238). The secret is closed with the installation's.
create table totp_secrets (
  network_id uuid not null,
  account_id uuid not null,
  secret_closed bytea not null,
  created_at timestamptz not null,
  -- Null until a first code was typed: only then it counts.
  confirmed_at timestamptz,
  -- The time step of the last code taken: no code is taken twice.
  last_step bigint not null default 0,
  primary key (network_id, account_id),
  foreign key (network_id, account_id) references accounts on delete cascade
);
select casement_tenant('totp_secrets');

-- Codes on paper, each good once. 'second': a second factor (recovery codes, printed codes). 'sign-in': opens an account
-- that has no e-mail, or whose access was restored.
create table paper_codes (
  network_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  purpose text not null check (purpose in ('second', 'sign-in')),
  code_hash bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  used_at timestamptz,
  primary key (network_id, id),
  unique (network_id, account_id, code_hash),
  foreign key (network_id, account_id) references accounts on delete cascade
);
select casement_tenant('paper_codes');

create table passkeys (
  network_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  -- Its own words for it: "my phone".
  name text not null,
  credential_id text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  created_at timestamptz not null,
  used_at timestamptz,
  primary key (network_id, id),
  unique (network_id, credential_id),
  foreign key (network_id, account_id) references accounts on delete cascade
);
create index on passkeys (network_id, account_id);
select casement_tenant('passkeys');

-- What a browser is asked to sign, once, within minutes. Without an account: at the sign-in page, before we know who.
create table passkey_challenges (
  network_id uuid not null references networks,
  id uuid not null,
  account_id uuid,
  challenge text not null,
  expires_at timestamptz not null,
  primary key (network_id, id),
  unique (network_id, challenge),
  foreign key (network_id, account_id) references accounts on delete cascade
);
select casement_tenant('passkey_challenges');

-- The same private key, closed once more for another way in. The one for the passphrase is accounts.private_key_wrapped.
create table key_wraps (
  network_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  -- 'kit': the printed recovery kit. 'code': the printed code with which she came. 'former': a passphrase that was reset.
  -- 'passkey': what a passkey derives (WebAuthn PRF).
  kind text not null check (kind in ('kit', 'code', 'former', 'passkey')),
  passkey_id uuid,
  salt bytea not null,
  -- Null where the key needs no stretching (passkey).
  params jsonb,
  wrapped bytea not null,
  created_at timestamptz not null,
  -- A kit counts once it was typed back.
  tested_at timestamptz,
  primary key (network_id, id),
  foreign key (network_id, account_id) references accounts on delete cascade,
  foreign key (network_id, passkey_id) references passkeys on delete cascade
);
create index on key_wraps (network_id, account_id);
select casement_tenant('key_wraps');

-- Browsers in which an account was opened before: a random mark in a cookie that lets nobody in.
create table known_browsers (
  network_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  mark_hash bytea not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (network_id, id),
  unique (network_id, account_id, mark_hash),
  foreign key (network_id, account_id) references accounts on delete cascade
);
create index on known_browsers (network_id, last_at);
select casement_tenant('known_browsers');

-- What happened to an account that its owner should hear of, by mail and on her account page.
create table account_notices (
  network_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  kind text not null check (kind in ('new-device', 'passphrase', 'factor-added', 'factor-removed', 'access-restored', 'new-key')),
  at timestamptz not null,
  device text,
  primary key (network_id, id),
  foreign key (network_id, account_id) references accounts on delete cascade
);
create index on account_notices (network_id, account_id);
create index on account_notices (network_id, at);
select casement_tenant('account_notices');
