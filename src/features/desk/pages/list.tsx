import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import { AboutWhat, Empty, Pager, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { DeskLine } from '../queries.ts';
import { deskUrls } from '../urls.ts';
import { CampaignStateMark, DeskPage } from './parts.tsx';

/** All campaigns of the network, drafts too, with what became of their letters. */
export function DeskListPage({
  v,
  lines,
  next,
  first,
}: {
  v: View;
  lines: DeskLine[];
  next: string | undefined;
  first: boolean;
}) {
  const t = v.t;
  return (
    <DeskPage v={v} title={t('desk.list.title')}>
      {lines.length === 0 && first ? (
        <Empty text={t('desk.list.empty')} action={t('desk.list.empty.action')} href={urls.campaigns.create(v.at)} />
      ) : (
        <>
          <p>
            <a class="button" href={urls.campaigns.create(v.at)}>
              {t('desk.list.create')}
            </a>
          </p>
          <Table
            caption={t('desk.list.caption')}
            head={['title', 'state', 'languages', 'letters', 'sending', 'action'].map((column) =>
              t(`desk.list.head.${column}`),
            )}
          >
            {lines.map((line) => (
              <tr>
                <th scope="row">
                  <a href={urls.campaigns.edit(v.at, line.id)}>{line.title}</a>
                  {line.sample && (
                    <>
                      <br />
                      <small>{t('desk.sample.mark')}</small>
                    </>
                  )}
                </th>
                <td>
                  <CampaignStateMark v={v} state={line.state} closesAt={line.closesAt} />
                  {line.closesAt && line.state === 'open' && (
                    <>
                      <br />
                      <small>{t('desk.list.until', { date: v.date(line.closesAt, 'short') })}</small>
                    </>
                  )}
                </td>
                <td>
                  {t('desk.list.ready', { ready: line.ready.length, all: v.network.locales.length })}
                  {line.ready.length > 0 && (
                    <>
                      <br />
                      <small>{line.ready.map((locale) => languageName(locale)).join(', ')}</small>
                    </>
                  )}
                </td>
                <td>
                  {t(line.mode === 'petition' ? 'desk.list.signed' : 'desk.list.confirmed', { count: line.confirmed })}
                  {line.waiting > 0 && (
                    <>
                      <br />
                      <small>{t('desk.list.waiting', { count: line.waiting })}</small>
                    </>
                  )}
                </td>
                <td class={line.mode === 'petition' ? 'zero' : undefined}>
                  {line.mode === 'letter' ? t('desk.list.sent', { count: line.sent }) : '–'}
                  {line.failed > 0 && (
                    <>
                      <br />
                      <span class="state bad">{t('desk.list.failed', { count: line.failed })}</span>
                    </>
                  )}
                </td>
                <td>
                  <Action v={v} line={line} />
                </td>
              </tr>
            ))}
          </Table>
          <Pager v={v} next={next && deskUrls.listFrom(v.at, next)} />
        </>
      )}
    </DeskPage>
  );
}

/** The one thing that is most likely wanted of this campaign. */
function Action({ v, line }: { v: View; line: DeskLine }) {
  const failed = line.failed > 0;
  const [label, href] = failed
    ? ['desk.list.action.failed', urls.campaigns.deliveries(v.at, line.id)]
    : line.state === 'draft'
      ? ['desk.list.action.draft', urls.campaigns.edit(v.at, line.id)]
      : line.mode === 'petition'
        ? ['desk.list.action.signatures', urls.petitions.desk(v.at, line.id)]
        : ['desk.list.action.letters', urls.campaigns.deliveries(v.at, line.id)];
  return (
    <a class="button plain" href={href}>
      {v.t(label!)}
      <AboutWhat v={v} text={line.title} />
    </a>
  );
}
