import type { View } from '../../../platform/http/index.ts';
import { ErrorSummary, Field, type FormState, Select, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Payment } from '../keeping-queries.ts';
import type { Story } from '../queries.ts';
import { titleOf } from './parts.tsx';

/** What she was paid, line by line, in words. */
export function PaymentList({ v, payments }: { v: View; payments: Payment[] }) {
  return (
    <ul class="shelf">
      {payments.map((payment) => (
        <li>
          <p>
            <small>{v.date(payment.paidOn)}</small>
            <br />
            <b>
              {payment.kind === 'paid'
                ? moneyIn(v.locale, payment.amount!, payment.currency!)
                : v.t(`stories.payment.kind.${payment.kind}`)}
            </b>
            {payment.purpose && ` · ${payment.purpose}`}
            {payment.how && ` · ${payment.how}`}
          </p>
        </li>
      ))}
    </ul>
  );
}

const moneyIn = (locale: string, amount: string, currency: string): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'code' }).format(Number(amount));

type Props = { v: View; story: Story; payments: Payment[]; id: string; state: FormState };

/** Payments of one story, for coordinators: what was paid, and a form for the next. */
export function PaymentsPage({ v, story, payments, id, state }: Props) {
  const t = v.t;
  const labels = {
    kind: t('stories.payment.kind'),
    amount: t('stories.payment.amount'),
    currency: t('stories.payment.currency'),
    paid_on: t('stories.payment.paidOn'),
    purpose: t('stories.payment.purpose'),
    how: t('stories.payment.how'),
  };
  return (
    <WorkPage
      v={v}
      title={t('stories.payments')}
      back={[
        { href: urls.stories.desk(v.at), label: t('stories.title') },
        { href: urls.stories.edit(v.at, story.id), label: titleOf(v, story) },
      ]}
      islands={['error-summary']}
    >
      <p>{t('stories.payments.lead')}</p>
      <ErrorSummary v={v} state={state} labels={labels} />
      {payments.length === 0 ? <p>{t('stories.payments.none')}</p> : <PaymentList v={v} payments={payments} />}
      <form class="form short" method="post" action={urls.stories.payments(v.at, story.id)} novalidate>
        <h2>{t('stories.payment.add')}</h2>
        <input type="hidden" name="id" value={id} />
        <Select
          v={v}
          name="kind"
          label={labels.kind}
          state={state}
          options={(['paid', 'declined', 'none'] as const).map((kind) => ({
            value: kind,
            label: t(`stories.payment.kind.${kind}`),
          }))}
        />
        <Field v={v} name="amount" label={labels.amount} state={state} inputmode="decimal" maxlength={12} />
        <Field
          v={v}
          name="currency"
          label={labels.currency}
          hint={t('stories.payment.currency.hint')}
          state={state}
          maxlength={3}
        />
        <Field v={v} name="paid_on" type="date" label={labels.paid_on} state={state} required />
        <Field v={v} name="purpose" label={labels.purpose} state={state} maxlength={200} wording />
        <Field
          v={v}
          name="how"
          label={labels.how}
          hint={t('stories.payment.how.hint')}
          state={state}
          maxlength={200}
          wording
        />
        <div>
          <button type="submit" class="button">
            {t('stories.payment.save')}
          </button>
        </div>
      </form>
    </WorkPage>
  );
}
