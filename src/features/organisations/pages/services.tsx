import type { View } from '../../../platform/http/index.ts';
import {
  AboutWhat,
  Document,
  Empty,
  ErrorSummary,
  Field,
  type FormState,
  PostButton,
  Select,
  State,
  Table,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { addressesOf, type Doc, type Hours, hoursOf, listOf, phonesOf, textOf, wordsOf } from '../hsds/doc.ts';
import type { Organisation } from '../organisation.ts';
import { type Location, type Service, serviceStates, statusKey } from '../services.ts';

type ServiceProps = {
  v: View;
  organisation: { name: string; slug: string; sample: boolean };
  service: Service;
  locations: Location[];
  contacts: boolean;
};

/** One service as somebody reads it who needs it: what, for whom, how, when, where. */
export function ServicePage({ v, organisation, service, locations, contacts }: ServiceProps) {
  const t = v.t;
  const { doc } = service;
  const lines = [
    ['eligibility', textOf(doc, 'eligibility_description', 'eligibility')],
    ['audience', textOf(doc, 'audience')],
    ['application', textOf(doc, 'application_process')],
    ['fees', textOf(doc, 'fees_description', 'fees')],
    ['documents', wordsOf(doc, 'required_documents', 'document').join(', ')],
    ['wait', textOf(doc, 'wait_time')],
    ['languages', wordsOf(doc, 'languages', 'name').join(', ')],
    ['interpretation', textOf(doc, 'interpretation_services')],
    ['areas', wordsOf(doc, 'service_areas', 'name', 'description').join(', ')],
  ] as const;
  return (
    <Document v={v} title={`${service.name}, ${organisation.name}`} description={textOf(doc, 'description')}>
      <div class="wrap page flow">
        <nav class="crumbs" aria-label={t('ui.crumbs')}>
          <a href={urls.organisations.list(v.at)}>{t('organisations.title')}</a>
          {' › '}
          <a href={urls.organisations.show(v.at, organisation.slug)}>{organisation.name}</a>
        </nav>
        <h1 class="small">{service.name}</h1>
        {textOf(doc, 'alternate_name') && (
          <p>
            <small>{textOf(doc, 'alternate_name')}</small>
          </p>
        )}
        {organisation.sample && <p class="notice">{t('organisations.sample')}</p>}
        {service.status !== 'active' && <p class="notice">{t(statusKey(service.status))}</p>}
        {textOf(doc, 'alert') && <p class="notice">{textOf(doc, 'alert')}</p>}
        <p class="lines">{textOf(doc, 'description')}</p>
        <dl class="facts">
          {lines
            .filter(([, text]) => text !== '')
            .map(([name, text]) => (
              <>
                <dt>{t(`organisations.service.${name}`)}</dt>
                <dd class="lines">{text}</dd>
              </>
            ))}
          <Reach v={v} doc={doc} />
        </dl>
        {contacts && <Contacts v={v} doc={doc} />}
        {locations.length > 0 && <h2>{t('organisations.service.where')}</h2>}
        {locations.map((location) => (
          <section class="flow">
            <h3>{location.name}</h3>
            {textOf(location.doc, 'description', 'short_desc') !== textOf(doc, 'description') && (
              <p>{textOf(location.doc, 'description', 'short_desc')}</p>
            )}
            <dl class="facts">
              {addressesOf(location.doc).map((address) => (
                <>
                  <dt>{t('organisations.service.address')}</dt>
                  <dd>{address}</dd>
                </>
              ))}
              {textOf(location.doc, 'transportation') && (
                <>
                  <dt>{t('organisations.service.transport')}</dt>
                  <dd>{textOf(location.doc, 'transportation')}</dd>
                </>
              )}
              {wordsOf(location.doc, 'accessibility', 'description').length > 0 && (
                <>
                  <dt>{t('organisations.service.access')}</dt>
                  <dd>{wordsOf(location.doc, 'accessibility', 'description').join(', ').replaceAll('_', ' ')}</dd>
                </>
              )}
              <Reach v={v} doc={location.doc} />
            </dl>
            {contacts && <Contacts v={v} doc={location.doc} />}
          </section>
        ))}
      </div>
    </Document>
  );
}

/** How and when something is reached. */
function Reach({ v, doc }: { v: View; doc: Doc }) {
  const t = v.t;
  const hours = hoursOf(doc);
  const phones = phonesOf(doc);
  const email = textOf(doc, 'email');
  const url = textOf(doc, 'url', 'website');
  return (
    <>
      {phones.length > 0 && (
        <>
          <dt>{t('organisations.field.phone')}</dt>
          <dd>
            {phones.map((phone) => (
              <p>
                {phone.number}
                {phone.note && <small> {phone.note}</small>}
              </p>
            ))}
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
      {/^https?:\/\//.test(url) && (
        <>
          <dt>{t('organisations.field.website')}</dt>
          <dd>
            <a href={url} rel="noopener noreferrer">
              {url.replace(/^https?:\/\//i, '').replace(/\/$/, '')}
            </a>
          </dd>
        </>
      )}
      {hours.length > 0 && (
        <>
          <dt>{t('organisations.service.hours')}</dt>
          <dd>
            {hours.map((one) => (
              <p>{hoursText(v, one)}</p>
            ))}
          </dd>
        </>
      )}
    </>
  );
}

/** Monday is the first of January 2024. */
const dayName = (locale: string, day: number): string =>
  new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + day));

function hoursText(v: View, hours: Hours): string {
  const days = hours.days.map((day) => dayName(v.locale, day)).join(', ');
  const time = hours.opens && hours.closes ? `${hours.opens}–${hours.closes}` : hours.opens || hours.closes;
  const span = hours.from
    ? hours.until && hours.until !== hours.from
      ? `${hours.from} – ${hours.until}`
      : hours.from
    : '';
  const what = hours.closed ? v.t('organisations.service.closed') : [days, time].filter(Boolean).join(' ');
  return [what, span && `(${span})`, hours.note].filter(Boolean).join(' ');
}

/** Persons who answer, by name: for those to whom the organisation shows them. */
function Contacts({ v, doc }: { v: View; doc: Doc }) {
  const contacts = listOf(doc, 'contacts');
  if (contacts.length === 0) return null;
  return (
    <>
      <h3>{v.t('organisations.field.contacts')}</h3>
      <ul>
        {contacts.map((contact) => (
          <li>
            {[
              textOf(contact, 'name'),
              textOf(contact, 'title'),
              textOf(contact, 'department'),
              textOf(contact, 'email'),
            ]
              .filter(Boolean)
              .join(', ')}
          </li>
        ))}
      </ul>
    </>
  );
}

type ListProps = {
  v: View;
  organisation: Organisation;
  services: Service[];
  id: string;
  state: FormState;
  keeper: boolean;
};

/** The services of an organisation for who keeps its page, and one more. */
export function ServicesPage({ v, organisation, services, id, state, keeper }: ListProps) {
  const t = v.t;
  return (
    <WorkPage
      v={v}
      title={t('organisations.services.heading', { name: organisation.name })}
      back={wayBack(v, organisation, keeper)}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={serviceLabels(v)} />
      {services.length === 0 ? (
        <Empty text={t('organisations.services.none')} />
      ) : (
        <Table
          caption={t('organisations.services.title')}
          head={['name', 'state', 'action'].map((column) => t(`organisations.services.head.${column}`))}
        >
          {services.map((service) => (
            <tr>
              <th scope="row">{service.name}</th>
              <td>
                <State tone={service.status === 'active' ? 'ok' : 'plain'}>{t(statusKey(service.status))}</State>
              </td>
              <td>
                <a class="button plain" href={urls.organisations.editService(v.at, organisation.id, service.id)}>
                  {t('organisations.desk.open')}
                  <AboutWhat v={v} text={service.name} />
                </a>
              </td>
            </tr>
          ))}
        </Table>
      )}
      <h2>{t('organisations.services.add')}</h2>
      <ServiceFormPart v={v} action={urls.organisations.services(v.at, organisation.id)} id={id} state={state} />
    </WorkPage>
  );
}

/** One service, to be changed or taken away. */
export function EditServicePage({
  v,
  organisation,
  service,
  state,
  keeper,
}: {
  v: View;
  organisation: Organisation;
  service: Service;
  state: FormState;
  keeper: boolean;
}) {
  const t = v.t;
  return (
    <WorkPage
      v={v}
      title={service.name}
      back={[
        ...wayBack(v, organisation, keeper),
        { href: urls.organisations.services(v.at, organisation.id), label: t('organisations.services.title') },
      ]}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={serviceLabels(v)} />
      <ServiceFormPart
        v={v}
        action={urls.organisations.editService(v.at, organisation.id, service.id)}
        id={service.id}
        state={state}
      />
      <details class="fold">
        <summary>{t('organisations.services.remove')}</summary>
        <p>{t('organisations.services.remove.text')}</p>
        <PostButton
          action={urls.organisations.serviceRemoval(v.at, organisation.id, service.id)}
          label={t('organisations.services.remove.button')}
          kind="grave"
        />
      </details>
    </WorkPage>
  );
}

const serviceLabels = (v: View) => ({
  name: v.t('organisations.service.name'),
  status: v.t('organisations.services.head.state'),
  description: v.t('organisations.service.description'),
  application_process: v.t('organisations.service.application'),
  fees_description: v.t('organisations.service.fees'),
  eligibility_description: v.t('organisations.service.eligibility'),
  hours: v.t('organisations.service.hours'),
  phone: v.t('organisations.field.phone'),
  email: v.t('organisations.field.email'),
  url: v.t('organisations.field.website'),
});

function ServiceFormPart({ v, action, id, state }: { v: View; action: string; id: string; state: FormState }) {
  const labels = serviceLabels(v);
  return (
    <form class="form short" method="post" action={action} novalidate>
      <input type="hidden" name="id" value={id} />
      <Field v={v} name="name" label={labels.name} state={state} required maxlength={200} wording />
      <Select
        v={v}
        name="status"
        label={labels.status}
        state={state}
        options={serviceStates.map((status) => ({ value: status, label: v.t(statusKey(status)) }))}
      />
      <Field v={v} name="description" label={labels.description} state={state} rows={4} />
      <Field v={v} name="eligibility_description" label={labels.eligibility_description} state={state} rows={2} />
      <Field v={v} name="application_process" label={labels.application_process} state={state} rows={2} />
      <Field v={v} name="fees_description" label={labels.fees_description} state={state} rows={2} />
      <Field v={v} name="hours" label={labels.hours} state={state} rows={2} wording={false} />
      <Field v={v} name="phone" type="tel" label={labels.phone} state={state} />
      <Field v={v} name="email" type="email" label={labels.email} state={state} />
      <Field v={v} name="url" type="url" label={labels.url} state={state} />
      <div>
        <button type="submit" class="button">
          {v.t('organisations.save')}
        </button>
      </div>
    </form>
  );
}

const wayBack = (v: View, organisation: Organisation, keeper: boolean) => [
  ...(keeper ? [{ href: urls.organisations.desk(v.at), label: v.t('organisations.title') }] : []),
  { href: urls.organisations.edit(v.at, organisation.id), label: organisation.name },
];
