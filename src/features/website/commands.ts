import { sql } from 'kysely';
import { record } from '../../platform/audit/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import {
  type Block,
  emptyBlock,
  type KindName,
  kindOf,
  mostBlocks,
  moved,
  type PageName,
  picturesOf,
} from './block.ts';
import { firstBlocks } from './first.ts';
import { type Edition, editionIn, editionNumbered } from './queries.ts';

/** done: it is so now. changed: somebody else was there first, and nothing was done. gone: there is no such block (any more). full, twice: no more of it goes on the page. */
export type Outcome = 'done' | 'changed' | 'gone' | 'full' | 'twice';

/** What a page is composed of for its coordinators: the draft, else what everybody reads, else what it begins with. */
export async function workingBlocks(
  ctx: Ctx,
  page: PageName,
): Promise<{ draft: Edition | undefined; blocks: Block[] }> {
  const draft = await editionIn(ctx, page, 'draft');
  const current = draft ? undefined : await editionIn(ctx, page, 'current');
  return { draft, blocks: draft?.blocks ?? current?.blocks ?? firstBlocks(ctx.network, page) };
}

/** The draft, held until the commit; made of what everybody reads where there is none. */
async function lockedDraft(ctx: Ctx, page: PageName): Promise<Edition> {
  const known = await editionIn(ctx, page, 'draft', true);
  if (known) return known;
  const current = await editionIn(ctx, page, 'current');
  const blocks = current?.blocks ?? firstBlocks(ctx.network, page);
  // Two who begin at once begin the same draft.
  await ctx.trx
    .insertInto('website_editions')
    .values({
      network_id: ctx.network.id,
      id: newId(),
      page,
      state: 'draft',
      blocks: JSON.stringify(blocks),
      changed_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['network_id', 'page']).where('state', '=', 'draft').doNothing())
    .execute();
  const draft = await editionIn(ctx, page, 'draft', true);
  await writePictures(ctx, draft!.id, draft!.blocks);
  return draft!;
}

async function writePictures(ctx: Ctx, editionId: string, blocks: readonly Block[]): Promise<void> {
  await ctx.trx
    .deleteFrom('website_pictures')
    .where('network_id', '=', ctx.network.id)
    .where('edition_id', '=', editionId)
    .execute();
  const pictures = picturesOf(blocks);
  if (pictures.length === 0) return;
  await ctx.trx
    .insertInto('website_pictures')
    .values(pictures.map((picture_id) => ({ network_id: ctx.network.id, edition_id: editionId, picture_id })))
    .execute();
}

async function writeDraft(ctx: Ctx, draft: Edition, blocks: readonly Block[]): Promise<void> {
  await ctx.trx
    .updateTable('website_editions')
    .set((eb) => ({
      blocks: JSON.stringify(blocks),
      changed_at: ctx.now,
      revision: eb('revision', '+', 1),
      // What somebody changed is no sample any more.
      sample: false,
    }))
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', draft.id)
    .execute();
  await writePictures(ctx, draft.id, blocks);
}

/** Adds a block at the end. The form brings its id: sent twice, it is one. */
export async function addBlock(ctx: Ctx, page: PageName, id: string, kind: KindName): Promise<Outcome> {
  const draft = await lockedDraft(ctx, page);
  if (draft.blocks.some((block) => block.id === id)) return 'done';
  if (draft.blocks.length >= mostBlocks) return 'full';
  if (kindOf(kind).once && draft.blocks.some((block) => block.kind === kind)) return 'twice';
  await writeDraft(ctx, draft, [...draft.blocks, emptyBlock(id, kind)]);
  return 'done';
}

/** What a form says of a block. */
export type BlockForm = Pick<Block, 'band' | 'layout' | 'words' | 'options'>;

/** Writes a block as its form says, if nobody wrote it since the form was opened at `rev`. Its picture stays. */
export async function saveBlock(
  ctx: Ctx,
  page: PageName,
  id: string,
  rev: number,
  form: BlockForm,
): Promise<{ outcome: Outcome; rev: number }> {
  const draft = await lockedDraft(ctx, page);
  const block = draft.blocks.find((one) => one.id === id);
  if (!block) return { outcome: 'gone', rev };
  if (block.rev !== rev) return { outcome: 'changed', rev: block.rev };
  const { picture } = block.options;
  const next: Block = {
    ...block,
    ...form,
    // Words in languages that the network does not speak at present are kept.
    words: { ...block.words, ...form.words },
    options: { ...form.options, ...(picture ? { picture } : {}) },
    rev: rev + 1,
  };
  await writeDraft(
    ctx,
    draft,
    draft.blocks.map((one) => (one.id === id ? next : one)),
  );
  return { outcome: 'done', rev: next.rev };
}

