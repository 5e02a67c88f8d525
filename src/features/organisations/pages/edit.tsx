import type { View } from '../../../platform/http/index.ts';
import { languageIn } from '../../../platform/i18n/index.ts';
import { Doors, ErrorSummary, Field, type FormState, isWrong, Part, PostButton, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Issue, Place } from '../../vocabularies/index.ts';
import type { Merge } from '../merge.ts';
import type { Organisation } from '../organisation.ts';
import { OrganisationState } from './desk.tsx';
import { OrganisationForm } from './edit-form.tsx';

export type EditProps = {
  v: View;
  organisation: Organisation;
  merges: Merge[];
  issues: Issue[];
  places: Place[];
  state: FormState;
  chosen: { issues: string[]; languages: string[]; offers: string[] };
  /** To whom each field is shown, as stored or as just chosen. */
  visibility: Record<string, string>;
  /** Keeps all organisations; else she answers for this one. */
  keeper: boolean;
};

/** One organisation for who keeps its page: what it says, and to whom each part is shown. */
export function EditOrganisationPage(props: EditProps) {
  const { v, organisation, state, keeper } = props;
  const t = v.t;
  const labels: Record<string, string> = Object.fromEntries(
    ['name', 'kind', 'country', 'place', 'website', 'email', 'phone', 'postal_address'].map((field) => [
      field,
      t(`organisations.field.${field}`),
    ]),
  );
  labels.slug = t('organisations.slug');
  for (const locale of v.network.locales)
    labels[`about.${locale}`] = t('organisations.field.about.in', { language: languageIn(v.locale, locale) });
  return (
    <WorkPage
      v={v}
      title={organisation.name}
      back={keeper ? [{ href: urls.organisations.desk(v.at), label: t('organisations.title') }] : []}
      islands={['error-summary', 'tag-search', 'unsaved']}
    >
      <ErrorSummary v={v} state={state} labels={labels} />
      <p>
        <OrganisationState v={v} organisation={organisation} />{' '}
        {!organisation.mergedInto && (
          <a href={urls.organisations.show(v.at, organisation.slug)}>{t('organisations.see')}</a>
        )}
      </p>
      <h2 class="hidden">{t('organisations.doors')}</h2>
      <Doors
        doors={[
          ...(keeper
            ? [
                {
                  href: urls.organisations.people(v.at, organisation.id),
                  label: t('organisations.people.title'),
                  hint: t('organisations.people.door'),
                },
              ]
            : []),
          {
            href: urls.organisations.services(v.at, organisation.id),
            label: t('organisations.services.title'),
            hint: t('organisations.services.door'),
          },
          ...(keeper && !organisation.closedAt
            ? [
                {
                  href: urls.organisations.merge(v.at, organisation.id),
                  label: t('organisations.merge.title'),
                  hint: t('organisations.merge.door'),
                },
              ]
            : []),
        ]}
      />
      <OrganisationForm {...props} labels={labels} />
      {keeper && <Keeping v={v} organisation={organisation} merges={props.merges} state={state} label={labels.slug!} />}
    </WorkPage>
  );
}

/** What changes more than its words: address, closing, merges. */
function Keeping({
  v,
  organisation,
  merges,
  state,
  label,
}: {
  v: View;
  organisation: Organisation;
  merges: Merge[];
  state: FormState;
  label: string;
}) {
  const t = v.t;
  return (
    <>
      {merges.length > 0 && (
        <>
          <h2>{t('organisations.merges')}</h2>
          <ul class="plain">
            {merges.map((merge) => (
              <li class="flow">
                <p>{t('organisations.merges.line', { name: merge.goneName, date: v.date(merge.at) })}</p>
                <PostButton
                  v={v}
                  action={urls.organisations.parting(v.at, organisation.id, merge.id)}
                  label={t('organisations.merges.undo')}
                  about={merge.goneName}
                />
              </li>
            ))}
          </ul>
        </>
      )}
      <Part title={t('organisations.slug')} said={[organisation.slug]} open={isWrong(state, ['slug'])}>
        <form class="flow" method="post" action={urls.organisations.slug(v.at, organisation.id)} novalidate>
          <Field v={v} name="slug" label={label} hint={t('organisations.slug.hint')} state={state} required />
          <div>
            <button type="submit" class="button plain">
              {t('organisations.slug.save')}
            </button>
          </div>
        </form>
      </Part>
      {!organisation.mergedInto && (
        <Part
          title={t(organisation.closedAt ? 'organisations.reopening' : 'organisations.closing')}
          open={organisation.closedAt !== null}
        >
          <p>{t(organisation.closedAt ? 'organisations.reopening.text' : 'organisations.closing.text')}</p>
          {organisation.closedAt ? (
            <PostButton
              action={urls.organisations.reopening(v.at, organisation.id)}
              label={t('organisations.reopening.button')}
            />
          ) : (
            <PostButton
              action={urls.organisations.closing(v.at, organisation.id)}
              label={t('organisations.closing.button')}
              kind="grave"
            />
          )}
        </Part>
      )}
    </>
  );
}
