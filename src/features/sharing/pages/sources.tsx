import type { View } from '../../../platform/http/index.ts';
import {
  AboutWhat,
  Cell,
  Empty,
  ErrorSummary,
  Field,
  type FormState,
  PostButton,
  Qr,
  Table,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { coded, shareWays } from '../../campaigns/index.ts';
import { type DeskCampaign, DeskPage } from '../../desk/index.ts';
import type { SourceCode, SourceLine } from '../queries.ts';

type Props = { v: View; campaign: DeskCampaign; lines: SourceLine[]; codes: SourceCode[]; state: FormState };

/** Where those who took part came from, and links with codes of one's own to find that out. */
export function SourcesPage({ v, campaign, lines, codes, state }: Props) {
  const t = v.t;
  const address = v.origin + urls.campaigns.show(v.at, campaign.slug);
  return (
    <DeskPage v={v} title={t('sharing.sources.title')} campaign={campaign} islands={['error-summary', 'copy-link']}>
      <p>{t(v.network.settings.referrer === false ? 'sharing.sources.lead.off' : 'sharing.sources.lead')}</p>
      {lines.length === 0 ? (
        <Empty text={t('sharing.sources.empty')} />
      ) : (
        <Table
          caption={t('sharing.sources.caption')}
          head={['from', 'site', 'counted', 'waiting'].map((column) => t(`sharing.sources.${column}`))}
        >
          {lines.map((line) => (
            <tr>
              <th scope="row">{nameOf(v, line, codes)}</th>
              <td class={line.referrer ? undefined : 'zero'}>{line.referrer || '–'}</td>
              <Cell v={v} label={t('sharing.sources.counted')}>
                {v.number(line.counted)}
              </Cell>
              <Cell v={v} label={t('sharing.sources.waiting')} zero={line.waiting === 0}>
                {v.number(line.waiting)}
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      <h2>{t('sharing.codes')}</h2>
      <p>{t('sharing.codes.text')}</p>
      {codes.map((code) => (
        <div class="target flow">
          <h3>{code.note}</h3>
          <div class="field" data-island="copy-link">
            <label for={`link-${code.code}`}>{t('sharing.codes.link', { note: code.note })}</label>
            <input id={`link-${code.code}`} type="url" readonly value={coded(address, code.code)} />
            <button class="button plain" type="button" hidden data-done={t('sharing.copied')}>
              {t('sharing.copy')}
              <AboutWhat v={v} text={code.note} />
            </button>
          </div>
          <details>
            <summary>{t('sharing.codes.qr', { note: code.note })}</summary>
            <Qr text={coded(address, code.code)} label={t('sharing.codes.qr', { note: code.note })} />
          </details>
          <div class="actions">
            {campaign.state !== 'draft' && (
              <a class="button plain" href={urls.sharing.poster(v.at, campaign.slug, code.code)}>
                {t('sharing.poster.link')}
                <AboutWhat v={v} text={code.note} />
              </a>
            )}
            <PostButton
              v={v}
              action={urls.sharing.sourceRemoval(v.at, campaign.id, code.code)}
              label={t('sharing.codes.remove')}
              about={code.note}
            />
          </div>
        </div>
      ))}
      <h2>{t('sharing.codes.add')}</h2>
      <ErrorSummary v={v} state={state} labels={{ note: t('sharing.codes.note'), code: t('sharing.codes.code') }} />
      <form class="form short" method="post" action={urls.sharing.sources(v.at, campaign.id)}>
        <Field
          v={v}
          name="note"
          label={t('sharing.codes.note')}
          hint={t('sharing.codes.note.hint')}
          state={state}
          maxlength={120}
          required
          wording
        />
        <Field
          v={v}
          name="code"
          label={t('sharing.codes.code')}
          hint={t('sharing.codes.code.hint')}
          state={state}
          maxlength={40}
          autocomplete="off"
          required
        />
        <div class="actions">
          <button class="button" type="submit">
            {t('sharing.codes.add.action')}
          </button>
        </div>
      </form>
    </DeskPage>
  );
}

/** A code by the words that were given to it; ours by theirs; anything else as it came. */
function nameOf(v: View, line: SourceLine, codes: SourceCode[]): string {
  const own = codes.find((code) => code.code === line.source);
  const ours = [...shareWays, 'link', 'qr', 'poster', 'embed'].find((way) => way === line.source);
  const parts = [own?.note ?? (ours ? v.t(`sharing.way.${ours}`) : line.source), line.utm.join(' / ')].filter(Boolean);
  if (parts.length > 0) return parts.join(' · ');
  return v.t(line.referrer ? 'sharing.sources.plainSite' : 'sharing.sources.unknown');
}
