import type { View } from '../../../platform/http/index.ts';
import { State } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Consent } from '../agreements/queries.ts';
import type { MembershipState } from '../membership.ts';
import { wordsIn } from '../questions/question.ts';

/** The way back to the desk of members. */
export const deskCrumb = (v: View) => ({ href: urls.members.list(v.at), label: v.t('members.desk.title') });

const tones = { active: 'ok', suspended: 'bad', left: 'plain', ended: 'wait' } as const;

/** The state of a membership. */
export function StateOf({ v, state }: { v: View; state: MembershipState }) {
  return <State tone={tones[state]}>{v.t(`members.state.${state}`)}</State>;
}

/** What somebody agreed to: name, version and day of each. */
export const Agreed = ({ v, consents }: { v: View; consents: Consent[] }) => (
  <ul>
    {consents.map((consent) => (
      <li>
        {v.t('members.agreement.line', {
          name: wordsIn(consent.name, v.locale),
          version: consent.version,
          date: v.date(consent.agreedAt),
        })}
      </li>
    ))}
  </ul>
);
