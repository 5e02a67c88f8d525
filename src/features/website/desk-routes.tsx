import type { Context, Hono } from 'hono';
import { newId } from '../../platform/crypto/ids.ts';
import {
  type Deps,
  type Env,
  found,
  handlersOf,
  idOf,
  Problem,
  page,
  readForm,
  setFlash,
  statusOf,
  view,
} from '../../platform/http/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { listCampaigns } from '../campaigns/index.ts';
import { listWorks, visibleAmong } from '../library/index.ts';
import { organisationChoices } from '../organisations/index.ts';
import { picturesOf, receivePicture } from '../pictures/index.ts';
import { standingsOf } from '../translations/index.ts';
import { requireWebsiteDesk } from './access.ts';
import { type Block, isPageName, kindOf, kindsOfPage, optionOf, optionsOf, type PageName } from './block.ts';
import {
  addBlock,
  discardDraft,
  moveBlock,
  type Outcome,
  publishDraft,
  removeBlock,
  removeEdition,
  restoreEdition,
  saveBlock,
  setPicture,
  showBlock,
  workingBlocks,
} from './commands.ts';
import { fillingOf } from './fill.ts';
import { blockValues, type Choices, readBlock, typedValues } from './forms.ts';
import { DeskPage, PagesPage } from './pages/desk.tsx';
import { BlockPage, BlockRemovalPage } from './pages/edit.tsx';
import { DiscardPage, EditionRemovalPage, HistoryPage, Looking } from './pages/history.tsx';
import { HomePage } from './pages/home.tsx';
import { ListPage } from './pages/lists.tsx';
import { editionNumbered, pageStates, publishedEditions } from './queries.ts';
import { thingOf, translatable } from './translatable.ts';

type C = Context<Env>;
const most = 300;

