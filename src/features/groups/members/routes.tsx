import type { Context, Hono } from 'hono';
import { type Env, found, idOf, Problem, page, parse, readForm, view } from '../../../platform/http/index.ts';
import { emptyForm, type FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { mayRun } from '../access.ts';
import { membershipForm, readFields } from '../forms.ts';
import { type Group, isIn } from '../group.ts';
import { groupTabs } from '../pages/frame.tsx';
import { atTheDoor, listMembers, placeById } from '../queries.ts';
import type { Room } from '../routes.tsx';
import { admit, invite, leave, refuse, setLead, takeOut, takePlace } from './commands.ts';
import { accountKey } from './key.ts';
import { LeavingPage, MembershipPage, MembersPage, TakeOutPage } from './pages.tsx';

type C = Context<Env>;

/** Coming into a group, being in it, and leaving it. */
export function memberRoutes(app: Hono<Env>, room: Room): void {
  const { deps, read, write, after } = room;
  const frame = (c: C, group: Group) => {
    const v = view(c, deps);
    return { v, group, tabs: groupTabs(deps, v, group) };
  };

  async function membershipPage(c: C, state?: FormState): Promise<Response> {
    const group = await read(c, (ctx) => room.group(c, ctx));
    if (group.closedAt && !isIn(group)) throw new Problem('not-found');
    const values = { alias: group.mine?.alias ?? '', words: '', watch: group.mine?.watch ?? 'all' };
    return page(c, <MembershipPage {...frame(c, group)} state={state ?? emptyForm(values)} />, state ? 422 : 200);
  }

  app.get('/groups/:slug/membership', (c) => {
    room.somebody(c);
    return membershipPage(c);
  });

  app.post('/groups/:slug/membership', async (c) => {
    const account = room.somebody(c);
    const values = readFields(await readForm(c), ['alias', 'words', 'watch']);
    const parsed = parse(membershipForm, values);
    if (!parsed.ok) return membershipPage(c, { values, errors: parsed.errors });
    const slug = c.req.param('slug');
    const outcome = await write(c, (ctx) => takePlace(ctx, account, slug, parsed.data));
    if (!outcome.ok) return membershipPage(c, { values, errors: outcome.errors });
    return after(c, urls.groups.show(view(c, deps).at, slug), `groups.flash.${outcome.became}`);
  });

  async function leavingPage(c: C, state?: FormState): Promise<Response> {
    const group = await read(c, (ctx) => room.group(c, ctx));
    if (!isIn(group)) throw new Problem('not-found');
    return page(c, <LeavingPage {...frame(c, group)} state={state ?? emptyForm()} />, state ? 422 : 200);
  }

  app.get('/groups/:slug/leaving', (c) => {
    room.somebody(c);
    return leavingPage(c);
  });

  app.post('/groups/:slug/leaving', async (c) => {
    const account = room.somebody(c);
    const keepName = (await readForm(c)).get('name') !== 'former';
    const outcome = await write(c, (ctx) => leave(ctx, account.id, c.req.param('slug'), keepName));
    if (!outcome.ok) return leavingPage(c, { values: {}, errors: outcome.errors });
    return after(c, urls.groups.list(view(c, deps).at), 'groups.flash.left');
  });

  async function membersPage(c: C, state?: FormState): Promise<Response> {
    const typed = c.req.query('after');
    const [id, ...rest] = (typed ?? '').split('_');
    const from = typed === undefined ? undefined : { id: idForm(id), name: rest.join('_') };
    const stored = await read(c, async (ctx) => {
      const group = await room.group(c, ctx);
      const runs = mayRun(ctx.actor, group);
      if (!isIn(group) && !runs) throw new Problem('not-found');
      const [{ members, more }, door] = await Promise.all([
        listMembers(ctx, group.id, from),
        runs && !from ? atTheDoor(ctx, group.id) : [],
      ]);
      return { group, members, more, door, mayRun: runs };
    });
    const { v, ...framed } = frame(c, stored.group);
    const last = stored.members.at(-1);
    return page(
      c,
      <MembersPage
        v={v}
        {...framed}
        members={stored.members}
        door={stored.door}
        mayRun={stored.mayRun}
        next={
          stored.more && last ? urls.groups.membersFrom(v.at, stored.group.slug, `${last.id}_${last.name}`) : undefined
        }
        state={state ?? emptyForm()}
      />,
      state ? 422 : 200,
    );
  }

  app.get('/groups/:slug/members', (c) => {
    room.somebody(c);
    return membersPage(c);
  });

  app.post('/groups/:slug/invitations', async (c) => {
    room.somebody(c);
    const values = readFields(await readForm(c), ['key']);
    const group = await read(c, (ctx) => room.run(c, ctx));
    if (!values.key || values.key.length > 254)
      return membersPage(c, { values, errors: { key: { key: 'field.required' } } });
    await write(c, (ctx) => invite(ctx, group.slug, accountKey(values.key!)));
    return after(c, urls.groups.members(view(c, deps).at, group.slug), 'groups.flash.invited');
  });

  /** What one button does to one place, for who runs the group. */
  const act = (
    path: string,
    flash: string,
    does: (ctx: Parameters<typeof admit>[0], slug: string, place: string) => Promise<unknown>,
  ) =>
    app.post(path, async (c) => {
      room.somebody(c);
      const place = idOf(c, 'member');
      const { slug, outcome } = await write(c, async (ctx) => {
        const { slug } = await room.run(c, ctx);
        return { slug, outcome: await does(ctx, slug, place) };
      });
      const failed = outcome as { ok: false; errors: FormState['errors'] } | undefined;
      if (failed && failed.ok === false) return membersPage(c, { values: {}, errors: failed.errors });
      // Who ended her own lead is still in the group and sees its members.
      return after(c, urls.groups.members(view(c, deps).at, slug), flash);
    });

  act('/groups/:slug/members/:member/admission', 'groups.flash.admitted', admit);
  act('/groups/:slug/members/:member/refusal', 'groups.flash.refused', refuse);
  act('/groups/:slug/members/:member/removal', 'groups.flash.takenOut', takeOut);
  act('/groups/:slug/members/:member/lead', 'groups.flash.leadMade', (ctx, slug, place) =>
    setLead(ctx, slug, place, true),
  );
  act('/groups/:slug/members/:member/lead/end', 'groups.flash.leadEnded', (ctx, slug, place) =>
    setLead(ctx, slug, place, false),
  );

  app.get('/groups/:slug/members/:member/removal', async (c) => {
    room.somebody(c);
    const { group, member } = await read(c, async (ctx) => {
      const group = await room.run(c, ctx);
      return { group, member: found(await placeById(ctx, group.id, idOf(c, 'member'))) };
    });
    if (member.state !== 'in' || member.id === group.mine?.id) throw new Problem('not-found');
    return page(c, <TakeOutPage {...frame(c, group)} member={{ id: member.id, name: member.name }} />);
  });
}

const idForm = (text: string | undefined): string =>
  found(text && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text : undefined);
