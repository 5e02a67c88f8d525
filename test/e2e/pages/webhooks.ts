import { b, d, page, type Room, state } from './opening.ts';

/** The pages of the room webhooks. */
export const webhooks: Room = {
  pages: {
    '/:network/:locale/desk/webhooks': [
      page('webhooks', `${d}/desk/webhooks`, 'coordinator'),
      state('webhooks, none', `${b}/desk/webhooks`, 'bare', 'Nobody is told anything yet'),
    ],
    '/:network/:locale/desk/webhooks/:id': [
      state('webhook', (content) => `${d}/desk/webhooks/${content.webhook}`, 'coordinator', 'No answer in 10 seconds'),
    ],
    '/:network/:locale/desk/webhooks/:id/removal': [
      page('delete the webhook?', (content) => `${d}/desk/webhooks/${content.webhook}/removal`, 'coordinator'),
    ],
  },
  answers: [
    {
      ...page('webhook with mistakes', `${d}/desk/webhooks`, 'coordinator', 422),
      form: { action: `${d}/desk/webhooks`, fields: { url: 'http://localhost/' } },
    },
    {
      ...page('a webhook’s secret', `${d}/desk/webhooks`, 'coordinator'),
      form: {
        action: `${d}/desk/webhooks`,
        fields: { url: 'https://hooks.example.invalid/two', events: () => ['campaign.closed'] },
      },
    },
  ],
};
