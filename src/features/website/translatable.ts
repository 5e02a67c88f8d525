import { sha256 } from '../../platform/crypto/ids.ts';
import type { FieldErrors } from '../../platform/http/index.ts';
import type { Translatable, TranslatableThing } from '../../platform/registry/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { type Block, isSaid, kindOf, type PageName, pageNames } from './block.ts';
import { saveWords } from './commands.ts';
import { control } from './forms.ts';
import { type Edition, workedOn } from './queries.ts';

/** All fields that blocks have; a block has some of them. */
const fields: Translatable['fields'] = [
  { name: 'title', longest: 160, form: 'line' },
  { name: 'quote', longest: 500, form: 'lines' },
  { name: 'who', longest: 120, form: 'line' },
  { name: 'about', longest: 200, form: 'line' },
  { name: 'place', longest: 120, form: 'line' },
  { name: 'text', longest: 4_000, form: 'lines' },
  { name: 'button1', longest: 60, form: 'line' },
  { name: 'button2', longest: 60, form: 'line' },
  { name: 'alt', longest: 300, form: 'line' },
];

/** A block is named with its page: `home.UUID`. */
export const thingOf = (page: PageName, block: Pick<Block, 'id'>): string => `${page}.${block.id}`;

function placeOf(id: string): { page: PageName; block: string } | undefined {
  const [name, block] = id.split('.');
  const page = pageNames.find((one) => one === name);
  return page && block ? { page, block } : undefined;
}

const digest = (text: string): string => (text === '' ? '' : sha256(text).toString('hex'));

/** The blocks that speak, as they are worked on: of the draft, else of what everybody reads. */
async function things(ctx: Ctx, said: (text: string) => string): Promise<TranslatableThing[]> {
  const { locales } = ctx.network;
  const editions = await workedOn(ctx);
  return pageNames.flatMap((page) => {
    const own = editions.filter((one) => one.page === page);
    const current = own.find((one) => one.state === 'current');
    const worked = own.find((one) => one.state === 'draft') ?? current;
    return (worked?.blocks ?? []).flatMap((block): TranslatableThing[] => {
      const source = locales.find((locale) => isSaid(block, locale));
      if (!source) return [];
      const words = block.words[source]!;
      const texts = Object.fromEntries(
        Object.entries(block.words).map(([locale, own]) => [
          locale,
          Object.fromEntries(kindOf(block.kind).words.map(({ name }) => [name, said(own[name] ?? '')])),
        ]),
      );
      const title = words.title || words.quote || words.text || block.kind;
      return [
        {
          id: thingOf(page, block),
          title: title.length > 80 ? `${title.slice(0, 79)}…` : title,
          source,
          readers: isRead(block, source, current) ? 'public' : 'few',
          texts,
        },
      ];
    });
  });
}

/** Whether everybody reads the words that are translated: they stand on the published page as they do in the draft. */
function isRead(block: Block, source: string, current: Edition | undefined): boolean {
  const shown = current?.blocks.find((one) => one.id === block.id && one.on);
  return (
    shown !== undefined &&
    kindOf(block.kind).words.every(({ name }) => shown.words[source]?.[name] === block.words[source]?.[name])
  );
}

/** What is wrong with a block's words in one language, by the rules of its own form. */
function mistakes(block: Block, texts: Record<string, string>): FieldErrors {
  const errors: FieldErrors = {};
  for (const { name } of fields) {
    const text = texts[name] ?? '';
    const field = kindOf(block.kind).words.find((one) => one.name === name);
    if (text === '') continue;
    if (!field) errors[name] = { key: 'website.error.noWord' };
    else if (text.length > field.most) errors[name] = { key: 'field.long', values: { limit: field.most } };
    else if (!field.rows && control.test(text)) errors[name] = { key: 'field.line' };
  }
  // Each language that quotes says whose words they are.
  if (block.kind === 'quote')
    for (const [one, other] of [
      ['quote', 'who'],
      ['who', 'quote'],
    ] as const)
      if (texts[one] && !texts[other]) errors[other] ??= { key: 'field.required' };
  return errors;
}

/**
 * The words of the blocks of home, Learn and Connect. What is written goes into the draft of the page, made of what everybody reads where
 * there is none: a published edition is never changed, and readers get the words when a coordinator publishes them.
 */
export const translatable: Translatable = {
  kind: 'block',
  fields,
  later: 'website.translations.later',
  list: async (ctx, limit) => (await things(ctx, digest)).slice(0, limit),
  find: async (ctx, ids) => (await things(ctx, (text) => text)).filter(({ id }) => ids.includes(id)),
  href(at, { id }) {
    const place = placeOf(id);
    return place ? urls.website.block(at, place.page, place.block) : urls.website.all(at);
  },
  async write(ctx, id, locale, texts) {
    const place = placeOf(id);
    const gone = { ok: false as const, errors: { title: { key: 'website.error.noBlock' } } };
    if (!place) return gone;
    const trimmed = Object.fromEntries(
      Object.entries(texts).flatMap(([name, text]) => (text.trim() ? [[name, text.trim()]] : [])),
    );
    let errors: FieldErrors = {};
    const outcome = await saveWords(ctx, place.page, place.block, locale, (block) => {
      errors = mistakes(block, trimmed);
      return Object.keys(errors).length > 0 ? undefined : trimmed;
    });
    if (outcome === 'gone') return gone;
    return outcome === 'done' ? { ok: true } : { ok: false, errors };
  },
};
