import type { View } from '../../../../platform/http/index.ts';
import { languageIn } from '../../../../platform/i18n/index.ts';
import { Document, ErrorSummary, Field, type FormState, Markdown, PostButton, Select } from '../../../../ui/index.ts';
import { urls } from '../../../../urls.ts';
import { type About, AboutLists } from '../../../spine/index.ts';
import { mayChange, mayReview } from '../../access.ts';
import { countryName, langOf, type Names, Organisation } from '../../pages/parts.tsx';
import { type Practice, parts } from '../practice.ts';
import { PracticeState, wordsOf } from './list.tsx';

type Props = Names & {
  v: View;
  practice: Practice;
  /** What it is about, as far as the reader may know. */
  about: About;
  organisations: { id: string; name: string }[];
  state: FormState;
  useId: string;
};

/** One practice: the problem, what was done, what came of it, for whom it did not work, and where it was taken up. */
export function PracticePage({ v, practice, about, organisations, state, useId, ...names }: Props) {
  const t = v.t;
  const words = wordsOf(v, practice);
  const member = v.can('member', 'lead', 'coordinator');
  const labels = { use_country: t('exchange.where'), changed: t('exchange.practices.changed') };
  return (
    <Document
      v={v}
      title={words.title}
      description={words.problem.split('\n')[0]}
      worded={words.locale}
      unlisted={practice.state !== 'published' || !practice.public}
      islands={['error-summary']}
    >
      <article class="wrap page narrow flow">
        <nav class="crumbs" aria-label={t('ui.crumbs')}>
          <a href={urls.practices.list(v.at)}>{t('exchange.practices.title')}</a>
        </nav>
        <ErrorSummary v={v} state={state} labels={labels} />
        {practice.sample && <p class="notice">{t('exchange.sample')}</p>}
        {practice.state !== 'published' && (
          <p class="notice">
            <PracticeState v={v} practice={practice} />
          </p>
        )}
        {words.locale !== v.locale && (
          <p class="notice">{t('exchange.otherLanguage', { language: languageIn(v.locale, words.locale) })}</p>
        )}
        <h1 class="small" lang={langOf(v, words.locale)} dir="auto">
          {words.title}
        </h1>
        <dl class="facts">
          {practice.country && (
            <>
              <dt>{t('exchange.where')}</dt>
              <dd>
                <a href={urls.vocabularies.place(v.at, practice.country)}>{countryName(names, practice.country)}</a>
              </dd>
            </>
          )}
          {practice.organisation && (
            <>
              <dt>{t('exchange.by')}</dt>
              <dd>
                <Organisation v={v} name={practice.organisation} slug={practice.organisationSlug} />
              </dd>
            </>
          )}
          {practice.began !== null && (
            <>
              <dt>{t('exchange.practices.began')}</dt>
              <dd>{practice.began}</dd>
            </>
          )}
        </dl>
        {parts
          .filter((part) => words[part] !== '')
          .map((part) => (
            <section class="flow">
              <h2>{t(`exchange.practices.part.${part}`)}</h2>
              <div class="flow" lang={langOf(v, words.locale)} dir="auto">
                <Markdown text={words[part]} />
              </div>
            </section>
          ))}
        {practice.links.length > 0 && (
          <section class="flow">
            <h2>{t('exchange.practices.links')}</h2>
            <ul>
              {practice.links.map((link) => (
                <li>
                  <a href={link.url} rel="noreferrer">
                    {link.label}
                  </a>
                </li>
              ))}
            </ul>
          </section>
        )}
        <AboutLists v={v} about={about} />
        {(mayReview(v.actor) || (mayChange(v.actor, practice) && practice.state !== 'published')) && (
          <p class="screen">
            <a class="button plain" href={urls.practices.edit(v.at, practice.slug)}>
              {t('exchange.edit.link')}
            </a>
          </p>
        )}
        <Uses v={v} practice={practice} names={names} />
        {member && practice.state === 'published' && (
          <details class="fold screen" open={Object.keys(state.errors).length > 0 || undefined}>
            <summary>
              <b>{t('exchange.practices.takeUp')}</b>
            </summary>
            <form class="form" method="post" action={urls.practices.uses(v.at, practice.slug)} novalidate>
              <input type="hidden" name="id" value={useId} />
              <Select
                v={v}
                name="use_country"
                label={labels.use_country}
                state={state}
                required
                options={[
                  { value: '', label: t('exchange.practices.chooseCountry') },
                  ...names.countries.map((one) => ({ value: one.id, label: one.label })),
                ]}
              />
              {organisations.length > 0 && (
                <Select
                  v={v}
                  name="use_organisation"
                  label={t('exchange.field.organisation')}
                  state={state}
                  options={[
                    { value: '', label: t('exchange.byMember') },
                    ...organisations.map((one) => ({ value: one.id, label: one.name })),
                  ]}
                />
              )}
              <Field
                v={v}
                name="use_began"
                label={t('exchange.practices.began')}
                state={state}
                inputmode="numeric"
                maxlength={4}
              />
              <Field
                v={v}
                name="changed"
                label={labels.changed}
                hint={t('exchange.practices.changed.hint')}
                state={state}
                rows={5}
                required
              />
              <div>
                <button type="submit" class="button">
                  {t('exchange.practices.takeUp.save')}
                </button>
              </div>
            </form>
          </details>
        )}
      </article>
    </Document>
  );
}

/** Where else it was tried, and what changed on the way. */
function Uses({ v, practice, names }: { v: View; practice: Practice; names: Names }) {
  const t = v.t;
  if (practice.uses.length === 0) return null;
  return (
    <section class="flow">
      <h2>{t('exchange.practices.uses')}</h2>
      {practice.uses.map((use) => (
        <div class="group flow">
          <h3>
            {countryName(names, use.country)}
            {use.organisation && (
              <>
                {' · '}
                <Organisation v={v} name={use.organisation} slug={use.organisationSlug} />
              </>
            )}
            {use.began !== null && ` · ${use.began}`}
          </h3>
          <p class="said" lang={langOf(v, use.locale)} dir="auto">
            {use.changed}
          </p>
          {mayChange(v.actor, use) && (
            <PostButton
              v={v}
              action={urls.practices.useRemoval(v.at, practice.slug, use.id)}
              label={t('exchange.practices.useRemoval')}
              about={countryName(names, use.country)}
            />
          )}
        </div>
      ))}
    </section>
  );
}
