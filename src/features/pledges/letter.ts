import type { View } from '../../platform/http/index.ts';
import type { Words } from '../../platform/registry/index.ts';
import { type DeskCampaign, titleOf } from '../desk/index.ts';
import type { Invitation } from './pledge.ts';

/** The one letter to a court's administration: a coordinator sends it by hand, in her own mail program or on paper. */
export function letterOf(
  t: Words,
  campaign: DeskCampaign,
  invitation: Invitation,
  v: Pick<View, 'locale' | 'network' | 'text'>,
): { subject: string; body: string; mailto: string | undefined } {
  const subject = t('pledges.letter.subject');
  const body = t('pledges.letter.body', {
    court: invitation.name,
    prison: invitation.place || t('pledges.letter.anyPrison'),
    campaign: titleOf(v as View, campaign),
    network: v.text(v.network.name),
  });
  // Only an address that is one, and only one: this is no way to write to many.
  const email = /^[^\s@,;<>?&]+@[^\s@,;<>?&]+$/.test(invitation.address) ? invitation.address : undefined;
  const words = `subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
  return { subject, body, mailto: email ? `mailto:${encodeURIComponent(email)}?${words}` : undefined };
}
