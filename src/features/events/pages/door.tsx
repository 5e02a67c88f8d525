import type { View } from '../../../platform/http/index.ts';
import { Document, emptyForm, MachineMade } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Campaign, FindForm } from '../../campaigns/index.ts';
import type { Event } from '../event.ts';

type Props = {
  v: View;
  event: Event;
  campaign: Campaign;
  phase: 'ahead' | 'on' | 'over';
  open: boolean;
  countries: string[];
  samples: readonly string[];
  needsPlace: boolean;
};

/** Where the code on the slide leads: the first step, in the hall; before and after, what there is to say. */
export function DoorPage({ v, event, campaign, phase, open, countries, samples, needsPlace }: Props) {
  return (
    <Document v={v} title={event.name} section="campaigns" unlisted islands={['here']}>
      <div class="wrap page narrow flow">
        <p class="crumbs">{[event.name, event.place].filter(Boolean).join(', ')}</p>
        <h1 class="small">{campaign.title}</h1>
        <p class="lead">{campaign.summary}</p>
        <MachineMade v={v} fields={campaign.machine} of={['title', 'summary']} short />
        {phase !== 'on' && <p class="notice">{v.t(`events.door.${phase}`, { from: wallWords(v, event.startsAt) })}</p>}
        {!open ? (
          <p>{v.t('campaigns.show.closed.text')}</p>
        ) : campaign.mode === 'letter' && needsPlace ? (
          <FindForm v={v} campaign={campaign} countries={countries} samples={samples} state={emptyForm()} />
        ) : (
          <p>
            <a
              class="button"
              href={
                campaign.mode === 'letter'
                  ? urls.campaigns.letter(v.at, campaign.slug, `event=${event.code}`)
                  : `${urls.campaigns.show(v.at, campaign.slug)}?event=${event.code}`
              }
            >
              {v.t('events.door.begin')}
            </a>
          </p>
        )}
        <p>
          <a href={urls.campaigns.show(v.at, campaign.slug)}>{v.t('events.door.more')}</a>
        </p>
      </div>
    </Document>
  );
}

/** A wall time in the reader's words, as the clocks of the place show it. */
export const wallWords = (v: Pick<View, 'locale'>, wall: string): string =>
  new Intl.DateTimeFormat(v.locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(
    new Date(`${wall}:00Z`),
  );
