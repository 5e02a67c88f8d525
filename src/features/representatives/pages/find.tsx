import type { View } from '../../../platform/http/index.ts';
import { Document, Empty, ErrorSummary, Field, type FormState, Select } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { FindingState, RoleSummary, Serving } from '../types.ts';
import { Here } from './here.tsx';
import { ServingCard, Source } from './serving.tsx';

export type Found = {
  role: RoleSummary;
  state: FindingState;
  serving: Serving[];
  source: string | null;
  asOf: string | null;
};

type Props = {
  v: View;
  countries: string[];
  roles: RoleSummary[];
  committees: boolean;
  /** Whether somebody may ask by street address. */
  street: boolean;
  state: FormState;
  found: Found[] | undefined;
};

/** "Find my representatives": three ways to ask, and what was found. */
export function FindPage({ v, countries, roles, committees, street, state, found }: Props) {
  return (
    <Document
      v={v}
      title={v.t('representatives.find.title')}
      description={v.t('representatives.find.lead')}
      section="representatives"
      unlisted={found !== undefined}
      islands={Object.keys(state.errors).length > 0 ? ['error-summary', 'here'] : ['here']}
    >
      <div class="wrap page narrow flow">
        <h1 class="small">{v.t('representatives.find.title')}</h1>
        <p class="lead">{v.t('representatives.find.lead')}</p>
        {found && <Results v={v} found={found} roles={roles} />}
        <ErrorSummary
          v={v}
          state={state}
          labels={{
            country: v.t('representatives.find.country'),
            code: v.t('representatives.find.code'),
            latitude: v.t('representatives.find.latitude'),
            longitude: v.t('representatives.find.longitude'),
          }}
        />
        {countries.length > 0 && <ByCode v={v} countries={countries} state={state} />}
        {street && roles.length > 0 && (
          <p>
            <a href={urls.representatives.street(v.at)}>{v.t('representatives.street.link')}</a>
          </p>
        )}
        {roles.length > 0 && <ByPoint v={v} state={state} />}
        {roles.length > 0 ? (
          <ByDistrict v={v} roles={roles} committees={committees} />
        ) : (
          <Empty text={v.t('representatives.find.none')} />
        )}
        <p>
          <small>{v.t('representatives.find.kept')}</small>
        </p>
      </div>
    </Document>
  );
}

function ByCode({ v, countries, state }: { v: View; countries: string[]; state: FormState }) {
  return (
    <form class="form" method="post" action={urls.representatives.search(v.at)} novalidate>
      <h2>{v.t('representatives.find.byCode')}</h2>
      <input type="hidden" name="by" value="code" />
      {countries.length > 1 ? (
        <Select
          v={v}
          name="country"
          label={v.t('representatives.find.country')}
          state={state}
          options={countries.map((country) => ({ value: country, label: countryName(v, country) }))}
        />
      ) : (
        <input type="hidden" name="country" value={countries[0]} />
      )}
      <Field
        v={v}
        name="code"
        label={v.t('representatives.find.code')}
        hint={v.t(countries.includes('XX') ? 'representatives.find.code.sample' : 'representatives.find.code.hint')}
        state={state}
        autocomplete="postal-code"
        maxlength={20}
        required
      />
      <button class="button">{v.t('representatives.find.button')}</button>
    </form>
  );
}

function ByPoint({ v, state }: { v: View; state: FormState }) {
  return (
    <form class="form" method="post" action={urls.representatives.search(v.at)} novalidate>
      <h2>{v.t('representatives.find.byPoint')}</h2>
      <input type="hidden" name="by" value="point" />
      <Here v={v} />
      <p class="hint">{v.t('representatives.here.how')}</p>
      <Field
        v={v}
        name="latitude"
        label={v.t('representatives.find.latitude')}
        hint={v.t('representatives.find.latitude.hint')}
        state={state}
        inputmode="text"
        autocomplete="off"
        maxlength={40}
        either
      />
      <Field
        v={v}
        name="longitude"
        label={v.t('representatives.find.longitude')}
        hint={v.t('representatives.find.longitude.hint')}
        state={state}
        inputmode="text"
        autocomplete="off"
        maxlength={20}
        either
      />
      <button class="button plain">{v.t('representatives.find.button')}</button>
    </form>
  );
}

