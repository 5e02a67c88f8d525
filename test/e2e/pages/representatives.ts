import { listChoices } from '../choices.ts';
import { b, d, page, type Room, state } from './opening.ts';

/** The pages of the room representatives. */
export const representatives: Room = {
  pages: {
    '/:network/:locale/representatives': [
      page('find', `${d}/representatives`),
      page('find, found', (content) => `${d}/representatives?${content.finding.split('?')[1]}`),
      state(
        'find, several',
        (content) => `${d}/representatives?${content.several.split('?')[1]}`,
        'public',
        'Only you can tell which is yours',
      ),
      state(
        'find, nothing',
        `${d}/representatives?note=unknown.xx-federal-house:member`,
        'public',
        'We know nobody for this place',
      ),
      state(
        'find, lines ended',
        `${d}/representatives?note=lines-ended.xx-federal-house:member`,
        'public',
        'The district lines we hold are out of date',
      ),
      state('find, nobody known', `${b}/representatives`, 'public', 'No decision-makers have been added here yet'),
    ],
    '/:network/:locale/representatives/committees': [page('committees, none', `${b}/representatives/committees`)],
    '/:network/:locale/desk/officials': [
      page('decision-makers, desk', `${d}/desk/officials`, 'coordinator'),
      state('decision-makers, bare', `${b}/desk/officials`, 'bare', 'You keep no list of your own yet'),
    ],
    '/:network/:locale/representatives/map': [
      page(
        'which district',
        (content) => `${d}/representatives/map?${content.several.split('?')[1]}&role=xx-federal-house:member`,
      ),
    ],
    '/:network/:locale/representatives/street': [page('no geocoder', `${d}/representatives/street`, 'public', 404)],
    '/:network/:locale/representatives/report': [
      page(
        'report an error',
        (content) => `${d}/representatives/report?post=${encodeURIComponent(content.stand.post)}`,
      ),
    ],
    '/:network/:locale/desk/officials/reports': [
      state('reports', `${d}/desk/officials/reports`, 'coordinator', 'Moved away, invented'),
      state('reports, none', `${b}/desk/officials/reports`, 'bare', 'No report waits'),
    ],
    '/:network/:locale/desk/officials/reports/:id/dismissal': [
      page('dismiss a report?', (content) => `${d}/desk/officials/reports/${content.report}/dismissal`, 'coordinator'),
    ],
    '/:network/:locale/desk/officials/correction': [
      page(
        'correct a decision-maker',
        (content) =>
          `${d}/desk/officials/correction?post=${encodeURIComponent(content.stand.post)}&report=${content.report}`,
        'coordinator',
      ),
    ],
    '/:network/:locale/desk/officials/lists/new': [
      page('upload a list', `${d}/desk/officials/lists/new`, 'coordinator'),
    ],
    '/:network/:locale/desk/officials/uploads/:id': [
      state('a list, waiting', (content) => content.lists.waiting, 'coordinator', 'What each column is'),
      state('a list, taken', (content) => content.lists.taken, 'coordinator', 'Undo this list'),
    ],
    '/:network/:locale/representatives/roles/:role': [
      page('a role by district', `${d}/representatives/roles/xx-federal-house:member`),
      page('a role by name', `${d}/representatives/roles/xx-federal-house:member?by=name`),
    ],
  },
  answers: [
    {
      ...page('find with mistakes', `${d}/representatives`, 'public', 422),
      form: { action: `${d}/representatives/search`, fields: { by: 'point', latitude: 'x', longitude: '500' } },
    },
    {
      ...page('report with mistakes', `${d}/representatives`, 'public', 422),
      form: {
        action: `${d}/representatives/reports`,
        fields: { post: (content) => [content.stand.post], what: 'other', words: '' },
      },
    },
    {
      ...page('correction with mistakes', `${d}/desk/officials`, 'coordinator', 422),
      form: {
        action: (content) => `${d}/desk/officials/correction?post=${encodeURIComponent(content.stand.post)}`,
        fields: { holder: 'other', name: '', as_of: '2999-01-01', source: '' },
      },
    },
    {
      ...page('dismissal without a reason', `${d}/desk/officials`, 'coordinator', 422),
      form: { action: (content) => `${d}/desk/officials/reports/${content.report}/dismissal`, fields: { reason: '' } },
    },
    {
      ...page('a list with mistakes', (content) => content.lists.waiting, 'coordinator', 422),
      form: {
        action: (content) => content.lists.waiting,
        fields: { 'column-0': 'name', 'column-1': 'name', source: '' },
      },
    },
    {
      ...page('a list, what it would do', (content) => content.lists.waiting, 'coordinator'),
      form: {
        action: (content) => content.lists.waiting,
        fields: { 'column-0': 'name', 'column-1': 'email', ...listChoices },
      },
    },
  ],
};
