import { Parser } from 'htmlparser2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, signInAs, type TestApp } from './app.ts';
import { kits } from './beginnings.ts';

/**
 * A network whose readers' language nobody has written in yet: everything that is words falls back to another, and says so to whoever hears
 * the page read aloud. What an element shows alone is looked at; a list of several words in one line ("Canada · French") is not, nor is what a
 * place is called: a name.
 */
const home = '/daylight/pt';
/** Begins whatever is written. */
const sign = 'Zebra';
/** Tables of texts, a row a language, with what is shown of them by itself. */
const tables = {
  campaign_texts: ['title', 'summary'],
  exchange_texts: ['title'],
  library_versions: ['title', 'abstract'],
  news_texts: ['title', 'summary'],
  practice_texts: ['title', 'problem'],
};
/** Each kind of page is opened so often. */
const ofAKind = 2;

let app: TestApp;
let cookie: string;
/** All that is written, and in which language. */
const written = new Map<string, string>();

beforeAll(async () => {
  app = await createTestApp({ from: await kits() });
  const { owner } = app.db;
  const { rows: maps } = await owner.query<{ table: string; column: string }>(
    `select c.table_name as table, c.column_name as column
       from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type = 'jsonb'
        and c.table_name not in ('places', 'divisions')`,
  );
  const note = (rows: { text: string; locale: string }[]) => {
    for (const { text, locale } of rows) written.set(folded(text), locale);
  };
  for (const { table, column } of maps) {
    const { rows } = await owner.query<{ text: string; locale: string }>(
      `update "${table}" set "${column}" = jsonb_build_object('en', $1 || ' ' || ("${column}" ->> 'en'))
        where jsonb_typeof("${column}" -> 'en') = 'string' and "${column}" ->> 'en' <> ''
        returning "${column}" ->> 'en' as text, 'en' as locale`,
      [sign],
    );
    note(rows);
  }
  for (const [table, columns] of Object.entries(tables)) {
    for (const column of columns) {
      const { rows } = await owner.query<{ text: string; locale: string }>(
        `update ${table} set ${column} = $1 || ' ' || ${column} where ${column} <> '' returning ${column} as text, locale`,
        [sign],
      );
      note(rows);
    }
  }
  await owner.query(`update networks set locales = locales || '{pt}' where slug = 'daylight'`);
  app.deps.edits.emit('');
  await app.work();
  ({ cookie } = await signInAs(app, await app.network('daylight'), 'member'));
}, 240_000);
afterAll(() => app?.stop());

const folded = (text: string): string => text.replace(/\s+/g, ' ').trim();

type Read = { unsaid: string[]; links: string[]; said: number };

/** What a page shows of what is written: how often it says the language, and where it does not. */
function readPage(html: string): Read {
  const read: Read = { unsaid: [], links: [], said: 0 };
  /** `offered`: in a list to choose from, or in the head: not read as part of the page. `settled`: what is in it was looked at already, further in. */
  const open: { lang: string | undefined; text: string; offered: boolean; settled: boolean }[] = [];
  const parser = new Parser({
    onopentag(tag, of) {
      const whole = open.at(-1);
      const offered = whole?.offered || tag === 'head' || tag === 'option' || of['data-island'] === 'tag-search';
      open.push({ lang: of.lang ?? whole?.lang, text: '', offered, settled: offered });
      if (tag === 'a' && of.href) read.links.push(of.href);
    },
    ontext(text) {
      for (const one of open) one.text += text;
    },
    onclosetag() {
      const { lang, text, settled } = open.pop()!;
      const whole = open.at(-1);
      const locale = written.get(folded(text));
      if (whole && (settled || locale)) whole.settled = true;
      if (settled || !locale) return;
      if (lang === locale) read.said += 1;
      else read.unsaid.push(folded(text));
    },
  });
  parser.end(html);
  return read;
}

/** The kind of page behind an address: without what names the one thing. */
const kindOf = (path: string): string => {
  const [place, query] = path.split('?');
  const kind = place!.slice(home.length).replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id');
  return kind.replace(/^(\/[a-z-]+)\/(?!new|roles|mine)[^/]+/, '$1/:one') + (query ? '?' : '');
};

test.each(['visitor', 'member'])(
  'what falls back to another language says so on every page that a %s is led to',
  async (who) => {
    const queue = [home, `${home}/search?q=prison`];
    const asked = new Set<string>();
    const kinds = new Map<string, number>();
    const unsaid: Record<string, string[]> = {};
    let said = 0;
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      path = path.split('#')[0]!;
      const kind = kindOf(path);
      const times = kinds.get(kind) ?? 0;
      if (asked.has(path) || times >= ofAKind) continue;
      asked.add(path);
      const answer = await app.get(path, { cookie: who === 'member' ? cookie : undefined });
      const page = answer.status === 200 && answer.headers.get('content-type')?.startsWith('text/html');
      const text = await answer.text();
      if (!page) continue;
      kinds.set(kind, times + 1);
      const read = readPage(text);
      said += read.said;
      if (read.unsaid.length > 0) unsaid[path] = [...new Set(read.unsaid)].slice(0, 8);
      queue.push(...read.links.filter((link) => link.startsWith(home)));
    }
    expect(unsaid).toEqual({});
    // The walk went somewhere.
    for (const kind of ['/campaigns', '/issues/:one', '/standards/:one', '/news', '/library', '/search?'])
      expect([...kinds.keys()]).toContain(kind);
    expect(said).toBeGreaterThan(500);
  },
  240_000,
);