async function changeBlock(ctx: Ctx, page: PageName, id: string, change: (block: Block) => Block): Promise<Outcome> {
  const draft = await lockedDraft(ctx, page);
  if (!draft.blocks.some((block) => block.id === id)) return 'gone';
  await writeDraft(
    ctx,
    draft,
    draft.blocks.map((block) => (block.id === id ? change(block) : block)),
  );
  return 'done';
}

/**
 * Writes a block's words in one language into the draft, as `words` answers for the block as it stands there; undefined: nothing is
 * written. Whoever has the block's form open is told that it changed.
 */
export async function saveWords(
  ctx: Ctx,
  page: PageName,
  id: string,
  locale: string,
  words: (block: Block) => Record<string, string> | undefined,
): Promise<Outcome> {
  const { blocks } = await workingBlocks(ctx, page);
  const block = blocks.find((one) => one.id === id);
  if (!block) return 'gone';
  const next = words(block);
  if (!next) return 'changed';
  return changeBlock(ctx, page, id, (one) => ({ ...one, rev: one.rev + 1, words: { ...one.words, [locale]: next } }));
}

/** Switches a block on or off. Said twice, it is the same. */
export const showBlock = (ctx: Ctx, page: PageName, id: string, on: boolean): Promise<Outcome> =>
  changeBlock(ctx, page, id, (block) => ({ ...block, on }));

/** Gives a block its picture, or none. */
export const setPicture = (ctx: Ctx, page: PageName, id: string, fileId: string | null): Promise<Outcome> =>
  changeBlock(ctx, page, id, (block) => {
    const { picture: _, ...options } = block.options;
    return {
      ...block,
      rev: block.rev + 1,
      options: fileId ? { ...options, art: ['picture'], picture: [fileId] } : { ...options, art: ['none'] },
    };
  });

/** Moves a block a step, in the order that she saw: sent twice, or after somebody else's change, it does not move. */
export async function moveBlock(
  ctx: Ctx,
  page: PageName,
  id: string,
  way: 'up' | 'down',
  revision: number,
): Promise<Outcome> {
  const draft = await lockedDraft(ctx, page);
  if (!draft.blocks.some((block) => block.id === id)) return 'gone';
  if (draft.revision !== Math.max(1, revision)) return 'changed';
  await writeDraft(ctx, draft, moved(draft.blocks, id, way));
  return 'done';
}

/** Takes a block out of the draft. */
export async function removeBlock(ctx: Ctx, page: PageName, id: string): Promise<Outcome> {
  const draft = await lockedDraft(ctx, page);
  if (!draft.blocks.some((block) => block.id === id)) return 'gone';
  await writeDraft(
    ctx,
    draft,
    draft.blocks.filter((block) => block.id !== id),
  );
  return 'done';
}

/** Gives up the draft as she saw it: the page is worked on again from what everybody reads. */
export async function discardDraft(ctx: Ctx, page: PageName, revision: number): Promise<Outcome> {
  const draft = await editionIn(ctx, page, 'draft', true);
  if (!draft) return 'gone';
  if (draft.revision !== revision) return 'changed';
  await ctx.trx
    .deleteFrom('website_editions')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', draft.id)
    .execute();
  await record(ctx, { verb: 'discarded', noun: 'website', id: page });
  return 'done';
}

