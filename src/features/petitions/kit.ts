import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { newId, sha256 } from '../../platform/crypto/ids.ts';
import { emailKey } from '../../platform/mail/index.ts';
import { FileRefused, readYaml } from '../../platform/readable/index.ts';
import type { KitPlace } from '../../platform/registry/index.ts';
import { displays } from '../campaigns/index.ts';
import { foldName } from '../representatives/index.ts';

const text = z.string().trim().min(1);
const file = z.strictObject({
  signatures: z.array(
    z.strictObject({
      /** The slug of one of the kit's petitions. */
      petition: text,
      name: text,
      /** Invented: it leads nowhere. */
      email: text.regex(/^[^@\s]+@[^@\s]+\.invalid$/),
      locale: text,
      display: z.enum(displays),
      district: text.optional(),
      comment: text.optional(),
      /** Whether a coordinator has shown the comment already. */
      shown: z.boolean().default(true),
      /** May be named to those to whom the petition is handed over. */
      listed: z.boolean().default(false),
      on: z.iso.date(),
    }),
  ),
});

/** Records the kit's `signatures.yaml`: invented people who signed. They go when the sample petition is cleared. */
export async function loadKit({ trx, folder, network, now }: KitPlace): Promise<void> {
  const path = join(folder, 'signatures.yaml');
  if (!existsSync(path)) return;
  const own = { network_id: network.id };
  for (const one of (await readYaml(path, file)).signatures) {
    const campaign = await trx
      .selectFrom('campaigns')
      .select('id')
      .where('network_id', '=', network.id)
      .where('slug', '=', one.petition)
      .where('mode', '=', 'petition')
      .executeTakeFirst();
    if (!campaign) throw new FileRefused(path, [`signatures: there is no petition ${one.petition}`]);
    const [person, action] = [newId(), newId()];
    const at = new Date(`${one.on}T15:00:00Z`);
    await trx
      .insertInto('people')
      .values({
        ...own,
        id: person,
        name: one.name,
        name_key: foldName(one.name),
        email: one.email,
        email_key: emailKey(one.email),
        locale: one.locale,
        created_at: at,
      })
      .execute();
    await trx
      .insertInto('actions')
      .values({
        ...own,
        id: action,
        campaign_id: campaign.id,
        person_id: person,
        state: 'confirmed',
        counted: true,
        content_hash: sha256(action),
        locale: one.locale,
        subject: '',
        body: '',
        created_at: at,
        confirmed_at: at,
      })
      .execute();
    await trx
      .insertInto('signatures')
      .values({
        ...own,
        action_id: action,
        campaign_id: campaign.id,
        display: one.display,
        comment: one.comment ?? '',
        comment_state: one.comment ? (one.shown ? 'shown' : 'waiting') : 'none',
        decided_at: one.comment && one.shown ? now : null,
        division_id: one.district ?? null,
      })
      .execute();
    if (one.listed) {
      const consent = { ...own, person_id: person, purpose: 'listing', source: 'form', action_id: action, at };
      await trx
        .insertInto('consents')
        .values([
          { ...consent, id: newId(), event: 'given' },
          { ...consent, id: newId(), event: 'confirmed' },
        ])
        .execute();
    }
  }
}
