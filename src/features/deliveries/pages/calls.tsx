import type { View } from '../../../platform/http/index.ts';
import { Document, MachineMade } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { CallScript } from '../channels.ts';
import type { Delivery } from '../delivery.ts';
import { CallCard, type Callee, CallList } from './call.tsx';
import type { Letter } from './ladder.tsx';

type Props = {
  v: View;
  letter: Letter;
  reference: string;
  campaign: { slug: string; locale: string; title: string; machine: string[] };
  /** Deliveries that go by a call; `current` is the one whose turn it is, undefined when all are done. */
  calls: Delivery[];
  current: Delivery | undefined;
  callee: Callee | undefined;
  script: CallScript;
};

/** Her calls, one target after another. */
export function CallsPage({ v, letter, reference, campaign, calls, current, callee, script }: Props) {
  const back = urls.campaigns.action(v.at, reference);
  return (
    <Document v={v} title={v.t('deliveries.call.title')} section="campaigns" unlisted>
      <div class="wrap page narrow flow">
        <p class="crumbs">
          <a href={back} {...v.tongue(campaign.locale)}>
            {campaign.title}
          </a>{' '}
          <MachineMade v={v} fields={campaign.machine} of={['title']} short />
        </p>
        <h1 class="small">{v.t('deliveries.call.title')}</h1>
        <p>{v.t(current ? 'deliveries.call.lead' : 'deliveries.call.done')}</p>
        <CallList
          label={v.t('deliveries.call.list')}
          lines={calls.map((delivery) => ({
            name: delivery.officialName ?? delivery.postLabel,
            href: urls.deliveries.calls(v.at, reference, delivery.id),
            current: delivery.id === current?.id,
            note: delivery.note ? v.t(`deliveries.note.${delivery.note}`) : undefined,
          }))}
        />
        {current && callee && (
          <CallCard
            v={v}
            callee={callee}
            script={script}
            words={{ name: letter.name, subject: letter.subject }}
            action={urls.deliveries.outcome(v.at, reference, current.id)}
          />
        )}
        {current && !callee && <p class="notice">{v.t('deliveries.call.nobody')}</p>}
        <p>
          <a class="button plain" href={back}>
            {v.t('deliveries.call.back')}
          </a>
        </p>
      </div>
    </Document>
  );
}
