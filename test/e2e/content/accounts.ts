import { inNetwork } from '../../../src/platform/db/index.ts';
import { signInAs, type TestApp } from '../../app.ts';

/** People with accounts in /daylight, in the states that their pages show. */
export type AccountContent = {
  /** Cookie headers: who gives access, who reads the log, who has set up no second factor. */
  administrator: string;
  auditor: string;
  weak: string;
  /** Somebody with a passphrase, an app begun, a kit printed; and her session that still waits for its second factor. */
  setUp: string;
  half: string;
  /** Ids of people: one with grants past and present, one who has not used her printed code. */
  person: string;
  waiting: string;
};

const base = '/daylight/en';
const passphrase = 'seven windows over the yard';

export async function makeAccounts(app: TestApp): Promise<AccountContent> {
  const network = await app.network('daylight');
  const administrator = await signInAs(app, network, 'administrator');
  const auditor = await signInAs(app, network, 'auditor');
  const weak = await signInAs.weakly(app, network, 'coordinator');
  const setUp = await signInAs(app, network, 'member');
  const cookie = setUp.cookie;
  await app.post(`${base}/account/passphrase`, { passphrase, again: passphrase }, { cookie });
  await app.post(`${base}/account/recovery-kit`, {}, { cookie });
  await app.post(`${base}/account/second-factor/app`, {}, { cookie });
  await app.post(`${base}/account/second-factor/codes`, {}, { cookie });
  const { email } = await inNetwork(app.db, network.id, (trx) =>
    trx.selectFrom('accounts').select('email').where('id', '=', setUp.id).executeTakeFirstOrThrow(),
  );
  const entered = await app.post(`${base}/sign-in`, { email: email!, passphrase });
  const half = entered.headers.getSetCookie().find((line) => line.startsWith('casement_session='))!;
  const by = { cookie: administrator.cookie };
  const sheet = await app.post(
    `${base}/people`,
    { name: 'Ines Invented', email: '', username: 'ines', locale: 'en', role: 'member', until: '', reason: 'joined' },
    by,
  );
  const waiting = /\/people\/([0-9a-f-]{36})"/.exec(await sheet.text())![1]!;
  await app.post(
    `${base}/people/${setUp.id}/grants`,
    { role: 'lead', from: '', until: '2027-01-31', reason: 'leads the reading group' },
    by,
  );
  return {
    administrator: administrator.cookie,
    auditor: auditor.cookie,
    weak: weak.cookie,
    setUp: cookie,
    half: half.split(';')[0]!,
    person: setUp.id,
    waiting,
  };
}
