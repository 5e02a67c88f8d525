import type { View } from '../../../platform/http/index.ts';
import { State, Table } from '../../../ui/index.ts';
import type { Addressee } from '../addressee.ts';
import type { Delivery, DeliveryState } from '../delivery.ts';

/** A supporter's letter, as far as its deliveries are concerned. */
export type Letter = { name: string; subject: string; hasAddress: boolean; deliveries: Delivery[] };

const tones: Record<DeliveryState, 'ok' | 'wait' | 'bad' | 'plain'> = {
  composed: 'wait',
  queued: 'wait',
  sent: 'ok',
  answered: 'ok',
  bounced: 'bad',
  kept: 'wait',
  failed: 'bad',
  uncertain: 'wait',
  withdrawn: 'plain',
  unreachable: 'bad',
  repeated: 'plain',
};

/** Where each of her letters is, and how she reaches those whom we cannot write to. */
export function Ladder({ v, letter, byHand }: { v: View; letter: Letter; byHand: Addressee[] }) {
  return (
    <>
      <Table
        caption={v.t('deliveries.ladder.states')}
        head={[v.t('deliveries.ladder.who'), v.t('deliveries.ladder.state')]}
      >
        {letter.deliveries.map((delivery) => (
          <tr>
            <td>
              <b>{delivery.officialName ?? delivery.postLabel}</b>
              {delivery.officialName && (
                <>
                  <br />
                  <small>{delivery.postLabel}</small>
                </>
              )}
            </td>
            <td>
              <State tone={tones[delivery.state]}>
                {v.t(`deliveries.state.${delivery.state === 'composed' && delivery.note ? 'waiting' : delivery.state}`)}
              </State>
              <br />
              <small>{delivery.note ? noteWords(v, delivery.note) : v.date(delivery.at, 'time')}</small>
            </td>
          </tr>
        ))}
      </Table>
      {byHand.length > 0 && <ByHand v={v} letter={letter} addressees={byHand} />}
      {letter.hasAddress && <p>{v.t('deliveries.ladder.street')}</p>}
    </>
  );
}

/** Why a letter is where it is. 'quiet 2027-03-28' waits until that day is over. */
function noteWords(v: View, note: string): string {
  const [key, day] = note.split(' ');
  return v.t(`deliveries.note.${key}`, day ? { day: v.date(day) } : {});
}

/** Those whom we cannot write to by e-mail: how she can reach them herself, with her letter below to copy or print. */
function ByHand({ v, letter, addressees }: { v: View; letter: Letter; addressees: Addressee[] }) {
  return (
    <section class="flow">
      <h2>{v.t('deliveries.byHand.title')}</h2>
      <p>{v.t('deliveries.byHand.text')}</p>
      {addressees.map((addressee) => (
        <div class="target flow">
          <h3>{addressee.officialName}</h3>
          <p>
            <small>{v.text(addressee.label)}</small>
          </p>
          <ul class="plain">
            {addressee.contacts.map((contact) => (
              <li>
                <Way v={v} contact={contact} />
              </li>
            ))}
          </ul>
          {addressee.contacts.some((contact) => contact.kind === 'phone') && (
            <details>
              <summary>{v.t('deliveries.byHand.script')}</summary>
              <p>{v.t('deliveries.byHand.script.text', { name: letter.name, subject: letter.subject })}</p>
            </details>
          )}
        </div>
      ))}
    </section>
  );
}

function Way({ v, contact }: { v: View; contact: Addressee['contacts'][number] }) {
  const note = contact.note ? ` (${contact.note})` : '';
  if (contact.kind === 'phone') {
    return (
      <>
        <a class="more" href={`tel:${contact.value.replace(/[^+\d]/g, '')}`}>
          {v.t('deliveries.byHand.call', { number: contact.value })}
        </a>
        {note}
      </>
    );
  }
  if ((contact.kind === 'form' || contact.kind === 'website') && /^https?:\/\//.test(contact.value)) {
    return (
      <a class="more" href={contact.value} rel="noreferrer">
        {v.t(contact.kind === 'form' ? 'deliveries.byHand.form' : 'deliveries.byHand.website')}
      </a>
    );
  }
  if (contact.kind === 'address') {
    return (
      <address>
        {v.t('deliveries.byHand.post')}
        {note} {contact.value}
      </address>
    );
  }
  return null;
}
