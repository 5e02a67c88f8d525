import type { Content } from '../content.ts';
import { b, d, mine, page, type Room, state } from './opening.ts';

const ours =
  (state: keyof Content['signatures'], rest = '') =>
  (content: Content) =>
    content.signatures[state] + rest;

const letterFields = (over: Record<string, string> = {}) => ({
  to: (content: Content) => content.posts,
  subject: 'Five asks',
  body: 'I live on Lantern Street.',
  name: 'Ana Invented',
  email: 'ana@example.invalid',
  street: '1 Lantern Street',
  ...over,
});

/** The pages of the room campaigns. */
export const campaigns: Room = {
  pages: {
    '/:network/:locale/campaigns': [
      page('campaigns', `${d}/campaigns`),
      page('campaigns, signed in', `${d}/campaigns`, 'coordinator'),
      state('no campaign', `${b}/campaigns`, 'public', 'No campaign is open at this moment'),
    ],
    '/:network/:locale/campaigns/:slug': [
      page('campaign', `${d}/campaigns/five-asks`),
      page('campaign in French', '/daylight/fr/campaigns/five-asks'),
      state('campaign, closed', `${d}/campaigns/come-and-see`, 'public', 'This campaign is closed'),
      page('campaign to the same people for all', '/network/es/campaigns/children-with-their-mothers'),
      page('campaign in two bodies', '/coalition/en/campaigns/end-strip-searches'),
      state('petition', `${d}/campaigns/a-free-call-home`, 'public', 'Signatures by district'),
      state(
        'petition without districts',
        '/network/pt/campaigns/a-doctor-when-she-asks',
        'public',
        'Assinaram há pouco',
      ),
    ],
    '/:network/:locale/campaigns/:slug/letter': [
      page('letter, nobody looked up', `${d}/campaigns/five-asks/letter`),
      page('letter, found', (content) => content.finding),
      state('letter, several districts', (content) => content.several, 'public', 'touches more than one district'),
      page('letter to the same people for all', '/network/en/campaigns/children-with-their-mothers/letter'),
    ],
    '/:network/:locale/campaigns/:slug/received': [
      page('letter received', `${d}/campaigns/five-asks/received`),
      state('signature received', `${d}/campaigns/a-free-call-home/received`, 'public', 'Then your signature counts'),
    ],
    '/:network/:locale/actions/links': [page('private links again', `${d}/actions/links`)],
    '/:network/:locale/actions/links/received': [page('private links on their way', `${d}/actions/links/received`)],
    '/:network/:locale/actions/:ref': [
      state('my letter, confirmed', mine('confirmed'), 'public', 'Thank you, Bea Invented'),
      state('my letter, to be sent by myself', mine('mailing'), 'public', 'Open it in my mail program'),
      state('my letter, to be said by telephone', mine('calling'), 'public', 'Number and what to say'),
      state('my letter, withdrawn', mine('withdrawn'), 'public', 'This letter is withdrawn'),
      state('my signature, confirmed', ours('confirmed'), 'public', 'A person reads it before it is shown'),
      state('my signature, withdrawn', ours('withdrawn'), 'public', 'This signature is withdrawn'),
    ],
    '/:network/:locale/actions/:ref/confirmation': [
      page('is this your letter', mine('pending', '/confirmation')),
      state('is this your signature', ours('pending', '/confirmation'), 'public', 'Is this your signature?'),
    ],
    '/:network/:locale/actions/:ref/withdrawal': [
      page('withdraw?', mine('confirmed', '/withdrawal')),
      state('withdraw the signature?', ours('confirmed', '/withdrawal'), 'public', 'Withdraw this signature?'),
    ],
    '/:network/:locale/actions/:ref/erasure': [page('erase?', mine('confirmed', '/erasure'))],
  },
  answers: [
    {
      ...page('preview', `${d}/campaigns/five-asks/letter`),
      form: {
        action: `${d}/campaigns/five-asks/preview`,
        fields: { ...letterFields(), consent: () => ['newsletter'] },
      },
    },
    {
      ...state(
        'preview, with words worth another look',
        `${d}/campaigns/five-asks/letter`,
        'public',
        'people in prison',
      ),
      form: {
        action: `${d}/campaigns/five-asks/preview`,
        fields: letterFields({ body: 'I was an inmate, and a thief who reads.' }),
      },
    },
    {
      ...page('campaign, no code', `${d}/campaigns/five-asks`, 'public', 422),
      form: { action: `${d}/campaigns/five-asks/search`, fields: { code: '', country: 'XX' } },
    },
    {
      ...page('campaign, no point', `${d}/campaigns/five-asks`, 'public', 422),
      form: { action: `${d}/campaigns/five-asks/search`, fields: { latitude: 'north', longitude: '' } },
    },
    {
      ...page('private links again, no address', `${d}/actions/links`, 'public', 422),
      form: { action: `${d}/actions/links`, fields: { email: 'nobody', website: '' } },
    },
    {
      ...page('letter with mistakes', `${d}/campaigns/five-asks/letter`, 'public', 422),
      form: {
        action: `${d}/campaigns/five-asks/preview`,
        fields: { subject: '', body: '', name: '—', email: 'nobody', street: '' },
      },
    },
  ],
  notPages: {
    '/:network/:locale/actions/:ref/copy': 'a file to keep',
    '/:network/:locale/challenge': 'what a script works out',
  },
};
