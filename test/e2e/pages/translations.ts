import { newId } from '../../../src/platform/crypto/ids.ts';
import type { TestApp } from '../../app.ts';
import type { Content } from '../content.ts';
import type { Opening } from '../pages.ts';

const d = '/daylight/en/translations';
const r = '/:network/:locale/translations';

/** A text of /daylight that is given to somebody, half translated, with a source that changed since; the assignment's id. */
export type TranslationContent = { text: string; given: string; tried: string };

/** Makes it through its own forms. */
export async function makeTranslations(
  app: TestApp,
  signed: { cookie: string },
  account: string,
): Promise<TranslationContent> {
  const id = newId();
  const desk = '/daylight/en/desk/news';
  const words = { title: 'Bread for all', summary: 'In short.', body: '## One\n\nWords.', picture_alt: '' };
  await app.post(desk, { id, title: words.title, locale: 'en', kind: 'post' }, signed);
  await app.post(`${desk}/${id}/texts/en`, words, signed);
  await app.post(`${desk}/${id}/publication`, {}, signed);
  const text = `${d}/news/${id}/fr`;
  const page = await (await app.get(text, signed)).text();
  const seen = [...page.matchAll(/name="((?:source|target)\.[a-z_]+)" value="([0-9a-f]*)"/g)];
  const hidden = Object.fromEntries(seen.map((match) => [match[1]!, match[2]!]));
  const french = { title: 'Du pain', summary: 'En bref.', body: 'Des mots.', picture_alt: '' };
  await app.post(text, { ...hidden, ...french, 'machine.body': 'on', 'reviewed.title': 'on' }, signed);
  await app.post(`${desk}/${id}/texts/en`, { ...words, title: 'Bread and milk for all' }, signed);
  const given = newId();
  const form = { id: given, account, locale: 'fr', task: 'review', due_on: '2026-12-24', note: 'By the feast, please' };
  await app.post(`${d}/assignments`, { ...form, kind: 'news', thing: id }, signed);
  const tried = newId();
  const body = new FormData();
  const news = `news:${id}`;
  body.set('id', tried);
  body.set('locale', 'fr');
  body.set(
    'file',
    new Blob([
      'msgid ""\nmsgstr "Language: fr\\n"\n',
      `msgctxt "${news}:summary"\nmsgid "In short."\nmsgstr "Bref."\n`,
      `msgctxt "${news}:body"\nmsgid "Old words"\nmsgstr "Vieux mots"\n`,
      'msgctxt "nothing"\nmsgid "x"\nmsgstr "y"\n',
    ]),
    'news-fr.po',
  );
  const origin = 'http://127.0.0.1:3000';
  const headers = { cookie: signed.cookie, origin };
  await app.app.request(`${origin}${d}/imports`, { method: 'POST', body, headers });
  await app.post('/daylight/en/desk/vocabulary/issue/poverty', { label_en: 'Being poor', summary_en: '' }, signed);
  return { text, given, tried };
}

const own = ({ translations }: Content) => translations.text;

/** The pages of the room translations. */
export const translationPages: Record<string, Opening[]> = {
  [r]: [
    { name: 'translations', path: d, as: 'coordinator', says: 'Bread and milk for all' },
    { name: 'translations, nothing fits', path: `${d}?find=zzz`, as: 'coordinator', says: 'Nothing here fits' },
    { name: 'translations, empty', path: '/bare/en/translations', as: 'bare' },
  ],
  [`${r}/:kind/:id/:language`]: [
    { name: 'translation, source changed', path: own, as: 'coordinator', says: 'what changed' },
  ],
  [`${r}/imports`]: [
    { name: 'translation files', path: `${d}/imports`, as: 'coordinator', says: 'news-fr.po' },
    {
      name: 'translation files, none',
      path: '/bare/en/translations/imports',
      as: 'bare',
      says: 'No file has come back',
    },
  ],
  [`${r}/imports/:id`]: [
    {
      name: 'translation file, tried',
      path: ({ translations }) => `${d}/imports/${translations.tried}`,
      as: 'coordinator',
      says: 'it does not say which text it is',
    },
  ],
  '/:network/:locale/desk/vocabulary': [
    { name: 'own words', path: '/daylight/en/desk/vocabulary', as: 'coordinator', says: 'Being poor' },
    { name: 'own words, none', path: '/bare/en/desk/vocabulary?find=zzz', as: 'bare', says: 'No place is called that' },
  ],
  '/:network/:locale/desk/vocabulary/:noun/:id': [
    {
      name: 'own words of an issue',
      path: '/daylight/en/desk/vocabulary/issue/poverty',
      as: 'coordinator',
      says: 'In the list',
    },
  ],
  [`${r}/assignments`]: [
    { name: 'translation work', path: `${d}/assignments`, as: 'coordinator', says: 'By the feast, please' },
    {
      name: 'translation work, empty',
      path: '/bare/en/translations/assignments',
      as: 'bare',
      says: 'Nobody has been given',
    },
  ],
};

/** Their answers to forms. */
export const translationAnswers: Opening[] = [
  {
    name: 'own words with mistakes',
    path: '/daylight/en/desk/vocabulary/issue/poverty',
    as: 'coordinator',
    status: 422,
    form: { action: '/daylight/en/desk/vocabulary/issue/poverty', fields: { label_en: '', summary_en: 'A sentence' } },
  },
  {
    name: 'translation work with mistakes',
    path: `${d}/assignments`,
    as: 'coordinator',
    status: 422,
    form: { action: `${d}/assignments`, fields: { account: '', locale: 'de' } },
  },
];

/** Their routes that answer no page. */
export const translationNotPages: Record<string, string> = {
  '/:network/:locale/translations/export.po': 'a PO file: translations/po/import.test.ts',
};
