import { atDesk, d, mine, page, type Room, state } from './opening.ts';

/** The pages of the room deliveries. */
export const deliveries: Room = {
  pages: {
    '/:network/:locale/campaigns/:slug/calls': [
      state('call, nobody looked up', `${d}/campaigns/five-asks/calls`, 'public', 'Find who speaks for you'),
      state('call, found', (content) => content.finding.replace('/letter', '/calls'), 'public', 'What to say'),
      state(
        'call, several districts',
        (content) => content.several.replace('/letter', '/calls'),
        'public',
        'Call them',
      ),
      state(
        'call, all done',
        (content) => `${content.finding.replace('/letter', '/calls')}&done=yes`,
        'public',
        'everybody',
      ),
    ],
    '/:network/:locale/actions/:ref/calls': [state('my calls', mine('calling', '/calls'), 'public', 'What to say')],
    '/:network/:locale/desk/campaigns/:id/ways': [
      state('ways to reach them', atDesk('open', '/ways'), 'coordinator', 'wrong number'),
      state('ways, nothing called', atDesk('draft', '/ways'), 'coordinator', 'No call was noted yet'),
    ],
    '/:network/:locale/desk/campaigns/:id/ways/scripts/:language': [
      page('what to say on the telephone', atDesk('open', '/ways/scripts/fr'), 'coordinator'),
    ],
    '/:network/:locale/desk/campaigns/:id/paper': [
      state('letters on paper', atDesk('open', '/paper'), 'coordinator', 'Held out'),
      state('letters on paper, none', atDesk('draft', '/paper'), 'coordinator', 'does not offer paper'),
    ],
    '/:network/:locale/desk/campaigns/:id/paper/runs/:run': [
      state(
        'print run',
        (content) => `${atDesk('open', '/paper/runs/')(content)}${content.printRun}`,
        'coordinator',
        'Ready to print',
      ),
    ],
    '/:network/:locale/desk/campaigns/:id/deliveries': [
      page('letters', atDesk('open', '/deliveries'), 'coordinator'),
      state('letters, none', atDesk('draft', '/deliveries'), 'coordinator', 'No letter has been written yet'),
    ],
    '/:network/:locale/desk/campaigns/:id/changes': [
      state('seats that changed hands', atDesk('open', '/changes'), 'coordinator', 'held for the new member'),
      state('no seat changed hands', atDesk('draft', '/changes'), 'coordinator', 'No letter waits for such a decision'),
    ],
  },
  notPages: {
    '/:network/:locale/desk/campaigns/:id/paper/runs/:run/letters.pdf': 'letters to be printed',
    '/:network/:locale/actions/:ref/deliveries/:delivery/letter.pdf': 'a letter to be printed',
  },
};
