-- Who asked for the network's mails by the public form. Whether she gets them stands on the consent ledger alone; a row here is
-- her private address, and the question that her mailbox has not answered yet.
create table mailing_signups (
  network_id uuid not null references networks,
  id uuid not null,
  person_id uuid not null,
  -- waiting: the mail with the button was sent; settled: she answered it.
  state text not null check (state in ('waiting', 'settled')),
  locale text not null,
  wording_id uuid not null,
  asked_at timestamptz not null,
  mailed_at timestamptz not null,
  settled_at timestamptz,
  primary key (network_id, id),
  unique (network_id, person_id),
  foreign key (network_id, person_id) references people on delete cascade,
  foreign key (network_id, wording_id) references consent_wordings
);
create index on mailing_signups (network_id, state, asked_at);
select casement_tenant('mailing_signups');
