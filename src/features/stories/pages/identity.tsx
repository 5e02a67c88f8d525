import type { View } from '../../../platform/http/index.ts';
import { ErrorSummary, Field, type FormState, OnceMore, PostButton, Select, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Identity } from '../keeping-queries.ts';
import type { Story } from '../queries.ts';
import { purposes, ways } from '../story.ts';
import { titleOf } from './parts.tsx';

const backTo = (v: View, story: Story) => [
  { href: urls.stories.desk(v.at), label: v.t('stories.title') },
  { href: urls.stories.edit(v.at, story.id), label: titleOf(v, story) },
];

/** Asks what for, before anything of her is shown. */
export function PurposePage({ v, story, state }: { v: View; story: Story; state: FormState }) {
  const t = v.t;
  return (
    <WorkPage v={v} title={t('stories.identity')} back={backTo(v, story)} islands={['error-summary']}>
      <ErrorSummary v={v} state={state} labels={{ purpose: t('stories.identity.purpose') }} />
      <p>{t('stories.identity.lead')}</p>
      <form class="form short" method="post" action={urls.stories.identity(v.at, story.id)} novalidate>
        <Select
          v={v}
          name="purpose"
          label={t('stories.identity.purpose')}
          hint={t('stories.identity.purpose.hint')}
          state={state}
          options={purposes.map((one) => ({ value: one, label: t(`stories.identity.purpose.${one}`) }))}
        />
        <div>
          <button type="submit" class="button">
            {t('stories.identity.show')}
          </button>
        </div>
      </form>
    </WorkPage>
  );
}

type Props = { v: View; story: Story; identity: Identity; state: FormState };

/** Who she is and how she is reached; shown once, for the purpose that was said. */
export function IdentityPage({ v, story, identity, state }: Props) {
  const t = v.t;
  const labels = {
    real_name: t('stories.identity.name'),
    way: t('stories.identity.way'),
    contact_email: t('stories.identity.email'),
    contact_note: t('stories.identity.note'),
    username: t('stories.identity.account'),
  };
  return (
    <WorkPage v={v} title={t('stories.identity')} back={backTo(v, story)} islands={['error-summary']} languages={false}>
      <ErrorSummary v={v} state={state} labels={labels} />
      <p class="notice">{t('stories.identity.care')}</p>
      <form class="form short" method="post" action={urls.stories.identityChanges(v.at, story.id)} novalidate>
        <Field v={v} name="real_name" label={labels.real_name} state={state} maxlength={160} autocomplete="off" />
        <Select
          v={v}
          name="way"
          label={labels.way}
          state={state}
          options={ways.map((way) => ({ value: way, label: t(`stories.way.${way}`) }))}
        />
        <Field
          v={v}
          name="contact_email"
          type="email"
          label={labels.contact_email}
          hint={t('stories.identity.email.hint')}
          state={state}
          maxlength={254}
          autocomplete="off"
        />
        <Field
          v={v}
          name="contact_note"
          label={labels.contact_note}
          hint={t('stories.identity.note.hint')}
          state={state}
          rows={3}
          maxlength={1000}
        />
        <Field
          v={v}
          name="username"
          label={labels.username}
          hint={
            identity.accountName
              ? t('stories.identity.account.now', { name: identity.accountName })
              : t('stories.identity.account.hint')
          }
          state={state}
          maxlength={254}
          autocomplete="off"
        />
        <div>
          <button type="submit" class="button">
            {t('stories.save')}
          </button>
        </div>
      </form>
    </WorkPage>
  );
}

type LinkProps = { v: View; story: Story; links: number; address?: string };

/** Her private link: made and shown once, to be handed over; and the end of all that were made. */
export function LinkPage({ v, story, links, address }: LinkProps) {
  const t = v.t;
  return (
    <WorkPage v={v} title={t('stories.link')} back={backTo(v, story)} islands={['copy-link']} languages={false}>
      <p>{t('stories.link.lead')}</p>
      {address ? (
        <div class="notice flow">
          <p>{t('stories.link.once')}</p>
          <div class="field" data-island="copy-link">
            <label for="link">{t('stories.link.address')}</label>
            <input id="link" type="url" readonly value={address} />
            <button class="button plain" type="button" hidden data-done={t('stories.link.copied')}>
              {t('stories.link.copy')}
            </button>
          </div>
        </div>
      ) : (
        <PostButton action={urls.stories.link(v.at, story.id)} label={t('stories.link.make')} kind="main" />
      )}
      {links > 0 && (
        <section class="flow">
          <p>{t('stories.link.count', { count: links })}</p>
          <PostButton
            action={urls.stories.linkRevocation(v.at, story.id)}
            label={t('stories.link.revoke')}
            kind="grave"
          />
        </section>
      )}
    </WorkPage>
  );
}

/** Asked once more before her words are gone for good. */
export function ErasurePage({ v, story }: { v: View; story: Story }) {
  const t = v.t;
  return (
    <WorkPage v={v} title={t('stories.erasure.title')} back={backTo(v, story)}>
      <p>{t('stories.erasure.text')}</p>
      <OnceMore
        action={urls.stories.erasure(v.at, story.id)}
        label={t('stories.erasure.button')}
        back={{ href: urls.stories.edit(v.at, story.id), label: t('stories.erasure.back') }}
      />
    </WorkPage>
  );
}
