import type { View } from '../../../platform/http/index.ts';
import { languageLabel } from '../../../platform/i18n/index.ts';
import { Document } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Issue, type Place, type Pointing, References } from '../../vocabularies/index.ts';
import type { AffiliatedWoman } from '../people.ts';
import { type Service, statusKey } from '../services.ts';
import type { ShownOrganisation } from '../shown.ts';

export type ShowProps = {
  v: View;
  organisation: ShownOrganisation;
  issues: Issue[];
  /** Its country and finer place, as far as they are shown. */
  places: Place[];
  women: AffiliatedWoman[];
  services: Service[];
  references: Pointing;
  /** The reader may change the page. */
  editor: boolean;
};

/** One organisation: what it is, what it does, knows and offers, who works with it, and what here points to it. */
export function OrganisationPage({ v, organisation, issues, places, women, services, references, editor }: ShowProps) {
  const t = v.t;
  const about = organisation.about ? v.text(organisation.about) : '';
  return (
    <Document v={v} title={organisation.name} description={about || undefined}>
      <div class="wrap page flow">
        <nav class="crumbs" aria-label={t('ui.crumbs')}>
          <a href={urls.organisations.list(v.at)}>{t('organisations.title')}</a>
        </nav>
        <h1 class="small">{organisation.name}</h1>
        {organisation.kind && (
          <p>
            <small>{t(`organisations.kind.${organisation.kind}`)}</small>
          </p>
        )}
        {organisation.sample && <p class="notice">{t('organisations.sample')}</p>}
        {organisation.closedAt && (
          <p class="notice">{t('organisations.closed', { date: v.date(organisation.closedAt) })}</p>
        )}
        {editor && (
          <p>
            <a class="button plain" href={urls.organisations.edit(v.at, organisation.id)}>
              {t('organisations.edit.link')}
            </a>
          </p>
        )}
        {about && (
          <p class="lead" {...v.tongue(organisation.about)}>
            {about}
          </p>
        )}
        <Facts v={v} organisation={organisation} places={places} />
        {issues.length > 0 && (
          <>
            <h2>{t('organisations.field.issues')}</h2>
            <ul class="tags">
              {issues.map((issue) => (
                <li>
                  <a href={urls.vocabularies.issue(v.at, issue.id)} {...v.tongue(issue.labelIn)}>
                    {issue.label}
                  </a>
                </li>
              ))}
            </ul>
          </>
        )}
        {services.length > 0 && (
          <>
            <h2>{t('organisations.field.services')}</h2>
            <ul>
              {services.map((service) => (
                <li>
                  <a href={urls.organisations.service(v.at, organisation.slug, service.id)}>{service.name}</a>
                  {service.status !== 'active' && <small> {t(statusKey(service.status))}</small>}
                </li>
              ))}
            </ul>
          </>
        )}
        {women.length > 0 && (
          <>
            <h2>{t('organisations.field.people')}</h2>
            <ul>
              {women.map((woman) => (
                <li>
                  {woman.name}
                  {woman.position && <small> {woman.position}</small>}
                </li>
              ))}
            </ul>
          </>
        )}
        {references.groups.length > 0 && (
          <References v={v} references={references} here={urls.organisations.show(v.at, organisation.slug)} />
        )}
      </div>
    </Document>
  );
}

/** Where it is, how it is reached, in which languages: a line each, and none that would be empty. */
function Facts({ v, organisation, places }: { v: View; organisation: ShownOrganisation; places: Place[] }) {
  const t = v.t;
  const { offers = [], languages = [], website, email, phone, postal_address: address } = organisation;
  return (
    <dl class="facts">
      {places.length > 0 && (
        <>
          <dt>{t('organisations.field.place')}</dt>
          <dd>
            {places.map((place, at) => (
              <>
                {at > 0 && ', '}
                <a href={urls.vocabularies.place(v.at, place.id)} {...v.tongue(place.labelIn)}>
                  {place.label}
                </a>
              </>
            ))}
          </dd>
        </>
      )}
      {languages.length > 0 && (
        <>
          <dt>{t('organisations.field.languages')}</dt>
          <dd>{languages.map((code) => languageLabel(v.locale, code)).join(', ')}</dd>
        </>
      )}
      {offers.length > 0 && (
        <>
          <dt>{t('organisations.field.offers')}</dt>
          <dd>{offers.map((offer) => t(`organisations.offer.${offer}`)).join(', ')}</dd>
        </>
      )}
      {website && (
        <>
          <dt>{t('organisations.field.website')}</dt>
          <dd>
            <a href={website} rel="noopener noreferrer">
              {website.replace(/^https?:\/\//i, '').replace(/\/$/, '')}
            </a>
          </dd>
        </>
      )}
      {email && (
        <>
          <dt>{t('organisations.field.email')}</dt>
          <dd>
            <a href={`mailto:${email}`}>{email}</a>
          </dd>
        </>
      )}
      {phone && (
        <>
          <dt>{t('organisations.field.phone')}</dt>
          <dd>
            <a href={`tel:${phone.replace(/[^+\d]/g, '')}`} dir="ltr">
              {phone}
            </a>
          </dd>
        </>
      )}
      {address && (
        <>
          <dt>{t('organisations.field.postal_address')}</dt>
          <dd class="lines" dir="auto">
            {address}
          </dd>
        </>
      )}
    </dl>
  );
}
