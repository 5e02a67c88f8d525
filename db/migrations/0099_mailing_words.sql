-- The words above the button of the sign-up, as a network wrote them: the newest row of a language counts, one without a wording
-- goes back to Casement's own. Rows are never changed: a form that was opened earlier shows what stood there then.
create table mailing_words (
  network_id uuid not null references networks,
  id uuid not null,
  locale text not null,
  wording_id uuid,
  since timestamptz not null,
  primary key (network_id, id),
  foreign key (network_id, wording_id) references consent_wordings
);
create index on mailing_words (network_id, locale, since);
select casement_tenant('mailing_words');
revoke update, delete on mailing_words from casement_app;

-- A mail to this mailbox came back: nothing more is sent to it until somebody reads a mail of ours there, or a coordinator decides.
alter table mailing_signups add column returned_at timestamptz, add column returned_response text;
-- When the last mail left is known from the outbox, for the mailbox and not for one of the names that share it.
alter table mailing_signups drop column mailed_at;
