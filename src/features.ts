import { feature as accounts } from './features/accounts/index.ts';
import { feature as api } from './features/api/index.ts';
import { feature as audit } from './features/audit/index.ts';
import { feature as backup } from './features/backup/index.ts';
import { feature as campaigns } from './features/campaigns/index.ts';
import { feature as decisions } from './features/decisions/index.ts';
import { feature as deliveries } from './features/deliveries/index.ts';
import { feature as desk } from './features/desk/index.ts';
import { feature as directory } from './features/directory/index.ts';
import { feature as documents } from './features/documents/index.ts';
import { feature as events } from './features/events/index.ts';
import { feature as exchange } from './features/exchange/index.ts';
import { feature as facilities } from './features/facilities/index.ts';
import { feature as files } from './features/files/index.ts';
import { feature as groups } from './features/groups/index.ts';
import { feature as inbox } from './features/inbox/index.ts';
import { feature as kits } from './features/kits/index.ts';
import { feature as law } from './features/law/index.ts';
import { feature as library } from './features/library/index.ts';
import { feature as mailingList } from './features/mailing-list/index.ts';
import { feature as meetings } from './features/meetings/index.ts';
import { feature as members } from './features/members/index.ts';
import { feature as networks } from './features/networks/index.ts';
import { feature as news } from './features/news/index.ts';
import { feature as organisations } from './features/organisations/index.ts';
import { feature as osdi } from './features/osdi/index.ts';
import { feature as outbox } from './features/outbox/index.ts';
import { feature as pacing } from './features/pacing/index.ts';
import { feature as petitions } from './features/petitions/index.ts';
import { feature as pictures } from './features/pictures/index.ts';
import { feature as pledges } from './features/pledges/index.ts';
import { feature as postroom } from './features/postroom/index.ts';
import { feature as reach } from './features/reach/index.ts';
import { feature as replies } from './features/replies/index.ts';
import { feature as representatives } from './features/representatives/index.ts';
import { feature as retention } from './features/retention/index.ts';
import { feature as review } from './features/review/index.ts';
import { feature as search } from './features/search/index.ts';
import { feature as sharing } from './features/sharing/index.ts';
import { feature as standards } from './features/standards/index.ts';
import { feature as stands } from './features/stands/index.ts';
import { samplesAlong, feature as stories } from './features/stories/index.ts';
import { feature as translations } from './features/translations/index.ts';
import { feature as vocabularies } from './features/vocabularies/index.ts';
import { feature as webhooks } from './features/webhooks/index.ts';
import { feature as website } from './features/website/index.ts';
import { feature as wording } from './features/wording/index.ts';
import type { Feature } from './platform/registry/index.ts';

/**
 * The whole program is the list of its features. Pages, dashboard items and kit loading follow its order:
 * what others point to comes first.
 */
export const features: Feature[] = [
  networks,
  accounts,
  vocabularies,
  standards,
  organisations,
  // What is about a facility names one that is there.
  facilities,
  members,
  representatives,
  directory,
  outbox,
  deliveries,
  // Before campaigns: it forgets its mails before the person is gone.
  mailingList,
  // As well: a story is found by the mailbox of whoever is erased.
  stories,
  campaigns,
  desk,
  postroom,
  stands,
  news,
  samplesAlong,
  library,
  exchange,
  inbox,
  petitions,
  pledges,
  replies,
  pacing,
  law,
  review,
  events,
  pictures,
  files,
  sharing,
  webhooks,
  wording,
  osdi,
  groups,
  documents,
  meetings,
  decisions,
  reach,
  // After all whose things its pages show.
  website,
  // After all whose words are translated: a kit says of them how they were.
  translations,
  search,
  api,
  kits,
  audit,
  retention,
  backup,
];
