import { sql } from 'kysely';
import { signedAddress } from '../../../platform/mail/index.ts';
import type { ComposedMail, MailKind, MailOutcome } from '../../../platform/registry/index.ts';
import { type Ctx, inLocale } from '../../../platform/tenancy/index.ts';
import { representativesOf } from '../../representatives/index.ts';
import { stopAtTheDoor } from '../changes.ts';
import { letterText } from '../mails/words.ts';
import { agreedToReplies, settleLetters } from '../settle.ts';
import { returnLetter } from './faults.ts';

type Letter = {
  digest: string;
  delivery: string;
  name: string;
  email: string;
  subject: string;
  body: string;
  street: string | null;
  replies: boolean;
};

async function lettersOf(ctx: Ctx, digestIds: string[]): Promise<Letter[]> {
  const { rows } = await sql<Letter>`
    select l.digest_id as digest, d.id as delivery, p.name, p.email, a.subject, a.body, s.address as street,
      ${agreedToReplies} as replies
    from digest_letters l
    join deliveries d on d.network_id = l.network_id and d.id = l.delivery_id
    join actions a on a.network_id = d.network_id and a.id = d.action_id
    join people p on p.network_id = a.network_id and p.id = a.person_id
    left join action_addresses s on s.network_id = a.network_id and s.action_id = a.id
    where l.network_id = ${ctx.network.id} and l.digest_id = any(${digestIds}::uuid[]) and p.erased_at is null
    order by d.id`.execute(ctx.trx);
  return rows;
}

const outcomesFor = (letters: { delivery_id: string }[], outcome: Omit<MailOutcome, 'subjectId'>): MailOutcome[] =>
  letters.map((letter) => ({ ...outcome, subjectId: letter.delivery_id }));

const idsOf = (ctx: Ctx, digestId: string) =>
  ctx.trx
    .selectFrom('digest_letters')
    .select('delivery_id')
    .where('network_id', '=', ctx.network.id)
    .where('digest_id', '=', digestId)
    .execute();

/** The letters of a day to one target in one mail: each in full, with the address at which its writer is answered. */
export const digest: MailKind = {
  async compose({ ctx, deps }, ids) {
    const composed = new Map<string, ComposedMail>();
    const digests = await ctx.trx
      .selectFrom('digests')
      .selectAll()
      .where('network_id', '=', ctx.network.id)
      .where('id', 'in', ids)
      .execute();
    const bundled = await lettersOf(ctx, ids);
    // As for a single letter: nothing goes to somebody who has left her seat.
    const lookup = await representativesOf(deps.db).of(ctx.network);
    const stopped = await stopAtTheDoor(
      ctx,
      lookup,
      bundled.map((letter) => letter.delivery),
    );
    const letters = Map.groupBy(
      bundled.filter((letter) => !stopped.has(letter.delivery)),
      (letter) => letter.digest,
    );
    const titles = await ctx.trx
      .selectFrom('campaign_texts')
      .select(['campaign_id', 'locale', 'title'])
      .where('network_id', '=', ctx.network.id)
      .where('campaign_id', 'in', [...new Set(digests.map((one) => one.campaign_id))])
      .execute();
    for (const one of digests) {
      const own = letters.get(one.id);
      if (!own) continue;
      const t = deps.messages.for(one.locale);
      const network = inLocale(ctx.network.name, one.locale);
      const title = inLocale(
        Object.fromEntries(
          titles.filter((text) => text.campaign_id === one.campaign_id).map((text) => [text.locale, text.title]),
        ),
        one.locale,
      );
      composed.set(one.id, {
        from: { name: network },
        to: { name: one.official_name ?? '', address: one.address },
        subject: t('deliveries.digest.subject', { count: own.length, title }),
        text: [
          t('deliveries.digest.lead', { count: own.length, network }),
          ...own.map((letter, place) => {
            const ours = letter.replies ? signedAddress(deps, 'reply', ctx.network, letter.delivery) : undefined;
            const head = t('deliveries.digest.letter', { place: place + 1, count: own.length, name: letter.name });
            const answer = t('deliveries.digest.answer', { address: ours ?? letter.email });
            return [
              '-----',
              head,
              answer,
              `${letter.subject}\n\n${letterText({ ...letter, street: letter.street ?? '' })}`,
            ].join('\n\n');
          }),
          '-----',
          [network, ctx.network.postalAddress].filter(Boolean).join('\n'),
        ].join('\n\n'),
      });
    }
    return composed;
  },
  async settled(ctx, outcomes) {
    for (const { subjectId, ...outcome } of outcomes)
      await settleLetters(ctx, outcomesFor(await idsOf(ctx, subjectId), outcome));
  },
  async returned(ctx, mail) {
    for (const letter of await idsOf(ctx, mail.subjectId))
      await returnLetter(ctx, { ...mail, subjectId: letter.delivery_id });
  },
};
