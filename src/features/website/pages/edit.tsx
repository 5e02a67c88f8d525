import type { View } from '../../../platform/http/index.ts';
import { languageIn, languageName } from '../../../platform/i18n/index.ts';
import {
  Choice,
  ErrorSummary,
  Field,
  type FormState,
  Mistake,
  PostButton,
  Select,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Picture, PictureField } from '../../pictures/index.ts';
import { type Block, bands, doorNames, kindOf, type OptionField, type PageName } from '../block.ts';
import { type Choices, optionName, wordName } from '../forms.ts';
import { nameOf } from './desk.tsx';

type Props = {
  v: View;
  page: PageName;
  block: Block;
  choices: Choices;
  picture: Picture | undefined;
  state: FormState;
};

const backOf = (v: View, page: PageName) => [
  { href: urls.website.all(v.at), label: v.t('website.title') },
  { href: urls.website.desk(v.at, page), label: v.t(`website.page.${page}`) },
];

/** The label of a field of words: of some kinds it asks for something of its own. */
const wordLabel = (v: View, block: Block, field: string): string =>
  v.t(
    block.kind === 'ally' && (field === 'title' || field === 'text')
      ? `website.word.ally.${field}`
      : block.kind === 'reading' && field === 'text'
        ? 'website.word.reading.text'
        : `website.word.${field}`,
  );

/** One block: its words in each language of the network, how it looks, what it shows. */
export function BlockPage({ v, page, block, choices, picture, state }: Props) {
  const { t } = v;
  const kind = kindOf(block.kind);
  const labels: Record<string, string> = { picture: t('website.option.picture'), form: '' };
  for (const locale of v.network.locales)
    for (const field of kind.words)
      labels[wordName(field.name, locale)] = `${wordLabel(v, block, field.name)} (${languageIn(v.locale, locale)})`;
  for (const option of kind.options) labels[optionName(option.name)] = t(`website.option.${option.name}`);
  const hasPicture = kind.options.some((option) => option.type === 'picture');
  return (
    <WorkPage v={v} title={t(`website.kind.${block.kind}`)} back={backOf(v, page)} islands={['error-summary']}>
      <p>{t(`website.kind.${block.kind}.text`)}</p>
      <ErrorSummary v={v} state={state} labels={labels} />
      {state.errors.form && (
        <p class="notice" id="form">
          {t('website.error.changed.next')}
        </p>
      )}
      <form class="form" method="post" action={urls.website.block(v.at, page, block.id)}>
        <input type="hidden" name="rev" value={state.values.rev} />
        {v.network.locales.map((locale) => (
          <fieldset>
            <legend>{languageName(locale)}</legend>
            {kind.words.map((field) => (
              <Field
                v={v}
                name={wordName(field.name, locale)}
                label={wordLabel(v, block, field.name)}
                hint={field.name === 'text' && block.kind === 'text' ? t('website.word.text.hint') : undefined}
                state={state}
                lang={locale}
                rows={field.rows}
                maxlength={field.most}
                wording
              />
            ))}
          </fieldset>
        ))}
        {kind.options.map((option) => (
          <Option v={v} option={option} choices={choices} state={state} label={labels[optionName(option.name)]!} />
        ))}
        {kind.layouts.length > 1 && (
          <Select
            v={v}
            name="layout"
            label={t('website.layout')}
            state={state}
            options={kind.layouts.map((layout) => ({
              value: layout,
              label: t(`website.layout.${block.kind}.${layout}`),
            }))}
          />
        )}
        {page === 'home' && (
          <Select
            v={v}
            name="band"
            label={t('website.band')}
            state={state}
            options={bands.map((band) => ({ value: band, label: t(`website.band.${band}`) }))}
          />
        )}
        <div class="actions">
          <button type="submit" class="button">
            {t('website.save')}
          </button>
          <a href={urls.website.desk(v.at, page)}>{t('website.back')}</a>
        </div>
      </form>
      {hasPicture && (
        <section class="flow">
          <h2 class="h3">{t('website.picture.title')}</h2>
          {picture && (
            <>
              <img
                class="picture limited"
                src={urls.campaigns.picture(v.at, picture.key)}
                alt={t('website.picture.alt')}
                width={picture.width}
                height={picture.height}
              />
              <PostButton
                action={urls.website.pictureRemoval(v.at, page, block.id)}
                label={t('website.picture.remove')}
                kind="grave"
              />
            </>
          )}
          <form
            class="form"
            method="post"
            action={urls.website.blockPicture(v.at, page, block.id)}
            enctype="multipart/form-data"
          >
            <PictureField v={v} label={t('website.option.picture')} state={state} />
            <div>
              <button type="submit" class="button plain">
                {t('website.picture.send')}
              </button>
            </div>
          </form>
        </section>
      )}
    </WorkPage>
  );
}

