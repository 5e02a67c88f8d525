import type { Content } from '../content.ts';
import { atDesk, d, page, type Room, state } from './opening.ts';

const handedOver =
  (which: keyof Content['handovers'], rest = '') =>
  (content: Content) =>
    atDesk('petition', `/handovers/${content.handovers[which]}${rest}`)(content);

/** The pages of the room petitions. */
export const petitions: Room = {
  pages: {
    '/:network/:locale/campaigns/:slug/comments': [
      state('comments', `${d}/campaigns/a-free-call-home/comments`, 'public', 'What is missing is a decision'),
    ],
    '/:network/:locale/desk/campaigns/:id/petition': [
      state('petition at the desk', atDesk('petition', '/petition'), 'coordinator', 'signatures, reached on'),
      state('petition, nobody signed', atDesk('unsigned', '/petition'), 'coordinator', 'Nobody has signed yet'),
    ],
    '/:network/:locale/desk/campaigns/:id/comments': [
      state('comments that wait', atDesk('petition', '/comments'), 'coordinator', 'I was one of those children'),
      page('comments that are shown', atDesk('petition', '/comments?state=shown'), 'coordinator'),
      state('no comment waits', atDesk('unsigned', '/comments'), 'coordinator', 'No comment waits'),
    ],
    '/:network/:locale/desk/campaigns/:id/comments/:signature/hiding': [
      page(
        'hide a comment?',
        (content) => atDesk('petition', `/comments/${content.comment}/hiding`)(content),
        'coordinator',
      ),
    ],
    '/:network/:locale/desk/campaigns/:id/handovers': [
      state('handovers', atDesk('petition', '/handovers'), 'coordinator', 'The invented committee'),
      state('handovers, nothing to hand over', atDesk('unsigned', '/handovers'), 'coordinator', 'nothing to hand over'),
    ],
    '/:network/:locale/desk/campaigns/:id/handovers/:handover': [
      state('a handover, ready', handedOver('ready'), 'coordinator', 'Write down that it was handed over'),
      state('a handover, delivered', handedOver('delivered'), 'coordinator', 'Correct what was written down'),
    ],
    '/:network/:locale/desk/campaigns/:id/handovers/:handover/news': [
      page('tell those who asked', handedOver('delivered', '/news'), 'coordinator'),
    ],
    '/:network/:locale/desk/campaigns/:id/handovers/:handover/removal': [
      page('delete papers?', handedOver('ready', '/removal'), 'coordinator'),
    ],
    '/:network/:locale/desk/campaigns/:id/names': [
      state('who signed', atDesk('petition', '/names'), 'coordinator', 'Odile Nobodyson'),
      page('who signed, nobody', atDesk('unsigned', '/names'), 'coordinator'),
    ],
  },
  answers: [
    {
      ...page('signature with mistakes', `${d}/campaigns/a-free-call-home`, 'public', 422),
      form: {
        action: `${d}/campaigns/a-free-call-home/signatures`,
        fields: { name: '—', email: 'nobody', display: 'loud', code: 'nowhere', comment: 'I was an inmate.' },
      },
    },
    {
      ...page('papers for nobody', atDesk('petition'), 'coordinator', 422),
      form: { action: atDesk('petition', '/handovers'), fields: { recipient: '', locale: 'xx' } },
    },
    {
      ...page('handover with mistakes', atDesk('petition'), 'coordinator', 422),
      form: { action: handedOver('ready', '/delivery'), fields: { handed_on: '2999-01-01', way: '', received_by: '' } },
    },
    {
      ...page('hiding without a reason', atDesk('petition'), 'coordinator', 422),
      form: {
        action: (content) => atDesk('petition', `/comments/${content.comment}/hiding`)(content),
        fields: { reason: '' },
      },
    },
  ],
  notPages: {
    '/:network/:locale/desk/campaigns/:id/handovers/:handover/petition.pdf': 'a paper to hand over',
    '/:network/:locale/desk/campaigns/:id/handovers/:handover/signatures.csv': 'a list to hand over',
  },
};
