import type { Ctx } from '../../../platform/tenancy/index.ts';
import type { NetworkSettingsForm } from './forms.ts';

/**
 * Writes the network's settings; texts in languages that the form did not carry stay. Returns the names of the fields that
 * changed. The row is held until the end of the transaction, so that two coordinators' changes are told apart.
 */
export async function writeSettings(ctx: Ctx, form: NetworkSettingsForm): Promise<string[]> {
  const before = await ctx.trx
    .selectFrom('networks')
    .select(['name', 'tagline', 'accent', 'postal_address', 'mail_from'])
    .where('id', '=', ctx.network.id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const texts = { name: before.name as Record<string, string>, tagline: before.tagline as Record<string, string> };
  const changed = (['name', 'tagline'] as const).flatMap((field) =>
    Object.keys(form[field])
      .filter((locale) => form[field][locale] !== (texts[field][locale] ?? ''))
      .map((locale) => `${field}_${locale}`),
  );
  if (form.accent !== before.accent) changed.push('accent');
  if (form.postalAddress !== before.postal_address) changed.push('postal_address');
  if (form.mailFrom !== before.mail_from) changed.push('mail_from');
  if (changed.length === 0) return [];
  await ctx.trx
    .updateTable('networks')
    .set({
      name: JSON.stringify({ ...texts.name, ...form.name }),
      tagline: JSON.stringify({ ...texts.tagline, ...form.tagline }),
      accent: form.accent,
      postal_address: form.postalAddress,
      mail_from: form.mailFrom,
    })
    .where('id', '=', ctx.network.id)
    .execute();
  return changed;
}
