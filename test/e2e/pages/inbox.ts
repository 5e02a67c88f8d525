import { newId } from '../../../src/platform/crypto/ids.ts';
import type { TestApp } from '../../app.ts';
import type { Content } from '../content.ts';
import type { Opening } from '../pages.ts';

const r = '/:network/:locale';
const d = '/daylight/en';

/** Inquiries of /daylight, a topic and a template, by id. */
export type InboxContent = { form: string; letter: string; topic: string; template: string; part: string };

/** A message of the contact page, a letter from inside with an answer on paper, a topic and a template. */
export async function makeInbox(app: TestApp, cookie: string): Promise<InboxContent> {
  const post = (path: string, fields: Record<string, string>) => app.post(d + path, fields, { cookie });
  await post('/inbox/settings', { open: 'yes', phone: '+1 555 0100', answer_days: '5', hours_en: 'Weekday mornings' });
  const topic = newId();
  await post('/inbox/topics', { id: topic, label_en: 'Press', keep_days: '90', owner: '', offered: 'yes' });
  await post('/inbox/templates', { name: 'Thank you', subject_en: 'Your message', body_en: 'Dear {name}, thank you.' });
  const { rows } = await app.db.owner.query<{ id: string }>(`select id from inbox_templates where name = 'Thank you'`);
  const form = newId();
  const message = { name: 'Ida Invented', email: 'nora@daylight.invalid', body: 'When do you meet?', topic };
  await app.post(`${d}/contact`, { id: form, ...message });
  const letter = newId();
  const body = new FormData();
  const fields = {
    id: letter,
    way: 'letter',
    received_on: '2026-11-01',
    body: 'We have not seen a doctor since spring.',
    sender: 'inside',
    name: 'Rosa Invented',
    address: 'Block 4\nSample Prison\nSample City',
    locale: 'en',
    may: 'lawyer',
    may_note: 'not my town',
    words_of: 'hers',
    safe: 'mail-read',
    safe_note: 'No printed pages',
  };
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const origin = 'http://127.0.0.1:3000';
  await app.app.request(`${origin}${d}/inbox`, { method: 'POST', body, headers: { origin, cookie } });
  const part = newId();
  const answer = { id: part, subject: 'Your letter', body: 'We have read it.', by: 'paper', afterwards: 'waiting' };
  await post(`/inbox/${letter}/answers`, answer);
  await post(`/inbox/${letter}/notes`, { id: newId(), note: 'Ask who visits there.' });
  return { form, letter, topic, template: rows[0]!.id, part };
}

const at =
  (which: keyof InboxContent, before = '/inbox/', rest = '') =>
  ({ inbox }: Content) =>
    d + before + inbox[which] + rest;
const page = (name: string, path: Opening['path'], says?: string): Opening => ({ name, path, as: 'coordinator', says });

/** The pages of the room inbox. */
export const inboxPages: Record<string, Opening[]> = {
  [`${r}/contact`]: [
    { name: 'contact', path: `${d}/contact`, says: '+1 555 0100' },
    { name: 'contact, in French', path: '/daylight/fr/contact' },
    { name: 'no contact page', path: '/bare/en/contact', status: 404 },
  ],
  [`${r}/contact/received`]: [{ name: 'contact received', path: `${d}/contact/received`, says: 'within 5 days' }],
  [`${r}/inbox`]: [
    page('inbox', `${d}/inbox`, 'When do you meet?'),
    page('inbox, nothing fits', `${d}/inbox?q=nothing+at+all`, 'Nothing fits all of that'),
    { name: 'inbox, empty', path: '/bare/en/inbox', as: 'bare', says: 'Nothing has come yet' },
  ],
  [`${r}/inbox/new`]: [page('enter a letter', `${d}/inbox/new`)],
  [`${r}/inbox/settings`]: [page('contact page settings', `${d}/inbox/settings`)],
  [`${r}/inbox/topics`]: [
    page('inbox topics', `${d}/inbox/topics`, 'Press'),
    { name: 'inbox topics, none', path: '/bare/en/inbox/topics', as: 'bare' },
  ],
  [`${r}/inbox/topics/:id`]: [page('an inbox topic', at('topic', '/inbox/topics/'))],
  [`${r}/inbox/templates`]: [
    page('inbox templates', `${d}/inbox/templates`, 'Thank you'),
    { name: 'inbox templates, none', path: '/bare/en/inbox/templates', as: 'bare' },
  ],
  [`${r}/inbox/templates/:id`]: [page('an inbox template', at('template', '/inbox/templates/'))],
  [`${r}/inbox/:id`]: [
    page('an inquiry', at('form'), 'It is'),
    page('a letter from inside', at('letter'), 'No printed pages'),
  ],
  [`${r}/inbox/:id/edit`]: [page('what may be done with an inquiry', at('letter', '/inbox/', '/edit'))],
  [`${r}/inbox/:id/removal`]: [page('deleting an inquiry', at('letter', '/inbox/', '/removal'))],
};

/** Their answers to forms. */
export const inboxAnswers: Opening[] = [
  {
    name: 'contact with mistakes',
    path: `${d}/contact`,
    status: 422,
    form: { action: `${d}/contact`, fields: { email: 'no address', body: '' } },
  },
  {
    name: 'an inquiry answered without a word',
    path: at('letter'),
    as: 'coordinator',
    status: 422,
    form: { action: at('letter', '/inbox/', '/answers'), fields: { by: 'mail', subject: '' } },
  },
  {
    name: 'a topic without a name',
    path: `${d}/inbox/topics`,
    as: 'coordinator',
    status: 422,
    form: { action: `${d}/inbox/topics`, fields: { keep_days: '1' } },
  },
];

/** Their routes that answer no page. */
export const inboxNotPages: Record<string, string> = {
  '/:network/:locale/inbox/:id/answers/:part/letter.pdf': 'a PDF: inbox.test.ts',
};