function ByDistrict({ v, roles, committees }: { v: View; roles: RoleSummary[]; committees: boolean }) {
  return (
    <section class="flow">
      <h2>{v.t('representatives.find.byDistrict')}</h2>
      <ul>
        {roles.map((role) => (
          <li>
            <a href={urls.representatives.role(v.at, role.id)}>
              {v.text(role.name)}, {v.text(role.body.name)}
            </a>
          </li>
        ))}
        {committees && (
          <li>
            <a href={urls.representatives.committees(v.at)}>{v.t('representatives.committees.title')}</a>
          </li>
        )}
      </ul>
    </section>
  );
}

function Results({ v, found, roles }: { v: View; found: Found[]; roles: RoleSummary[] }) {
  const query = v.path.split('?')[1] ?? '';
  const known = found.filter((each) => each.state !== 'unknown' || each.serving.length > 0);
  return (
    <section class="flow" aria-labelledby="found">
      <h2 id="found">{v.t('representatives.found.title')}</h2>
      {known.length === 0 && (
        <div class="notice flow">
          <p>{v.t('representatives.found.nothing')}</p>
          <ul>
            {roles.map((role) => (
              <li>
                <a href={`${urls.representatives.role(v.at, role.id)}?by=name`}>
                  {v.text(role.name)}, {v.text(role.body.name)}
                </a>
              </li>
            ))}
          </ul>
        </div>
      )}
      {known.map((each) => (
        <section class="flow">
          <h3 class="small">
            {v.text(each.role.name)}, {v.text(each.role.body.name)}
          </h3>
          {each.state === 'several' && (
            <p class="notice">{v.t('representatives.found.several', { count: each.serving.length })}</p>
          )}
          {each.state === 'centroid' && (
            <p class="notice">{v.t('representatives.found.centroid', { count: each.serving.length })}</p>
          )}
          {each.state === 'lines-ended' && <Ended v={v} found={each} />}
          {each.serving.map((serving) => (
            <ServingCard v={v} serving={serving} level="h4" />
          ))}
          {(each.state === 'several' || each.state === 'centroid') && (
            <>
              {new Set(each.serving.map((serving) => serving.division?.id)).size > 1 && (
                <p>
                  <a class="button plain" href={urls.representatives.map(v.at, query, each.role.id)}>
                    {v.t('representatives.map.link')}
                  </a>
                </p>
              )}
              <Lists v={v} role={each.role} />
            </>
          )}
        </section>
      ))}
    </section>
  );
}

/** Old lines name nobody. She is told so, and how to go on. */
function Ended({ v, found }: { v: View; found: Found }) {
  return (
    <div class="notice flow">
      <p>{v.t('representatives.found.ended')}</p>
      <Lists v={v} role={found.role} />
      <Source v={v} source={found.source} asOf={found.asOf} />
    </div>
  );
}

function Lists({ v, role }: { v: View; role: RoleSummary }) {
  const list = urls.representatives.role(v.at, role.id);
  return (
    <p>
      <a href={list}>{v.t('representatives.list.byDistrict')}</a> ·{' '}
      <a href={`${list}?by=name`}>{v.t('representatives.list.byName')}</a>
    </p>
  );
}

/** The name of a country in the reader's language; the invented one of the demonstration says so. */
function countryName(v: View, code: string): string {
  if (code === 'XX') return v.t('representatives.find.country.sample');
  return new Intl.DisplayNames(v.locale, { type: 'region' }).of(code) ?? code;
}
