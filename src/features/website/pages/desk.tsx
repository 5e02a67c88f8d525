import type { View } from '../../../platform/http/index.ts';
import {
  AboutWhat,
  Empty,
  ErrorSummary,
  type FormState,
  PostButton,
  Select,
  State,
  Table,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Standing, type Standings, Translations } from '../../translations/index.ts';
import { type Block, type KindName, optionOf, type PageName, pageNames, saidIn, shownBlocks } from '../block.ts';
import type { Filling } from '../fill.ts';
import type { Edition } from '../queries.ts';
import { thingOf } from '../translatable.ts';
import { blockBody } from './blocks.tsx';
import { isThere } from './lists.tsx';
import { asVisitor } from './parts.tsx';

/** Where each page is read by everybody. */
const publicAddress = (v: View, page: PageName): string =>
  page === 'home' ? urls.networks.home(v.at) : urls.website[page](v.at);

/** The pages that are composed. */
export function PagesPage({
  v,
  states,
}: {
  v: View;
  states: Map<string, { draft: boolean; number: number | null; publishedAt: Date | null }>;
}) {
  const { t } = v;
  return (
    <WorkPage v={v} title={t('website.title')}>
      <p class="lead">{t('website.lead')}</p>
      <Table
        caption={t('website.pages')}
        head={[t('website.head.page'), t('website.head.state'), t('website.head.draft')]}
      >
        {pageNames.map((name) => {
          const state = states.get(name);
          return (
            <tr>
              <th scope="row">
                <a href={urls.website.desk(v.at, name)}>{t(`website.page.${name}`)}</a>
              </th>
              <td>
                {state?.publishedAt
                  ? t('website.state.published', { number: state.number, date: v.date(state.publishedAt) })
                  : t(`website.state.${name === 'home' ? 'usual' : 'empty'}`)}
              </td>
              <td>{state?.draft ? <State tone="wait">{t('website.state.draft')}</State> : ''}</td>
            </tr>
          );
        })}
      </Table>
    </WorkPage>
  );
}

type Props = {
  v: View;
  page: PageName;
  draft: Edition | undefined;
  blocks: Block[];
  filling: Filling;
  /** How far each block is translated. */
  translations: Standings;
  id: string;
  kinds: KindName[];
  state: FormState;
};

/** One page: its blocks in their order, and what can be done with each. */
export function DeskPage({ v, page, draft, blocks, filling, translations, id, kinds, state }: Props) {
  const { t } = v;
  const revision = String(draft?.revision ?? 0);
  return (
    <WorkPage
      v={v}
      title={t(`website.page.${page}`)}
      back={[{ href: urls.website.all(v.at), label: t('website.title') }]}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={{ kind: t('website.add.kind') }} />
      {draft ? (
        <div class="notice flow">
          <p>{t('website.draft.there', { date: v.date(draft.changedAt, 'time') })}</p>
          <div class="actions">
            <a class="button" href={urls.website.preview(v.at, page)}>
              {t('website.preview')}
            </a>
            <a href={urls.website.discard(v.at, page)}>{t('website.discard')}</a>
          </div>
        </div>
      ) : (
        <p>
          {t('website.draft.none')} <a href={publicAddress(v, page)}>{t('website.see')}</a>
          {' · '}
          <a href={urls.website.history(v.at, page)}>{t('website.history.link')}</a>
        </p>
      )}
      {blocks.length === 0 ? (
        <Empty text={t(`website.blocks.none.${page}`)} />
      ) : (
        <ol class="entries blocks">
          {blocks.map((block, index) => (
            <BlockLine
              v={v}
              page={page}
              block={block}
              filling={filling}
              translations={translations.get(thingOf(page, block)) ?? []}
              revision={revision}
              first={index === 0}
              last={index === blocks.length - 1}
            />
          ))}
        </ol>
      )}
      <form class="form" method="post" action={urls.website.blocks(v.at, page)}>
        <input type="hidden" name="id" value={id} />
        <Select
          v={v}
          name="kind"
          label={t('website.add.kind')}
          hint={t(`website.add.hint.${page === 'home' ? 'home' : 'list'}`)}
          state={state}
          options={kinds.map((kind) => ({ value: kind, label: t(`website.kind.${kind}`) }))}
        />
        <div>
          <button type="submit" class="button">
            {t('website.add')}
          </button>
        </div>
      </form>
      {draft && (
        <p>
          <a href={publicAddress(v, page)}>{t('website.see')}</a>
          {' · '}
          <a href={urls.website.history(v.at, page)}>{t('website.history.link')}</a>
        </p>
      )}
    </WorkPage>
  );
}

