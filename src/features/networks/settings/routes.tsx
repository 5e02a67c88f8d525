import type { Hono } from 'hono';
import { requireRole } from '../../../platform/access/index.ts';
import { record } from '../../../platform/audit/index.ts';
import { ctxOf, type Deps, type Env, edit, page, readForm, setFlash, view } from '../../../platform/http/index.ts';
import { urls } from '../../../urls.ts';
import { fieldNames, readSettings } from './forms.ts';
import { SettingsPage } from './page.tsx';
import { writeSettings } from './queries.ts';

/** Registers the page of a network's settings; coordinators alone. */
export function settingsRoutes(app: Hono<Env>, deps: Deps): void {
  app.get('/desk/network', async (c) => {
    requireRole(c, 'coordinator', 'administrator');
    const { network } = c.var;
    const values: Record<string, string> = {
      accent: network.accent,
      postal_address: network.postalAddress ?? '',
      mail_from: network.mailFrom ?? '',
    };
    for (const locale of network.locales) {
      values[`name_${locale}`] = network.name[locale] ?? '';
      values[`tagline_${locale}`] = network.tagline[locale] ?? '';
    }
    return page(c, <SettingsPage v={view(c, deps)} state={{ values, errors: {} }} usual={deps.config.mailFrom} />);
  });

  app.post('/desk/network', async (c) => {
    requireRole(c, 'coordinator', 'administrator');
    const { network } = c.var;
    const sent = await readForm(c);
    const form = readSettings(sent, network.locales);
    if (!form.ok) {
      const values = Object.fromEntries(fieldNames(network.locales).map((name) => [name, sent.get(name)]));
      return page(
        c,
        <SettingsPage v={view(c, deps)} state={{ values, errors: form.errors }} usual={deps.config.mailFrom} />,
        422,
      );
    }
    await edit(deps, network.id, async (trx) => {
      const ctx = ctxOf(c, trx);
      const changed = await writeSettings(ctx, form.data);
      if (changed.length > 0)
        await record(ctx, { verb: 'changed', noun: 'network', id: network.id, detail: { fields: changed } });
    });
    setFlash(c, deps, { key: 'networks.settings.saved' });
    return c.redirect(urls.networks.settings(view(c, deps).at), 303);
  });
}
