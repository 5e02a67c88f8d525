import type { View } from '../../../platform/http/index.ts';
import { AboutWhat } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { mayKeepOfficials } from '../access.ts';
import { sourceWords } from '../source.ts';
import { telephoneLink } from '../telephone.ts';
import type { Contact, Serving } from '../types.ts';

/** One post: who serves in it, for which district, how she is reached, and where that is known from. */
export function ServingCard({ v, serving, level: Heading }: { v: View; serving: Serving; level: 'h2' | 'h4' }) {
  const { official, division } = serving;
  return (
    <div class="flow">
      <Heading class="h3" {...(official ? {} : v.tongue(serving.label))}>
        {official ? [official.honorific, official.name].filter(Boolean).join(' ') : v.text(serving.label)}
      </Heading>
      <p {...v.tongue(serving.label)}>
        {[official ? v.text(serving.label) : '', division ? v.text(division.name) : '', official?.party ?? '']
          .filter(Boolean)
          .join(' · ')}
      </p>
      {serving.state === 'vacant' && <p>{v.t('representatives.vacant')}</p>}
      {serving.state === 'unknown' && <p>{v.t('representatives.untold')}</p>}
      {official && <Contacts v={v} contacts={official.contacts} country={serving.role.body.country} />}
      <Source v={v} source={serving.source} asOf={serving.asOf} />
      {serving.postId && (
        <p>
          <small>
            <a href={urls.representatives.report(v.at, serving.postId)} rel="nofollow">
              {v.t('representatives.report.link')}
              <AboutWhat v={v} text={servingTitle(v, serving)} />
            </a>
            {mayKeepOfficials(v.actor) && (
              <>
                {' · '}
                <a href={urls.representatives.correction(v.at, serving.postId)}>
                  {v.t('representatives.correct.link')}
                  <AboutWhat v={v} text={servingTitle(v, serving)} />
                </a>
              </>
            )}
          </small>
        </p>
      )}
    </div>
  );
}

/** Whose post it is, in one line: name, office, district. */
export const servingTitle = (v: View, { official, label, division }: Serving): string =>
  [
    official ? [official.honorific, official.name].filter(Boolean).join(' ') : '',
    v.text(label),
    division ? v.text(division.name) : '',
  ]
    .filter(Boolean)
    .join(', ');

/** Where a fact comes from, and of which day it is. */
export function Source({ v, source, asOf }: { v: View; source: string | null; asOf: string | null }) {
  if (!source || !asOf) return null;
  return <small>{v.t('representatives.source', { source: sourceWords(v, source), date: v.date(asOf) })}</small>;
}

/** Every way to reach her; where no e-mail address is known, that is said, for it is what most look for first. */
function Contacts({ v, contacts, country }: { v: View; contacts: Contact[]; country: string }) {
  if (contacts.length === 0) return <p>{v.t('representatives.unreachable')}</p>;
  return (
    <>
      {!contacts.some(({ kind }) => kind === 'email') && <p>{v.t('representatives.noEmail')}</p>}
      <ul>
        {contacts.map((contact) => (
          <li>
            {contact.kind !== 'form' && `${contactLabel(v, contact.kind)}${v.t('ui.colon')} `}
            <ContactValue v={v} contact={contact} country={country} />
            {contact.note && ` (${contact.note})`}
          </li>
        ))}
      </ul>
    </>
  );
}

function ContactValue({ v, contact: { kind, value }, country }: { v: View; contact: Contact; country: string }) {
  if (kind === 'email') return <a href={`mailto:${encodeURIComponent(value).replace('%40', '@')}`}>{value}</a>;
  if (kind === 'phone') return <a href={telephoneLink(value, country)}>{value}</a>;
  if (kind === 'form' || kind === 'website') {
    // A form's own address is long and says little: whose server it is says enough.
    const { host } = new URL(value);
    return (
      <a href={value} rel="noreferrer nofollow">
        {kind === 'form' ? v.t('representatives.form.write', { host }) : value}
      </a>
    );
  }
  if (kind === 'fax') return <span>{value}</span>;
  return (
    <address>
      {value.split('\n').map((part, i) => (
        <>
          {i > 0 && <br />}
          {part}
        </>
      ))}
    </address>
  );
}

/** The name of a way to reach somebody. */
export function contactLabel(v: View, kind: Contact['kind']): string {
  if (kind === 'form') return v.t('representatives.contact.form');
  if (kind === 'email') return v.t('representatives.contact.email');
  if (kind === 'phone') return v.t('representatives.contact.phone');
  if (kind === 'fax') return v.t('representatives.contact.fax');
  if (kind === 'address') return v.t('representatives.contact.address');
  return v.t('representatives.contact.website');
}
