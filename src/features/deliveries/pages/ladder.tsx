import type { View } from '../../../platform/http/index.ts';
import { AboutWhat, PostButton, State } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Addressee } from '../addressee.ts';
import type { Delivery, DeliveryState } from '../delivery.ts';
import { isWebAddress, mailtoOf, mayChange, type Rung } from '../ladder.ts';
import { addressLines } from '../paper/address.ts';

/** A supporter's letter, as far as its deliveries are concerned. */
export type Letter = {
  state: 'pending' | 'confirmed' | 'withdrawn';
  name: string;
  subject: string;
  /** Her street address, while a letter may still need it. */
  street: string;
  /** The letter as its reader gets it: her words, her name, her street address. */
  text: string;
  deliveries: Delivery[];
};

/** What is known of the one whom a delivery goes to, and the ways to her that the campaign offers. */
export type Target = { addressee: Addressee | undefined; rungs: Rung[] };

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
  waiting: 'wait',
  reported: 'ok',
  'to-print': 'wait',
  printed: 'wait',
  posted: 'ok',
  held: 'wait',
};

export type LadderProps = {
  v: View;
  letter: Letter;
  reference: string;
  /** By the post's id. */
  targets: Map<string, Target>;
  /** Signs of her letter that no face of ours can print. */
  unprintable: string[];
};

/** Where each of her letters is, and her own next step where there is one. */
export function Ladder(props: LadderProps) {
  const { v, letter } = props;
  const open = letter.state === 'confirmed';
  return (
    <section class="flow">
      <h2>{v.t('deliveries.ladder.states')}</h2>
      {open && letter.deliveries.some((delivery) => delivery.state === 'waiting') && (
        <p>{v.t('deliveries.ladder.yours')}</p>
      )}
      {letter.deliveries.map((delivery) => (
        <Step {...props} delivery={delivery} />
      ))}
      {letter.street && <p>{v.t('deliveries.ladder.street')}</p>}
      {open && <p class="hint">{v.t('deliveries.ladder.counted')}</p>}
    </section>
  );
}

type StepProps = LadderProps & { delivery: Delivery };

function Step(props: StepProps) {
  const { v, letter, delivery, reference, targets } = props;
  const name = delivery.officialName ?? delivery.postLabel;
  const others = (targets.get(delivery.postId)?.rungs ?? []).filter(
    ({ channel }) => channel !== delivery.channel || delivery.state === 'unreachable',
  );
  const open = letter.state === 'confirmed';
  return (
    <section class="target flow" id={delivery.id && `to-${delivery.id}`} tabindex={-1}>
      <h3>{name}</h3>
      {delivery.officialName && (
        <p>
          <small>{delivery.postLabel}</small>
        </p>
      )}
      <p>
        <State tone={tones[delivery.state]}>{stateWords(v, delivery)}</State>{' '}
        <small>{v.date(delivery.at, 'time')}</small>
      </p>
      {delivery.note && <p>{noteWords(v, delivery.note)}</p>}
      {open && delivery.state === 'unreachable' && <Website {...props} />}
      {open && delivery.state === 'waiting' && <NextStep {...props} />}
      {open && delivery.state === 'reported' && (
        <PostButton
          v={v}
          action={urls.deliveries.retraction(v.at, reference, delivery.id)}
          label={v.t('deliveries.report.undo')}
          about={name}
        />
      )}
      {open && others.length > 0 && mayChange(delivery.state, delivery.note) && (
        <details>
          <summary>{v.t('deliveries.other')}</summary>
          <form class="actions" method="post" action={urls.deliveries.channel(v.at, reference, delivery.id)}>
            {others.map(({ channel }) => (
              <button class="button plain" name="channel" value={channel}>
                {v.t(`deliveries.other.${channel}`)}
                <AboutWhat v={v} text={name} />
              </button>
            ))}
          </form>
        </details>
      )}
    </section>
  );
}

/** Why a letter is where it is. 'quiet 2027-03-28' waits until that day is over. */
function noteWords(v: View, note: string): string {
  const [key, day] = note.split(' ');
  return v.t(`deliveries.note.${key}`, day ? { day: v.date(day) } : {});
}

function stateWords(v: View, { state, channel, note }: Delivery): string {
  if (state === 'composed' && note) return v.t('deliveries.state.on-hold');
  if (state === 'waiting') return v.t(`deliveries.waiting.${channel}`);
  if (state === 'reported') return v.t(`deliveries.reported.${channel}`);
  return v.t(`deliveries.state.${state}`);
}

/** What she does now, and the button by which she says that she did. */
function NextStep(props: StepProps) {
  const { v, letter, delivery, reference } = props;
  const to = delivery.address ?? '';
  const name = delivery.officialName ?? delivery.postLabel;
  if (delivery.channel === 'call') {
    return (
      <div class="actions">
        <a class="button" href={urls.deliveries.calls(v.at, reference, delivery.id)}>
          {v.t('deliveries.step.call')}
          <AboutWhat v={v} text={name} />
        </a>
      </div>
    );
  }
  const mail = delivery.channel === 'mailto' ? mailtoOf({ to, subject: letter.subject, body: letter.text }) : undefined;
  const lead = mail && !mail.whole ? 'deliveries.step.mailto.long' : `deliveries.step.${delivery.channel}.text`;
  const href = mail?.href ?? (delivery.channel === 'letter' ? urls.deliveries.paper(v.at, reference, delivery.id) : to);
  return (
    <>
      <p>
        {v.t(lead)} {mail && <b>{to}</b>}
        {delivery.channel !== 'letter' && (
          <>
            {' '}
            <a href="#letter">{v.t('deliveries.step.copy')}</a>
          </>
        )}
      </p>
      {delivery.channel === 'letter' && <OnPaper {...props} lines={[name, ...addressLines(to)]} />}
      <div class="actions">
        {(delivery.channel !== 'form' || isWebAddress(to)) && (
          <a class="button" href={href} rel="noreferrer">
            {v.t(`deliveries.step.${delivery.channel}`)}
            <AboutWhat v={v} text={name} />
          </a>
        )}
        <PostButton
          v={v}
          action={urls.deliveries.report(v.at, reference, delivery.id)}
          label={v.t(`deliveries.report.${delivery.channel}`)}
          about={name}
        />
      </div>
    </>
  );
}

function OnPaper({ v, lines, unprintable }: StepProps & { lines: string[] }) {
  return (
    <>
      <address dir="auto">
        {lines.map((line, index) => (
          <>
            {index > 0 && <br />}
            {line}
          </>
        ))}
      </address>
      {unprintable.length > 0 && (
        <p class="notice">{v.t('deliveries.step.letter.unprintable', { signs: unprintable.join(' ') })}</p>
      )}
    </>
  );
}

/** Where no way is open, their website is the last thing that we know. */
function Website({ v, delivery, targets }: StepProps) {
  const site = targets
    .get(delivery.postId)
    ?.addressee?.contacts.find(({ kind, value }) => (kind === 'website' || kind === 'form') && isWebAddress(value));
  if (!site) return null;
  return (
    <p>
      <a class="more" href={site.value} rel="noreferrer">
        {v.t('deliveries.step.website')}
      </a>
    </p>
  );
}
