import type { View } from '../../../platform/http/index.ts';
import type { Contact, Serving } from '../types.ts';

/** One post: who serves in it, for which district, how she is reached, and where that is known from. */
export function ServingCard({ v, serving, level: Heading }: { v: View; serving: Serving; level: 'h2' | 'h4' }) {
  const { official, division } = serving;
  return (
    <div class="flow">
      <Heading class="h3">
        {official ? [official.honorific, official.name].filter(Boolean).join(' ') : v.text(serving.label)}
      </Heading>
      <p>
        {[official ? v.text(serving.label) : '', division ? v.text(division.name) : '', official?.party ?? '']
          .filter(Boolean)
          .join(' · ')}
      </p>
      {serving.state === 'vacant' && <p>{v.t('representatives.vacant')}</p>}
      {serving.state === 'unknown' && <p>{v.t('representatives.untold')}</p>}
      {official && <Contacts v={v} contacts={official.contacts} />}
      <Source v={v} source={serving.source} asOf={serving.asOf} />
    </div>
  );
}

/** Where a fact comes from, and of which day it is. */
export function Source({ v, source, asOf }: { v: View; source: string | null; asOf: string | null }) {
  if (!source || !asOf) return null;
  return <small>{v.t('representatives.source', { source, date: v.date(asOf) })}</small>;
}

function Contacts({ v, contacts }: { v: View; contacts: Contact[] }) {
  if (contacts.length === 0) return <p>{v.t('representatives.unreachable')}</p>;
  return (
    <ul>
      {contacts.map((contact) => (
        <li>
          {label(v, contact.kind)}: <ContactValue contact={contact} />
        </li>
      ))}
    </ul>
  );
}

function ContactValue({ contact: { kind, value } }: { contact: Contact }) {
  if (kind === 'email') return <a href={`mailto:${encodeURIComponent(value).replace('%40', '@')}`}>{value}</a>;
  if (kind === 'phone') return <a href={`tel:${value.replace(/[^\d+]/g, '')}`}>{value}</a>;
  if (kind === 'form' || kind === 'website') {
    return (
      <a href={value} rel="noreferrer nofollow">
        {value}
      </a>
    );
  }
  return <span>{value.replaceAll('\n', ', ')}</span>;
}

function label(v: View, kind: Contact['kind']): string {
  if (kind === 'email') return v.t('representatives.contact.email');
  if (kind === 'phone') return v.t('representatives.contact.phone');
  if (kind === 'fax') return v.t('representatives.contact.fax');
  if (kind === 'address') return v.t('representatives.contact.address');
  if (kind === 'form') return v.t('representatives.contact.form');
  return v.t('representatives.contact.website');
}