type OptionProps = {
  v: View;
  option: OptionField;
  choices: Choices;
  state: FormState;
  label: string;
};

/** One choice, as the part of the form that fits it. */
function Option({ v, option, choices, state, label }: OptionProps) {
  const { t } = v;
  const name = optionName(option.name);
  const chosen = (state.values[name] ?? '').split('\n').filter(Boolean);
  const none = { value: '', label: t('website.option.nothing') };
  const listed = (list: { id: string; title: string }[], start = '') =>
    list.map(({ id, title }) => ({ value: start + id, label: title }));
  switch (option.type) {
    case 'picture':
      return null;
    case 'address':
    case 'source':
      return (
        <Field
          v={v}
          name={name}
          label={label}
          hint={t(`website.option.${option.name}.hint`)}
          state={state}
          inputmode="text"
          maxlength={500}
          required={option.type === 'source'}
        />
      );
    case 'door':
      return (
        <Select
          v={v}
          name={name}
          label={label}
          state={state}
          options={[
            none,
            ...doorNames.map((door) => ({ value: door, label: t(`website.door.${door}`) })),
            ...listed(choices.campaigns, 'campaign:'),
            ...listed(choices.works, 'work:'),
          ]}
        />
      );
    case 'id':
      return (
        <Select
          v={v}
          name={name}
          label={label}
          hint={t(`website.option.${option.name}.hint`)}
          state={state}
          options={[none, ...listed(option.of === 'work' ? choices.works : choices.organisations)]}
        />
      );
    case 'one':
      return (
        <Select
          v={v}
          name={name}
          label={label}
          state={state}
          options={option.of.map((value) => ({ value, label: valueLabel(v, option.name, value) }))}
        />
      );
    case 'ids':
    case 'many': {
      const list =
        option.type === 'many'
          ? option.of.map((value) => ({ value, label: valueLabel(v, option.name, value) }))
          : listed(choices[option.of]);
      if (list.length === 0) return null;
      return (
        <fieldset id={name}>
          <legend>{label}</legend>
          {option.type === 'ids' && (
            <span class="hint">{t(`website.option.${option.name}.hint`, { limit: option.most })}</span>
          )}
          <Mistake v={v} name={name} state={state} />
          <div class={list.length > 6 ? 'choices' : undefined}>
            {list.map(({ value, label: words }) => (
              <Choice name={name} value={value} checked={chosen.includes(value)}>
                {words}
              </Choice>
            ))}
          </div>
        </fieldset>
      );
    }
  }
}

/** The word for one value of a choice. */
function valueLabel(v: View, option: string, value: string): string {
  const { t } = v;
  switch (option) {
    case 'figures':
      return t(`website.figureName.${value}`);
    case 'doors':
      return t(`website.door.${value}`);
    case 'gives':
      return t(`website.gift.${value}`);
    case 'count':
      return v.number(Number(value));
    case 'start':
      return t('website.option.start.yes');
    default:
      return t(`website.art.${value}`);
  }
}

/** Asks before a block is taken out. */
export function BlockRemovalPage({ v, page, block }: { v: View; page: PageName; block: Block }) {
  const { t } = v;
  return (
    <WorkPage v={v} title={t('website.removal.title')} back={backOf(v, page)}>
      <p>
        {t('website.removal.text', { kind: t(`website.kind.${block.kind}`) })} {nameOf(v, block)}
      </p>
      <div class="actions">
        <PostButton
          action={urls.website.blockRemoval(v.at, page, block.id)}
          label={t('website.removal.button')}
          kind="grave"
        />
        <a href={urls.website.deskAt(v.at, page, block.id)}>{t('website.back')}</a>
      </div>
    </WorkPage>
  );
}