/** Coordinators compose the pages, under /desk/website. */
export function deskRoutes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);
  const pageOf = (c: C): PageName => {
    const name = c.req.param('page') ?? '';
    if (!isPageName(name)) throw new Problem('not-found');
    return name;
  };

  for (const path of ['/desk/website', '/desk/website/*']) {
    app.use(path, async (c, next) => {
      requireWebsiteDesk(c);
      await next();
    });
  }

  app.get('/desk/website', async (c) => {
    const states = await read(c, pageStates);
    return page(c, <PagesPage v={view(c, deps)} states={states} />);
  });

  /** What visitors would see of these blocks now: whatever she may see beyond that does not count. */
  const asVisitor = async (ctx: Ctx, name: PageName, blocks: readonly Block[]) => {
    const shown = blocks.filter((block) => block.on);
    return { blocks: shown, filling: await fillingOf({ ...ctx, actor: { kind: 'public' } }, name, shown) };
  };

  async function deskPage(c: C, state: FormState = emptyForm()): Promise<Response> {
    const name = pageOf(c);
    const shown = await read(c, async (ctx) => {
      const { draft, blocks } = await workingBlocks(ctx, name);
      const [{ filling }, translations] = await Promise.all([
        asVisitor(ctx, name, blocks),
        translatable
          .find(
            ctx,
            blocks.map((block) => thingOf(name, block)),
          )
          .then((things) => standingsOf(ctx, translatable, things)),
      ]);
      return { draft, blocks, filling, translations };
    });
    return page(
      c,
      <DeskPage v={view(c, deps)} page={name} {...shown} id={newId()} kinds={kindsOfPage(name)} state={state} />,
      statusOf(state),
    );
  }

  app.get('/desk/website/:page', (c) => deskPage(c));

  app.post('/desk/website/:page/blocks', async (c) => {
    const name = pageOf(c);
    const sent = await readForm(c);
    const kind = kindsOfPage(name).find((one) => one === sent.get('kind'));
    if (!kind) return deskPage(c, { values: {}, errors: { kind: { key: 'field.choose' } } });
    const id = isId(sent.get('id')) ? sent.get('id') : newId();
    const outcome = await write(c, (ctx) => addBlock(ctx, name, id, kind));
    if (outcome === 'full' || outcome === 'twice')
      return deskPage(c, { values: { kind }, errors: { kind: { key: `website.error.${outcome}` } } });
    return after(c, urls.website.block(view(c, deps).at, name, id), 'website.flash.added');
  });

  /** Everything that a block of this kind can name, as far as she may choose it. */
  async function choicesFor(ctx: Ctx, block: Block): Promise<Choices> {
    const kind = kindOf(block.kind);
    const asks = (what: string) => kind.options.some((option) => 'of' in option && option.of === what);
    const doors = kind.options.some((option) => option.type === 'door');
    const campaigns = asks('campaigns') || doors ? await listCampaigns(ctx) : [];
    const works = asks('works') || asks('work') || doors ? await worksToChoose(ctx, block) : [];
    const organisations = asks('organisation') ? await organisationChoices({ ...ctx, actor: { kind: 'public' } }) : [];
    return {
      campaigns: campaigns.map(({ id, title }) => ({ id, title })),
      works,
      organisations: organisations.map(({ id, name }) => ({ id, title: name })),
    };
  }

  /** The newest works, and those that the block names already. */
  async function worksToChoose(ctx: Ctx, block: Block): Promise<Choices['works']> {
    const named = [
      ...optionsOf(block, 'works'),
      ...optionsOf(block, 'work'),
      ...['door1', 'door2'].flatMap((door) => optionOf(block, door)?.match(/^work:(.+)$/)?.[1] ?? []),
    ];
    const { works } = await listWorks(ctx, {}, { sort: 'added', limit: most });
    const older = await visibleAmong(
      ctx,
      named.filter((id) => !works.some((work) => work.id === id)),
    );
    return [...older, ...works]
      .map((work) => ({ id: work.id, title: work.version.title }))
      .sort((a, b) => a.title.localeCompare(b.title, ctx.locale));
  }

  const blockOf = async (ctx: Ctx, name: PageName, id: string): Promise<Block> =>
    found((await workingBlocks(ctx, name)).blocks.find((block) => block.id === id));

  async function blockPage(c: C, state?: FormState): Promise<Response> {
    const name = pageOf(c);
    const shown = await read(c, async (ctx) => {
      const block = await blockOf(ctx, name, idOf(c, 'id'));
      const pictures = await picturesOf(ctx, optionsOf(block, 'picture'));
      return { block, choices: await choicesFor(ctx, block), picture: [...pictures.values()][0] };
    });
    const values = state?.values ?? blockValues(shown.block, c.var.network.locales);
    // A picture that was not taken says so in the other form; this one stays as stored.
    const filled = { ...blockValues(shown.block, c.var.network.locales), ...values };
    const errors = state?.errors ?? {};
    return page(
      c,
      <BlockPage v={view(c, deps)} page={name} {...shown} state={{ values: filled, errors }} />,
      statusOf({ errors }),
    );
  }

  app.get('/desk/website/:page/blocks/:id', (c) => blockPage(c));

  app.post('/desk/website/:page/blocks/:id', async (c) => {
    const name = pageOf(c);
    const id = idOf(c, 'id');
    const sent = await readForm(c);
    const { locales } = c.var.network;
    const { block, choices } = await read(c, async (ctx) => {
      const block = await blockOf(ctx, name, id);
      return { block, choices: await choicesFor(ctx, block) };
    });
    const values = typedValues(sent, kindOf(block.kind), locales);
    const form = readBlock(sent, block, locales, choices);
    if (!form.ok) return blockPage(c, { values, errors: form.errors });
    const { outcome, rev } = await write(c, (ctx) => saveBlock(ctx, name, id, Number(values.rev), form.data));
    if (outcome === 'gone') throw new Problem('not-found');
    // What she typed stays; sent once more, it stands in place of what the other one wrote.
    if (outcome === 'changed')
      return blockPage(c, {
        values: { ...values, rev: String(rev) },
        errors: { form: { key: 'website.error.changed' } },
      });
    return after(c, urls.website.deskAt(view(c, deps).at, name, id), 'website.flash.saved');
  });

  /** Leads back to the list, at the block, with what became of it. */
  const back = (c: C, name: PageName, outcome: Outcome, key: string, id = ''): Response => {
    if (outcome === 'gone') throw new Problem('not-found');
    setFlash(c, deps, { key: outcome === 'changed' ? 'website.flash.elsewhere' : key });
    const { at } = view(c, deps);
    return c.redirect(id ? urls.website.deskAt(at, name, id) : urls.website.desk(at, name), 303);
  };

  app.post('/desk/website/:page/blocks/:id/place', async (c) => {
    const name = pageOf(c);
    const id = idOf(c, 'id');
    const sent = await readForm(c);
    const way = sent.get('way') === 'up' ? 'up' : 'down';
    const outcome = await write(c, (ctx) => moveBlock(ctx, name, id, way, Number(sent.get('revision'))));
    return back(c, name, outcome, 'website.flash.moved', id);
  });

  app.post('/desk/website/:page/blocks/:id/showing', async (c) => {
    const name = pageOf(c);
    const id = idOf(c, 'id');
    const on = (await readForm(c)).get('on') === 'yes';
    const outcome = await write(c, (ctx) => showBlock(ctx, name, id, on));
    return back(c, name, outcome, on ? 'website.flash.on' : 'website.flash.off', id);
  });

  app.get('/desk/website/:page/blocks/:id/removal', async (c) => {
    const name = pageOf(c);
    const block = await read(c, (ctx) => blockOf(ctx, name, idOf(c, 'id')));
    return page(c, <BlockRemovalPage v={view(c, deps)} page={name} block={block} />);
  });

  app.post('/desk/website/:page/blocks/:id/removal', async (c) => {
    const name = pageOf(c);
    const outcome = await write(c, (ctx) => removeBlock(ctx, name, idOf(c, 'id')));
    return back(c, name, outcome, 'website.flash.removed');
  });

  app.post('/desk/website/:page/blocks/:id/picture', async (c) => {
    const name = pageOf(c);
    const id = idOf(c, 'id');
    const block = await read(c, (ctx) => blockOf(ctx, name, id));
    found(kindOf(block.kind).options.some((option) => option.type === 'picture') ? block : undefined);
    const received = await receivePicture(c, deps);
    if (!received.ok) return blockPage(c, { values: {}, errors: { picture: received.error } });
    const outcome = await write(c, (ctx) => setPicture(ctx, name, id, received.fileId));
    if (outcome === 'gone') throw new Problem('not-found');
    return after(c, urls.website.block(view(c, deps).at, name, id), 'website.flash.saved');
  });

  app.post('/desk/website/:page/blocks/:id/picture/removal', async (c) => {
    const name = pageOf(c);
    const id = idOf(c, 'id');
    const outcome = await write(c, (ctx) => setPicture(ctx, name, id, null));
    if (outcome === 'gone') throw new Problem('not-found');
    return after(c, urls.website.block(view(c, deps).at, name, id), 'website.flash.saved');
  });

  /** A page as visitors would see it, with a word above it for who looks. */
  async function look(c: C, name: PageName, blocks: readonly Block[], notice: Parameters<typeof Looking>[0]) {
    const shown = await read(c, (ctx) => asVisitor(ctx, name, blocks));
    const v = view(c, deps);
    return page(
      c,
      name === 'home' ? (
        <HomePage v={v} {...shown} notice={<Looking {...notice} />} />
      ) : (
        <ListPage v={v} page={name} {...shown} notice={<Looking {...notice} />} />
      ),
    );
  }

  app.get('/desk/website/:page/preview', async (c) => {
    const name = pageOf(c);
    const { draft, blocks } = await read(c, (ctx) => workingBlocks(ctx, name));
    return look(c, name, blocks, { v: view(c, deps), page: name, revision: draft?.revision });
  });

  app.post('/desk/website/:page/publication', async (c) => {
    const name = pageOf(c);
    const revision = Number((await readForm(c)).get('revision'));
    const outcome = await write(c, (ctx) => publishDraft(ctx, name, revision));
    const { at } = view(c, deps);
    if (outcome === 'changed') {
      return after(c, urls.website.preview(at, name), 'website.flash.lookAgain');
    }
    // Sent twice: it is published.
    return after(c, urls.website.desk(at, name), 'website.flash.published');
  });

  app.get('/desk/website/:page/discard', async (c) => {
    const name = pageOf(c);
    const { draft } = await read(c, (ctx) => workingBlocks(ctx, name));
    const v = view(c, deps);
    // Somebody published it or gave it up meanwhile.
    if (!draft) return c.redirect(urls.website.desk(v.at, name), 303);
    return page(c, <DiscardPage v={v} page={name} draft={draft} />);
  });

  app.post('/desk/website/:page/discard', async (c) => {
    const name = pageOf(c);
    const revision = Number((await readForm(c)).get('revision'));
    const outcome = await write(c, (ctx) => discardDraft(ctx, name, revision));
    const { at } = view(c, deps);
    if (outcome === 'changed') return after(c, urls.website.discard(at, name), 'website.flash.notDiscarded');
    return after(c, urls.website.desk(at, name), 'website.flash.discarded');
  });

  app.get('/desk/website/:page/editions', async (c) => {
    const name = pageOf(c);
    const editions = await read(c, (ctx) => publishedEditions(ctx, name));
    return page(c, <HistoryPage v={view(c, deps)} page={name} editions={editions} />);
  });

  const numberOf = (c: C): number => {
    const text = c.req.param('number') ?? '';
    if (!/^[1-9]\d{0,6}$/.test(text)) throw new Problem('not-found');
    return Number(text);
  };

  app.get('/desk/website/:page/editions/:number', async (c) => {
    const name = pageOf(c);
    const edition = found(await read(c, (ctx) => editionNumbered(ctx, name, numberOf(c))));
    return look(c, name, edition.blocks, { v: view(c, deps), page: name, edition });
  });

  app.get('/desk/website/:page/editions/:number/removal', async (c) => {
    const name = pageOf(c);
    const edition = found(await read(c, (ctx) => editionNumbered(ctx, name, numberOf(c))));
    found(edition.state === 'past' ? edition : undefined);
    return page(c, <EditionRemovalPage v={view(c, deps)} page={name} number={numberOf(c)} />);
  });

  app.post('/desk/website/:page/editions/:number/removal', async (c) => {
    const name = pageOf(c);
    const outcome = await write(c, (ctx) => removeEdition(ctx, name, numberOf(c)));
    if (outcome === 'gone') throw new Problem('not-found');
    return after(c, urls.website.history(view(c, deps).at, name), 'website.flash.editionRemoved');
  });

  app.post('/desk/website/:page/editions/:number/restoration', async (c) => {
    const name = pageOf(c);
    const outcome = await write(c, (ctx) => restoreEdition(ctx, name, numberOf(c)));
    if (outcome === 'gone') throw new Problem('not-found');
    return after(c, urls.website.desk(view(c, deps).at, name), 'website.flash.restored');
  });
}

const isId = (text: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
