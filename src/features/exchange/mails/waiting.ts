import type { ComposedMail, MailKind } from '../../../platform/registry/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { plainMail, spoken } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';

type Reader = { subjectId: string; name: string; email: string; locale: string; path: 'mine' | { talk: string } };

/** Says that something waits, and where; never from whom nor about what. */
const saying = (words: 'waiting' | 'matches', readersOf: (ctx: Ctx, ids: string[]) => Promise<Reader[]>): MailKind => ({
  secret: 'reader',
  async compose({ ctx, deps }, ids) {
    const mails = new Map<string, ComposedMail>();
    for (const reader of await readersOf(ctx, ids)) {
      const { t, locale, network, at } = spoken(ctx, deps, reader.locale);
      mails.set(
        reader.subjectId,
        await plainMail(ctx, deps, {
          to: { name: reader.name, address: reader.email },
          locale,
          subject: t(`exchange.mail.${words}.subject`, { network }),
          paragraphs: [t('exchange.mail.hello', { name: reader.name }), t(`exchange.mail.${words}.text`)],
          path: reader.path === 'mine' ? urls.exchange.mine(at) : urls.exchange.talk(at, reader.path.talk),
          button: t('exchange.mail.open'),
          why: t(`exchange.mail.${words}.why`),
        }),
      );
    }
    return mails;
  },
});

/** A message in a conversation; the subject is the message, its reader the other of the two. */
export const waitingMail = saying('waiting', async (ctx, ids) => {
  const rows = await ctx.trx
    .selectFrom('exchange_messages as m')
    .innerJoin('exchange_talks as t', (join) =>
      join.onRef('t.network_id', '=', 'm.network_id').onRef('t.id', '=', 'm.talk_id'),
    )
    .innerJoin('exchange_items as i', (join) =>
      join.onRef('i.network_id', '=', 't.network_id').onRef('i.id', '=', 't.item_id'),
    )
    .innerJoin('accounts as a', (join) =>
      join
        .onRef('a.network_id', '=', 'm.network_id')
        .on((eb) =>
          eb(
            'a.id',
            '=',
            eb
              .case()
              .when('m.account_id', '=', eb.ref('i.account_id'))
              .then(eb.ref('t.account_id'))
              .else(eb.ref('i.account_id'))
              .end(),
          ),
        ),
    )
    .select(['m.id as subjectId', 't.id as talk', 'a.name', 'a.email', 'a.locale'])
    .where('m.network_id', '=', ctx.network.id)
    .where('m.id', 'in', ids)
    .where('a.disabled_at', 'is', null)
    .execute();
  return rows.flatMap(({ email, talk, ...row }) => (email ? [{ ...row, email, path: { talk } }] : []));
});

/** New matches; the subject is the account of whoever asked to be told. */
export const matchesMail = saying('matches', async (ctx, ids) => {
  const rows = await ctx.trx
    .selectFrom('accounts')
    .select(['id as subjectId', 'name', 'email', 'locale'])
    .where('network_id', '=', ctx.network.id)
    .where('id', 'in', ids)
    .where('disabled_at', 'is', null)
    .execute();
  return rows.flatMap(({ email, ...row }) => (email ? [{ ...row, email, path: 'mine' as const }] : []));
});
