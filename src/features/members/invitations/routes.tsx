import type { Context, Hono } from 'hono';
import { record } from '../../../platform/audit/index.ts';
import {
  type Deps,
  type Env,
  type FieldErrors,
  found,
  handlersOf,
  idOf,
  page,
  readForm,
  setFlash,
  statusOf,
  view,
} from '../../../platform/http/index.ts';
import { cancelMails, queueMails } from '../../../platform/mail/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { requireDesk } from '../access.ts';
import { type Invited, mailAgainMs, most, readAddresses } from './invitation.ts';
import { InvitationsPage } from './pages.tsx';
import {
  endInvitation,
  findInvitation,
  insertInvitation,
  knownAddresses,
  listInvitations,
  noteMailed,
} from './queries.ts';

type C = Context<Env>;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const invitationMailKind = 'membership-invitation';

/** Asking people to join. */
export function invitationRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);

  async function listPage(c: C, state: FormState): Promise<Response> {
    requireDesk(c);
    const before = c.req.query('before');
    const shown = await read(c, (ctx) => listInvitations(ctx, before && uuid.test(before) ? before : undefined));
    return page(c, <InvitationsPage v={view(c, deps)} {...shown} state={state} />, statusOf(state));
  }

  app.get('/members/invitations', (c) => listPage(c, emptyForm({ locale: c.var.locale })));

  app.post('/members/invitations', async (c) => {
    requireDesk(c);
    const sent = await readForm(c);
    const values = { addresses: sent.get('addresses'), words: sent.get('words').trim(), locale: sent.get('locale') };
    const { invited, wrong } = readAddresses(values.addresses);
    const errors: FieldErrors = {};
    if (wrong.length > 0)
      errors.addresses = {
        key: 'members.wrong.addresses',
        values: { list: wrong.slice(0, 5).join(' · '), count: wrong.length },
      };
    else if (invited.length === 0) errors.addresses = { key: 'field.required' };
    else if (invited.length > most) errors.addresses = { key: 'members.wrong.manyAddresses', values: { limit: most } };
    if (values.words.length > 1_000) errors.words = { key: 'field.long', values: { limit: 1_000 } };
    const locale = c.var.network.locales.find((each) => each === values.locale) ?? c.var.locale;
    if (Object.keys(errors).length > 0) return listPage(c, { values, errors });
    const count = await write(c, (ctx) => invite(ctx, invited, { locale, words: values.words }));
    setFlash(c, deps, { key: 'members.flash.invited', values: { count, known: invited.length - count } });
    return c.redirect(urls.members.invitations(view(c, deps).at), 303);
  });

  app.post('/members/invitations/:id/mail', async (c) => {
    requireDesk(c);
    const id = idOf(c, 'id');
    const done = await write(c, async (ctx) => {
      const invitation = found(await findInvitation(ctx, id, true));
      if (invitation.state !== 'sent') return 'over';
      if (ctx.now.getTime() - invitation.mailedAt.getTime() < mailAgainMs) return 'early';
      await noteMailed(ctx, id);
      await mail(ctx, id, invitation.email, invitation.locale);
      await record(ctx, { verb: 'mailed', noun: 'membership-invitation', id });
      return 'again';
    });
    return after(c, urls.members.invitations(view(c, deps).at), `members.flash.invitation.${done}`);
  });

  app.post('/members/invitations/:id/withdrawal', async (c) => {
    requireDesk(c);
    const id = idOf(c, 'id');
    await write(c, async (ctx) => {
      found(await findInvitation(ctx, id));
      if (!(await endInvitation(ctx, id))) return;
      await cancelMails(ctx, [id]);
      await record(ctx, { verb: 'withdrawn', noun: 'membership-invitation', id });
    });
    return after(c, urls.members.invitations(view(c, deps).at), 'members.flash.invitation.withdrawn');
  });
}

/** Invites those who are not invited, no member and no applicant yet; returns how many. */
async function invite(ctx: Ctx, invited: Invited[], how: { locale: string; words: string }): Promise<number> {
  const known = await knownAddresses(
    ctx,
    invited.map(({ emailKey }) => emailKey),
  );
  let count = 0;
  for (const one of invited) {
    if (known.has(one.emailKey)) continue;
    const id = await insertInvitation(ctx, { ...one, ...how });
    if (!id) continue;
    await mail(ctx, id, one.email, how.locale);
    await record(ctx, { verb: 'invited', noun: 'membership-invitation', id });
    count += 1;
  }
  return count;
}

const mail = (ctx: Ctx, id: string, to: string, locale: string): Promise<void> =>
  queueMails(ctx, [{ kind: invitationMailKind, subjectId: id, to, locale, priority: 5 }]);
