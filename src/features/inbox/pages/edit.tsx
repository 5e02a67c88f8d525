import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import { Choice, ErrorSummary, Field, type FormState, Mistake, Select, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { FileField } from '../../files/index.ts';
import type { Place } from '../../vocabularies/index.ts';
import { aboutMark, cautions, handWays, type Inquiry, permissions, senders, voices } from '../inquiry.ts';
import type { Topic } from '../queries.ts';
import { Cautions, May } from './safety.tsx';

type Lists = { places: Place[]; topics: Topic[]; owners: { id: string; name: string }[]; today: string };
type FormProps = Lists & { v: View; state: FormState; safe: string[] };

export const labelsOf = (v: View): Record<string, string> =>
  Object.fromEntries(
    [
      'way',
      'received_on',
      'sender',
      'name',
      'email',
      'phone',
      'address',
      'place',
      'locale',
      'subject',
      'body',
      'may',
      'may_note',
      'words_of',
      'safe',
      'safe_note',
      'topic',
      'owner',
      'scan',
      'answer_days',
      'keep_days',
    ].map((name) => [name, v.t(`inbox.field.${name}`)]),
  );

/** A letter, call or visit, entered by hand. */
export function NewInquiryPage({ id, ...props }: FormProps & { id: string }) {
  const { v, state, topics, owners } = props;
  const t = v.t;
  const labels = labelsOf(v);
  return (
    <WorkPage
      v={v}
      title={t('inbox.enter.title')}
      back={[{ href: urls.inbox.list(v.at), label: t('inbox.title') }]}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={labels} />
      <form class="form short" method="post" action={urls.inbox.list(v.at)} enctype="multipart/form-data" novalidate>
        <input type="hidden" name="id" value={id} />
        <Select
          v={v}
          name="way"
          label={labels.way!}
          state={state}
          options={handWays.map((way) => ({ value: way, label: t(`inbox.way.${way}`) }))}
        />
        <Field v={v} name="received_on" type="date" label={labels.received_on!} state={state} required />
        <Field
          v={v}
          name="body"
          label={labels.body!}
          hint={t('inbox.field.body.hint')}
          state={state}
          rows={10}
          required
          wording={false}
        />
        <FileField
          v={v}
          name="scan"
          label={labels.scan!}
          hint={t('inbox.field.scan.hint')}
          state={state}
          accepts={['jpeg', 'png', 'webp', 'pdf']}
        />
        <About {...props} />
        <h2>{t('inbox.who')}</h2>
        <TopicSelect v={v} state={state} topics={topics} />
        <OwnerSelect v={v} state={state} owners={owners} />
        <div>
          <button type="submit" class="button">
            {t('inbox.enter.save')}
          </button>
        </div>
      </form>
    </WorkPage>
  );
}

/** What we know of her, and what may be done. */
export function EditInquiryPage({ inquiry, ...props }: FormProps & { inquiry: Inquiry }) {
  const { v, state } = props;
  const t = v.t;
  return (
    <WorkPage
      v={v}
      title={t('inbox.edit.title')}
      back={[
        { href: urls.inbox.list(v.at), label: t('inbox.title') },
        { href: urls.inbox.one(v.at, inquiry.id), label: inquiry.subject },
      ]}
      islands={['error-summary']}
      languages={false}
    >
      <ErrorSummary v={v} state={state} labels={labelsOf(v)} />
      {state.errors.safe && (
        <div class="notice flow">
          <May v={v} inquiry={inquiry} />
          <Cautions v={v} inquiry={inquiry} />
        </div>
      )}
      <form class="form short" method="post" action={urls.inbox.edit(v.at, inquiry.id)} novalidate>
        <input type="hidden" name="seen" value={aboutMark(inquiry)} />
        <About {...props} />
        <div>
          <button type="submit" class="button">
            {t('inbox.save')}
          </button>
        </div>
      </form>
    </WorkPage>
  );
}

/** The fields that the two pages have in common. */
function About({ v, state, safe, places }: FormProps) {
  const t = v.t;
  const labels = labelsOf(v);
  return (
    <>
      <h2>{t('inbox.may.title')}</h2>
      <Radios v={v} name="may" values={permissions} state={state} />
      <Field
        v={v}
        name="may_note"
        label={labels.may_note!}
        hint={t('inbox.field.may_note.hint')}
        state={state}
        rows={2}
        wording={false}
      />
      <Radios v={v} name="words_of" values={voices} state={state} />
      <h2>{t('inbox.safe.title')}</h2>
      <fieldset id="safe">
        <legend>{labels.safe}</legend>
        {cautions.map((one) => (
          <Choice name="safe" value={one} checked={safe.includes(one)}>
            {t(`inbox.safe.${one}`)}
          </Choice>
        ))}
      </fieldset>
      <Field
        v={v}
        name="safe_note"
        label={labels.safe_note!}
        hint={t('inbox.field.safe_note.hint')}
        state={state}
        rows={2}
        wording={false}
      />
      <h2>{t('inbox.from.title')}</h2>
      <Select
        v={v}
        name="sender"
        label={labels.sender!}
        state={state}
        options={senders.map((one) => ({ value: one, label: t(`inbox.sender.${one}`) }))}
      />
      <Field v={v} name="name" label={labels.name!} hint={t('inbox.field.name.hint')} state={state} maxlength={120} />
      <Field
        v={v}
        name="address"
        label={labels.address!}
        hint={t('inbox.field.address.hint')}
        state={state}
        rows={4}
        wording={false}
      />
      <Select
        v={v}
        name="place"
        label={labels.place!}
        state={state}
        options={[
          { value: '', label: t('inbox.field.place.none') },
          ...places.map((one) => ({ value: one.id, label: one.label })),
        ]}
      />
      <Field v={v} name="email" type="email" label={labels.email!} state={state} maxlength={254} />
      <Field v={v} name="phone" type="tel" label={labels.phone!} state={state} maxlength={60} />
      <Select
        v={v}
        name="locale"
        label={labels.locale!}
        state={state}
        options={v.network.locales.map((locale) => ({ value: locale, label: languageName(locale) }))}
      />
      <Field
        v={v}
        name="subject"
        label={labels.subject!}
        hint={t('inbox.field.subject.hint')}
        state={state}
        maxlength={160}
        wording
      />
    </>
  );
}

function Radios({
  v,
  name,
  values,
  state,
}: {
  v: View;
  name: 'may' | 'words_of';
  values: readonly string[];
  state: FormState;
}) {
  return (
    <fieldset id={name}>
      <legend>{v.t(`inbox.field.${name}`)}</legend>
      <Mistake v={v} name={name} state={state} />
      {values.map((value) => (
        <Choice type="radio" name={name} value={value} checked={state.values[name] === value}>
          {v.t(`inbox.${name}.${value}`)}
        </Choice>
      ))}
    </fieldset>
  );
}

/** Under which topic it stands. */
export const TopicSelect = ({ v, state, topics }: { v: View; state: FormState; topics: Topic[] }) => (
  <Select
    v={v}
    name="topic"
    label={v.t('inbox.field.topic')}
    state={state}
    options={[
      { value: '', label: v.t('inbox.topic.none') },
      ...topics.map((topic) => ({ value: topic.id, label: v.text(topic.labels) })),
    ]}
  />
);

/** Who takes it. */
export const OwnerSelect = ({
  v,
  state,
  owners,
}: {
  v: View;
  state: FormState;
  owners: { id: string; name: string }[];
}) => (
  <Select
    v={v}
    name="owner"
    label={v.t('inbox.field.owner')}
    state={state}
    options={[{ value: '', label: v.t('inbox.nobody') }, ...owners.map((one) => ({ value: one.id, label: one.name }))]}
  />
);