/** What a block is called in the list: its own words, else the name of what it points to. */
export function nameOf(v: View, block: Block, filling?: Filling): string {
  const { words } = saidIn(block, v.locale, v.network.locales);
  return (
    words.title ||
    words.quote ||
    filling?.works.get(optionOf(block, 'work') ?? '')?.version.title ||
    filling?.organisations.get(optionOf(block, 'organisation') ?? '')?.name ||
    ''
  );
}

/** Why visitors see nothing of a block at present; a message key, or undefined where they see it. */
function reasonOf(her: View, block: Block, filling: Filling): string | undefined {
  const v = asVisitor(her);
  if (!block.on) return 'website.block.off';
  if (shownBlocks([block], v.network.locales).length === 0) return 'website.block.wordless';
  if (block.kind === 'heading') return undefined;
  if (block.kind === 'reading' || block.kind === 'ally') {
    if (isThere(block, filling)) return undefined;
    return optionOf(block, 'work') || optionOf(block, 'organisation')
      ? 'website.block.hidden'
      : 'website.block.wordless';
  }
  if (blockBody(v, block, filling, false)) return undefined;
  return block.kind === 'quote' ? 'website.block.taken' : 'website.block.empty';
}

function BlockLine({
  v,
  page,
  block,
  filling,
  translations,
  revision,
  first,
  last,
}: {
  v: View;
  page: PageName;
  block: Block;
  filling: Filling;
  translations: Standing[];
  revision: string;
  first: boolean;
  last: boolean;
}) {
  const { t } = v;
  const kind = t(`website.kind.${block.kind}`);
  const name = nameOf(v, block, filling);
  const about = name ? `${kind}, ${name}` : kind;
  const reason = reasonOf(v, block, filling);
  const place = urls.website.blockPlace(v.at, page, block.id);
  return (
    <li id={`block-${block.id}`} class={block.kind === 'heading' ? 'block-heading' : undefined}>
      <p>
        <small>{kind}</small> <a href={urls.website.block(v.at, page, block.id)}>{name || t('website.block.open')}</a>
      </p>
      {reason && (
        <p>
          <State tone="wait">{t(reason)}</State>
        </p>
      )}
      <Translations v={v} kind="block" id={thingOf(page, block)} standings={translations} />
      <div class="actions small">
        {!first && (
          <PostButton
            v={v}
            action={place}
            label={t('website.block.up')}
            about={about}
            fields={{ way: 'up', revision }}
          />
        )}
        {!last && (
          <PostButton
            v={v}
            action={place}
            label={t('website.block.down')}
            about={about}
            fields={{ way: 'down', revision }}
          />
        )}
        <PostButton
          v={v}
          action={urls.website.blockShowing(v.at, page, block.id)}
          label={t(block.on ? 'website.block.switchOff' : 'website.block.switchOn')}
          about={about}
          fields={{ on: block.on ? 'no' : 'yes' }}
        />
        <a href={urls.website.blockRemoval(v.at, page, block.id)}>
          {t('website.block.remove')}
          <AboutWhat v={v} text={about} />
        </a>
      </div>
    </li>
  );
}
