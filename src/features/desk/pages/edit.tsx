import { type View, wallTimeOf } from '../../../platform/http/index.ts';
import { languageIn, languageName } from '../../../platform/i18n/index.ts';
import { type CampaignDoor, campaignPlaces } from '../../../platform/registry/index.ts';
import {
  AboutWhat,
  DoorGroups,
  Empty,
  ErrorSummary,
  Field,
  type FormState,
  PostButton,
  State,
  Table,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { missingParts } from '../../campaigns/index.ts';
import { type Picture, PictureField } from '../../pictures/index.ts';
import { type SpineChoice, type SpineLists, SpinePart } from '../../spine/index.ts';
import { type DeskCampaign, readyLocales, textIn } from '../campaign.ts';
import type { ShownTarget } from '../targets.ts';
import { deskUrls } from '../urls.ts';
import { CampaignStateMark, DeskPage, TargetWords, titleOf } from './parts.tsx';

/** The values of the basics form as stored. */
export const basicsValues = (campaign: DeskCampaign, timeZone: string): Record<string, string> => ({
  slug: campaign.slug,
  goal: campaign.goal === null ? '' : String(campaign.goal),
  closes_at: campaign.closesAt ? wallTimeOf(campaign.closesAt, timeZone) : '',
});

type Props = {
  v: View;
  campaign: DeskCampaign;
  targets: ShownTarget[];
  picture: Picture | undefined;
  state: FormState;
  /** The lists to tag from, and what is ticked. */
  lists: SpineLists;
  chosen: SpineChoice;
  /** The campaign's other desk pages, of every feature that has one. */
  doors: CampaignDoor[];
};

/** One campaign: what it needs next, then its parts, each with its own small form. */
export function EditPage({ v, campaign, targets, picture, state, lists, chosen, doors }: Props) {
  const t = v.t;
  const labels = {
    texts: t('desk.texts.title'),
    targets: t('desk.targets.title'),
    slug: t('desk.basics.slug'),
    goal: t('desk.basics.goal'),
    closes_at: t('desk.basics.closes'),
    picture: t('desk.picture.title'),
  };
  return (
    <DeskPage v={v} title={titleOf(v, campaign)} islands={['error-summary', 'tag-search']}>
      <p>
        {campaign.mode === 'petition' && <>{t('desk.mode.petition')} · </>}
        <CampaignStateMark v={v} state={campaign.state} closesAt={campaign.closesAt} />
        {campaign.sample && <small> · {t('desk.sample.mark')}</small>}
      </p>
      {campaign.sample && (
        <div class="notice">
          <p>{t('desk.sample.text')}</p>
        </div>
      )}
      <ErrorSummary v={v} state={state} labels={labels} />
      <Publication v={v} campaign={campaign} targets={targets} />
      <Texts v={v} campaign={campaign} />
      <Targets v={v} campaign={campaign} targets={targets} />
      <h2>{t('desk.doors.title')}</h2>
      <DoorGroups v={v} groups={grouped(v, doors)} />
      <h2 id="basics">{t('desk.basics.title')}</h2>
      <form class="form short" method="post" action={urls.campaigns.edit(v.at, campaign.id)} novalidate>
        <Field
          v={v}
          name="slug"
          label={labels.slug}
          hint={t(campaign.state === 'draft' ? 'desk.basics.slug.hint' : 'desk.basics.slug.fixed')}
          state={state}
          required
        />
        <Field
          v={v}
          name="goal"
          label={labels.goal}
          hint={t('desk.basics.goal.hint')}
          state={state}
          inputmode="numeric"
        />
        <Field
          v={v}
          name="closes_at"
          type="datetime-local"
          label={labels.closes_at}
          hint={t('desk.basics.closes.hint', { zone: v.network.timeZone })}
          state={state}
        />
        <SpinePart v={v} lists={lists} chosen={chosen} />
        <div>
          <button type="submit" class="button">
            {t('desk.save')}
          </button>
        </div>
      </form>
      <PictureForm v={v} campaign={campaign} picture={picture} state={state} />
      {campaign.state === 'draft' && campaign.actions === 0 && (
        <p>
          <a href={urls.campaigns.removal(v.at, campaign.id)}>{t('desk.removal.link')}</a>
        </p>
      )}
    </DeskPage>
  );
}

/** The ways to its other pages by what she is doing. */
const grouped = (v: View, doors: CampaignDoor[]) =>
  campaignPlaces
    .map((place) => ({
      label: v.t(`desk.doors.${place}`),
      doors: doors.filter((door) => door.place === place),
    }))
    .filter((group) => group.doors.length > 0);

function Publication({ v, campaign, targets }: { v: View; campaign: DeskCampaign; targets: ShownTarget[] }) {
  const t = v.t;
  const { locales } = v.network;
  const ready = readyLocales(campaign, locales);
  const later = locales.filter((locale) => !ready.includes(locale)).map((locale) => languageIn(v.locale, locale));
  const first = locales[0]!;
  // Languages in which somebody who cannot see the picture is told nothing of it.
  const silent = campaign.texts
    .filter((text) => campaign.pictureId && ready.includes(text.locale) && text.picture_alt.trim() === '')
    .map((text) => languageIn(v.locale, text.locale));
  return (
    <div class="notice flow" id="state">
      {campaign.state === 'draft' && <p>{t('desk.publication.draft')}</p>}
      {campaign.state !== 'draft' && (
        <p>
          {t(campaign.state === 'open' ? 'desk.publication.open' : 'desk.publication.closed')}{' '}
          <a href={urls.campaigns.show(v.at, campaign.slug)}>{t('desk.publication.see')}</a>
        </p>
      )}
      {later.length > 0 && ready.includes(first) && (
        <p>{t('desk.publication.later', { languages: later.join(', '), count: later.length })}</p>
      )}
      {silent.length > 0 && <p>{t('desk.publication.noAlt', { languages: silent.join(', ') })}</p>}
      {targets.some((target) => target.serving === 0) && <p>{t('desk.publication.nobody')}</p>}
      <div class="actions">
        {campaign.state === 'draft' && (
          <PostButton
            action={urls.campaigns.publication(v.at, campaign.id)}
            label={t('desk.publication.action')}
            kind="main"
          />
        )}
        {campaign.state === 'open' && (
          <a class="button plain" href={urls.campaigns.closure(v.at, campaign.id)}>
            {t('desk.closure.link')}
          </a>
        )}
        {campaign.state === 'closed' && (
          <PostButton action={deskUrls.reopening(v.at, campaign.id)} label={t('desk.reopening.action')} />
        )}
        {campaign.state !== 'draft' && campaign.actions === 0 && (
          <PostButton action={deskUrls.retraction(v.at, campaign.id)} label={t('desk.retraction.action')} />
        )}
      </div>
    </div>
  );
}

function Texts({ v, campaign }: { v: View; campaign: DeskCampaign }) {
  const t = v.t;
  return (
    <>
      <h2 id="texts" tabindex={-1}>
        {t('desk.texts.title')}
      </h2>
      <Table
        caption={t('desk.texts.caption')}
        head={['language', 'state', 'action'].map((column) => t(`desk.texts.head.${column}`))}
      >
        {v.network.locales.map((locale, index) => {
          const text = campaign.texts.find((one) => one.locale === locale);
          const missing = missingParts(text);
          return (
            <tr>
              <th scope="row">
                {languageName(locale)}
                {index === 0 && <small> {t('desk.texts.first')}</small>}
              </th>
              <td>
                {!text && <State tone="plain">{t('desk.texts.none')}</State>}
                {text && missing.length === 0 && <State tone="ok">{t('desk.texts.ready')}</State>}
                {text && missing.length > 0 && (
                  <>
                    <State tone="wait">{t('desk.texts.unfinished')}</State>{' '}
                    <small>
                      {t('desk.texts.missing', { parts: missing.map((part) => t(`desk.text.${part}`)).join(', ') })}
                    </small>
                  </>
                )}
              </td>
              <td>
                <a class="button plain" href={urls.campaigns.texts(v.at, campaign.id, locale)}>
                  {t(text ? 'desk.texts.edit' : 'desk.texts.write')}
                  <AboutWhat v={v} text={languageName(locale)} />
                </a>
              </td>
            </tr>
          );
        })}
      </Table>
    </>
  );
}

function Targets({ v, campaign, targets }: { v: View; campaign: DeskCampaign; targets: ShownTarget[] }) {
  const t = v.t;
  const href = urls.campaigns.targets(v.at, campaign.id);
  return (
    <>
      <h2 id="targets" tabindex={-1}>
        {t('desk.targets.title')}
      </h2>
      {targets.length === 0 ? (
        <Empty text={t('desk.targets.empty')} action={t('desk.targets.choose')} href={href} />
      ) : (
        <>
          <ol class="asks">
            {targets.map((target) => (
              <li>
                <TargetWords v={v} target={target} />
              </li>
            ))}
          </ol>
          <p>
            <a class="button plain" href={href}>
              {t('desk.targets.change')}
            </a>
          </p>
        </>
      )}
    </>
  );
}

function PictureForm({ v, campaign, picture, state }: Omit<Props, 'lists' | 'chosen' | 'doors' | 'targets'>) {
  const t = v.t;
  const text = textIn(campaign.texts, v.locale, v.network.locales);
  return (
    <>
      <h2>{t('desk.picture.title')}</h2>
      {picture && (
        <img
          class="picture limited"
          src={urls.campaigns.picture(v.at, picture.key)}
          width={picture.width}
          height={picture.height}
          alt={text?.picture_alt || t('desk.picture.title')}
        />
      )}
      <form
        class="form"
        method="post"
        action={urls.campaigns.editPicture(v.at, campaign.id)}
        enctype="multipart/form-data"
      >
        <PictureField v={v} label={t(picture ? 'desk.picture.replace' : 'desk.picture.choose')} state={state} />
        <div>
          <button type="submit" class="button">
            {t('desk.picture.save')}
          </button>
        </div>
      </form>
      {picture && (
        <PostButton action={deskUrls.pictureRemoval(v.at, campaign.id)} label={t('desk.picture.remove')} kind="grave" />
      )}
    </>
  );
}
