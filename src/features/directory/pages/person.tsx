import type { View } from '../../../platform/http/index.ts';
import { languageLabel } from '../../../platform/i18n/index.ts';
import { Document } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { PersonCard } from '../card.ts';
import { filterQuery } from '../filter.ts';

/** A woman as this reader may see her. */
export function PersonPage({ v, card, own, fillIn }: { v: View; card: PersonCard; own: boolean; fillIn: boolean }) {
  return (
    <Document v={v} title={card.name ?? ''} section="directory" unlisted>
      <div class="wrap page flow">
        <nav class="crumbs" aria-label={v.t('ui.crumbs')}>
          <a href={urls.directory.list(v.at)}>{v.t('directory.title')}</a>
        </nav>
        <h1 class="small">{card.name}</h1>
        <PersonFacts v={v} card={card} />
        <p class="actions">
          <a class="button plain" href={urls.directory.card(v.at, card.id)}>
            {v.t('directory.vcard')}
          </a>
          {own && (
            <a class="button plain" href={urls.directory.profile(v.at)}>
              {v.t('directory.profile.edit')}
            </a>
          )}
          {fillIn && (
            <a class="button plain" href={urls.directory.fillIn(v.at, card.id)}>
              {v.t('directory.fillIn')}
            </a>
          )}
        </p>
      </div>
    </Document>
  );
}

/** What she tells of herself, as far as it is in `card`. How she may safely be reached comes first. */
export function PersonFacts({ v, card }: { v: View; card: PersonCard }) {
  const t = v.t;
  const { organisations = [], languages = [], expertise = [], offers = [], seeks = [] } = card;
  const site = (address: string) => address.replace(/^https?:\/\//i, '').replace(/\/$/, '');
  return (
    <div class="flow">
      {card.sample && v.network.sample && <p class="quiet">{t('directory.sample')}</p>}
      {(card.pronounced || card.pronouns) && (
        <p class="quiet">
          {card.pronounced && t('directory.spoken', { how: card.pronounced })}
          {card.pronounced && card.pronouns && ' · '}
          {card.pronouns}
        </p>
      )}
      {card.safe_contact && (
        <p class="notice">
          <b>{t('directory.field.safe_contact')}</b>: {card.safe_contact}
        </p>
      )}
      {card.about && (
        <p class="lines" dir="auto">
          {card.about}
        </p>
      )}
      {card.lived && (
        <p class="lines">
          <b>{t('directory.lived.says')}</b> {card.lived.words}
        </p>
      )}
      <dl class="facts">
        {organisations.length > 0 && (
          <>
            <dt>{t('directory.field.organisations')}</dt>
            <dd>
              {organisations.map((one, at) => (
                <>
                  {at > 0 && <br />}
                  <a href={urls.organisations.show(v.at, one.slug)}>{one.name}</a>
                  {one.position && `, ${one.position}`}
                </>
              ))}
            </dd>
          </>
        )}
        {(card.country || card.place) && (
          <>
            <dt>{t('directory.field.country')}</dt>
            <dd>{[card.place, card.country].filter(Boolean).join(', ')}</dd>
          </>
        )}
        {languages.length > 0 && (
          <>
            <dt>{t('directory.field.languages')}</dt>
            <dd>{languages.map((code) => languageLabel(v.locale, code)).join(', ')}</dd>
          </>
        )}
        {expertise.length > 0 && (
          <>
            <dt>{t('directory.field.expertise')}</dt>
            <dd>
              <ul class="tags">
                {expertise.map((issue) => (
                  <li>
                    <a
                      href={urls.directory.list(v.at, filterQuery({ q: '', type: undefined, issue: issue.id }))}
                      {...v.tongue(issue.labelIn)}
                    >
                      {issue.label}
                    </a>
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
        {offers.length > 0 && (
          <>
            <dt>{t('directory.field.offers')}</dt>
            <dd>{offers.map((offer) => t(`directory.offer.${offer}`)).join(', ')}</dd>
          </>
        )}
        {seeks.length > 0 && (
          <>
            <dt>{t('directory.field.seeks')}</dt>
            <dd>{seeks.map((offer) => t(`directory.offer.${offer}`)).join(', ')}</dd>
          </>
        )}
        {card.email && (
          <>
            <dt>{t('directory.field.email')}</dt>
            <dd>
              <a href={`mailto:${card.email}`}>{card.email}</a>
            </dd>
          </>
        )}
        {card.phone && (
          <>
            <dt>{t('directory.field.phone')}</dt>
            <dd>
              <a href={`tel:${card.phone.replace(/[^\d+]/g, '')}`}>{card.phone}</a>
            </dd>
          </>
        )}
        {card.website && (
          <>
            <dt>{t('directory.field.website')}</dt>
            <dd>
              <a href={card.website} rel="nofollow noreferrer">
                {site(card.website)}
              </a>
            </dd>
          </>
        )}
      </dl>
    </div>
  );
}
