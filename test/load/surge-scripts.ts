import { askForSending, insertLetters } from '../../src/features/campaigns/recording.ts';
import { sha256 } from '../../src/platform/crypto/ids.ts';

/** What every transaction of pgbench is about. */
export type Rows = {
  network: string;
  campaign: string;
  wording: string;
  posts: string[];
  subject: string;
  body: string;
};

/** A constant. A colon in it would name a variable to pgbench, also between quotes: it is written by its number. */
const quoted = (text: string): string => {
  const plain = text.replaceAll("'", "''");
  return text.includes(':') ? `U&'${plain.replaceAll('\\', '\\\\').replaceAll(':', '\\003A')}'` : `'${plain}'`;
};

/** Makes a person and mailbox for each transaction by one random number. */
const begin = (rows: Rows): string[] => [
  '\\set n random(1, 4611686018427387903)',
  'begin;',
  `set local casement.network = ${quoted(rows.network)};`,
];
const mailbox = `('surge-pgbench-' || :n::text || '@example.invalid')`;
const name = `('Ana ' || :n::text)`;
const nameKey = `('ana ' || :n::text)`;
/** An id in order of time, as the program's are: milliseconds first, then what is the transaction's own. */
const id = (salt: string): string =>
  `overlay(md5(:n::text || '${salt}') placing lpad(to_hex((extract(epoch from now()) * 1000)::bigint), 12, '0') from 1)::uuid`;
const hash = ({ subject, body, posts }: Rows): string =>
  sha256(JSON.stringify([subject, body, [...posts].sort()])).toString('hex');
const postList = ({ posts }: Rows): string => quoted(`{${posts.map((post) => `"${post}"`).join()}}`);

/** The program's own statements, for one letter with one consent; `pipelined`: all of a transaction leave at once. */
export function sameStatements(rows: Rows, pipelined = false): string {
  const one = (expression: string) => `array[${expression}]`;
  const text = (value: string) => one(quoted(value));
  const campaign = text(rows.campaign);
  const head = [`${quoted(rows.network)}::uuid`, campaign, 'now()'];
  const letters = [
    ...[...head, campaign, one(id('action')), one(id('person')), one(name), one(nameKey), one(mailbox), one(mailbox)],
    ...[
      text(hash(rows)),
      one(postList(rows)),
      text('en'),
      text(rows.subject),
      text(rows.body),
      one('false'),
      text('{}'),
    ],
    // No wish how to reach them.
    ...[one('now()'), one(`now() + interval '7 days'`), one(id('audit')), one(id('mail')), text('')],
    ...[one(id('action')), one(id('consent')), text('newsletter'), text(rows.wording)],
  ];
  const statement = insertLetters({ streets: false, flags: false, consents: true });
  const filled = (statement: string, values: string[]) =>
    `${statement.replace(/\$(\d+)/g, (_, n) => values[Number(n) - 1]!)};`;
  return transaction(rows, pipelined, [filled(statement.text, letters), `${askForSending.text};`]);
}

/** The same rows by the plainest statements that write them, without any of the program's checks; the job is left out. */
export function plainInserts(rows: Rows): string {
  const values = (...all: string[]) => `values (${[quoted(rows.network), ...all].join(', ')});`;
  return transaction(rows, false, [
    `insert into people (network_id, id, name, name_key, email, email_key, locale, created_at, keep_until) ${values(id('person'), name, nameKey, mailbox, mailbox, "'en'", 'now()', "now() + interval '7 days'")}`,
    `insert into actions (network_id, id, campaign_id, person_id, content_hash, post_ids, locale, subject, body, source, created_at) ${values(id('action'), quoted(rows.campaign), id('person'), `decode('${hash(rows)}', 'hex')`, postList(rows), "'en'", quoted(rows.subject), quoted(rows.body), "'{}'", 'now()')}`,
    `insert into consents (network_id, id, person_id, purpose, event, wording_id, source, action_id, at) ${values(id('consent'), id('person'), "'newsletter'", "'given'", quoted(rows.wording), "'form'", id('action'), 'now()')}`,
    `insert into audit (network_id, id, at, actor_kind, verb, noun, noun_id) ${values(id('audit'), 'now()', "'public'", "'recorded'", "'action'", `${id('action')}::text`)}`,
    `insert into mails (network_id, id, kind, priority, message_id, subject_id, to_address, locale, due_at, created_at) ${values(id('mail'), "'confirmation'", '0', `${id('mail')}::text`, id('action'), mailbox, "'en'", 'now()', 'now()')}`,
  ]);
}

const transaction = (rows: Rows, pipelined: boolean, statements: string[]): string =>
  [
    ...begin(rows),
    ...(pipelined ? ['\\startpipeline'] : []),
    ...statements,
    ...(pipelined ? ['\\endpipeline'] : []),
    'commit;',
    '',
  ].join('\n');