/** Two who publish a page, a draft and an earlier edition, do so one after the other. */
const lockPublication = (ctx: Ctx, page: PageName): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`${ctx.network.id} ${page}`}, 102))`.execute(ctx.trx);

/** Makes the draft what everybody reads, as she saw it in the preview. */
export async function publishDraft(ctx: Ctx, page: PageName, revision: number): Promise<Outcome> {
  await lockPublication(ctx, page);
  const draft = await editionIn(ctx, page, 'draft', true);
  if (!draft) return 'gone';
  if (draft.revision !== revision) return 'changed';
  const number = await retire(ctx, page);
  await ctx.trx
    .updateTable('website_editions')
    .set({
      state: 'current',
      number,
      published_at: ctx.now,
      published_by: ctx.actor.kind === 'account' ? ctx.actor.id : null,
    })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', draft.id)
    .execute();
  await record(ctx, { verb: 'published', noun: 'website', id: page, detail: { number } });
  await announcePage(ctx, page, draft.blocks);
  return 'done';
}

/** Publishes an earlier edition again, as a new one: nothing of the history is lost. A draft stays as it is. */
export async function restoreEdition(ctx: Ctx, page: PageName, number: number): Promise<Outcome> {
  await lockPublication(ctx, page);
  const current = await editionIn(ctx, page, 'current', true);
  const earlier = await editionNumbered(ctx, page, number);
  if (!earlier) return 'gone';
  // Sent twice, it is there already.
  if (JSON.stringify(earlier.blocks) === JSON.stringify(current?.blocks)) return 'done';
  const next = await retire(ctx, page);
  const id = newId();
  await ctx.trx
    .insertInto('website_editions')
    .values({
      network_id: ctx.network.id,
      id,
      page,
      state: 'current',
      number: next,
      blocks: JSON.stringify(earlier.blocks),
      changed_at: ctx.now,
      published_at: ctx.now,
      published_by: ctx.actor.kind === 'account' ? ctx.actor.id : null,
    })
    .execute();
  await writePictures(ctx, id, earlier.blocks);
  await record(ctx, { verb: 'restored', noun: 'website', id: page, detail: { number: next, from: number } });
  await announcePage(ctx, page, earlier.blocks);
  return 'done';
}

/** Deletes an edition of the past for good, with its words. What everybody reads cannot be deleted, only replaced. */
export async function removeEdition(ctx: Ctx, page: PageName, number: number): Promise<Outcome> {
  const gone = await ctx.trx
    .deleteFrom('website_editions')
    .where('network_id', '=', ctx.network.id)
    .where('page', '=', page)
    .where('number', '=', number)
    .where('state', '=', 'past')
    .returning('id')
    .executeTakeFirst();
  if (!gone) return 'gone';
  await record(ctx, { verb: 'removed', noun: 'website', id: page, detail: { number } });
  return 'done';
}

/** What everybody reads now becomes one of the past, from this moment; returns the number of the next. */
async function retire(ctx: Ctx, page: PageName): Promise<number> {
  const last = await ctx.trx
    .selectFrom('website_editions')
    .select((eb) => eb.fn.max('number').as('number'))
    .where('network_id', '=', ctx.network.id)
    .where('page', '=', page)
    .executeTakeFirst();
  await ctx.trx
    .updateTable('website_editions')
    .set({ state: 'past', changed_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('page', '=', page)
    .where('state', '=', 'current')
    .execute();
  return (last?.number ?? 0) + 1;
}

/** The navigation names Learn and Connect once something stands there: kept with the network, which every page reads anyway. */
export async function announcePage(
  ctx: Pick<Ctx, 'trx' | 'network'>,
  page: PageName,
  blocks: readonly Block[],
): Promise<void> {
  if (page === 'home') return;
  const row = await ctx.trx
    .selectFrom('networks')
    .select('settings')
    .where('id', '=', ctx.network.id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const settings = row.settings as { pages?: string[] };
  const others = (settings.pages ?? []).filter((one) => one !== page);
  const filled = blocks.some((block) => block.on && block.kind !== 'heading');
  await ctx.trx
    .updateTable('networks')
    .set({ settings: JSON.stringify({ ...settings, pages: filled ? [...others, page] : others }) })
    .where('id', '=', ctx.network.id)
    .execute();
}

/** What somebody published, for her own copy. */
export async function exportAccount(ctx: Ctx, accountId: string): Promise<Record<string, unknown>> {
  const published = await ctx.trx
    .selectFrom('website_editions')
    .select(['page', 'number', 'published_at as at'])
    .where('network_id', '=', ctx.network.id)
    .where('published_by', '=', accountId)
    .orderBy('published_at')
    .execute();
  return { published };
}

/** How long an edition is kept after another took its place, in days. */
const keptDays = 2 * 365;

/** Deletes editions that have been of the past for two years; returns how many. */
export async function retainEditions(ctx: Ctx): Promise<number> {
  const before = new Date(ctx.now.getTime() - keptDays * 86_400_000);
  const gone = await ctx.trx
    .deleteFrom('website_editions')
    .where('network_id', '=', ctx.network.id)
    .where('state', '=', 'past')
    // Those of the time before that moment was written down have an older one: of their last words.
    .where((eb) => eb.fn<Date>('greatest', ['published_at', 'changed_at']), '<', before)
    .returning('id')
    .execute();
  return gone.length;
}
