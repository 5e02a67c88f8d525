import { accountUrls } from './features/accounts/urls.ts';
import { apiUrls } from './features/api/urls.ts';
import { auditUrls } from './features/audit/urls.ts';
import { campaignUrls } from './features/campaigns/urls.ts';
import { decisionUrls } from './features/decisions/urls.ts';
import { deliveryUrls } from './features/deliveries/urls.ts';
import { directoryUrls } from './features/directory/urls.ts';
import { documentUrls } from './features/documents/urls.ts';
import { eventUrls } from './features/events/urls.ts';
import { exchangeUrls, practiceUrls } from './features/exchange/urls.ts';
import { facilityUrls } from './features/facilities/urls.ts';
import { fileUrls } from './features/files/urls.ts';
import { groupUrls } from './features/groups/urls.ts';
import { inboxUrls } from './features/inbox/urls.ts';
import { lawUrls } from './features/law/urls.ts';
import { libraryUrls } from './features/library/urls.ts';
import { mailingListUrls } from './features/mailing-list/urls.ts';
import { meetingUrls } from './features/meetings/urls.ts';
import { memberUrls } from './features/members/urls.ts';
import { networkUrls } from './features/networks/urls.ts';
import { newsUrls } from './features/news/urls.ts';
import { organisationUrls } from './features/organisations/urls.ts';
import { osdiUrls } from './features/osdi/urls.ts';
import { outboxUrls } from './features/outbox/urls.ts';
import { pacingUrls } from './features/pacing/urls.ts';
import { petitionUrls } from './features/petitions/urls.ts';
import { pledgeUrls } from './features/pledges/urls.ts';
import { postroomUrls } from './features/postroom/urls.ts';
import { reachUrls } from './features/reach/urls.ts';
import { replyUrls } from './features/replies/urls.ts';
import { representativeUrls } from './features/representatives/urls.ts';
import { reviewUrls } from './features/review/urls.ts';
import { searchUrls } from './features/search/urls.ts';
import { sharingUrls } from './features/sharing/urls.ts';
import { standardUrls } from './features/standards/urls.ts';
import { standUrls } from './features/stands/urls.ts';
import { storyUrls } from './features/stories/urls.ts';
import { translationUrls } from './features/translations/urls.ts';
import { vocabularyUrls } from './features/vocabularies/urls.ts';
import { webhookUrls } from './features/webhooks/urls.ts';
import { websiteUrls } from './features/website/urls.ts';
import { wordingUrls } from './features/wording/urls.ts';

/** Every address of the program. No other file writes one out. */
export const urls = {
  translations: translationUrls,
  search: searchUrls,
  networks: networkUrls,
  accounts: accountUrls,
  api: apiUrls,
  audit: auditUrls,
  campaigns: campaignUrls,
  decisions: decisionUrls,
  deliveries: deliveryUrls,
  documents: documentUrls,
  meetings: meetingUrls,
  directory: directoryUrls,
  events: eventUrls,
  facilities: facilityUrls,
  groups: groupUrls,
  files: fileUrls,
  exchange: exchangeUrls,
  practices: practiceUrls,
  inbox: inboxUrls,
  law: lawUrls,
  mailingList: mailingListUrls,
  members: memberUrls,
  organisations: organisationUrls,
  osdi: osdiUrls,
  library: libraryUrls,
  news: newsUrls,
  outbox: outboxUrls,
  postroom: postroomUrls,
  petitions: petitionUrls,
  pacing: pacingUrls,
  pledges: pledgeUrls,
  reach: reachUrls,
  replies: replyUrls,
  representatives: representativeUrls,
  sharing: sharingUrls,
  standards: standardUrls,
  review: reviewUrls,
  stands: standUrls,
  stories: storyUrls,
  vocabularies: vocabularyUrls,
  webhooks: webhookUrls,
  website: websiteUrls,
  wording: wordingUrls,
  /** A network's accent as a stylesheet of one rule. */
  theme: (accent: string) => `/theme/${accent.slice(1)}.css`,
  icon: (accent: string) => `/theme/${accent.slice(1)}.svg`,
  /** Where quick exit leads: a neutral page of somebody else. */
  leave: (locale: string) => `https://${locale}.wikipedia.org/`,
};
