import type { View } from '../../../platform/http/index.ts';
import type { Door } from '../../../platform/registry/index.ts';
import { Cell, Doors, Empty, State, Table } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { OwnList, UploadLine } from '../upload/queries.ts';
import { DeskFrame } from './frame.tsx';
import type { Known } from './known.ts';

type Props = { v: View; doors: Door[]; lists: OwnList[]; uploads: UploadLine[]; known: Known[] };

/** All about decision-makers that this network keeps itself, and how fresh the lists of the installation are. */
export function OfficialsDeskPage({ v, doors, lists, uploads, known }: Props) {
  return (
    <DeskFrame v={v} title={v.t('representatives.desk.title')} crumb={false}>
      <p class="lead">{v.t('representatives.desk.lead')}</p>
      <h2>{v.t('representatives.desk.ways')}</h2>
      <Doors doors={doors} />
      <h2>{v.t('representatives.desk.own')}</h2>
      {lists.length === 0 ? (
        <Empty
          text={v.t('representatives.desk.own.none')}
          action={v.t('representatives.upload.title')}
          href={urls.representatives.newList(v.at)}
        />
      ) : (
        <Table
          caption={v.t('representatives.desk.own')}
          head={[
            v.t('representatives.desk.body'),
            v.t('representatives.desk.people'),
            v.t('representatives.desk.asOf'),
          ]}
        >
          {lists.map((list) => (
            <tr>
              <Cell v={v} label={v.t('representatives.desk.body')}>
                <a href={urls.representatives.role(v.at, list.roleId)}>
                  {v.text(list.body)}, {v.text(list.role)}
                </a>
              </Cell>
              <Cell v={v} label={v.t('representatives.desk.people')}>
                {v.number(list.people)}
              </Cell>
              <Cell v={v} label={v.t('representatives.desk.asOf')}>
                {list.asOf ? v.date(list.asOf) : '–'}
              </Cell>
            </tr>
          ))}
        </Table>
      )}
      {uploads.length > 0 && (
        <>
          <h2>{v.t('representatives.desk.uploads')}</h2>
          <Table
            caption={v.t('representatives.desk.uploads')}
            head={[
              v.t('representatives.desk.file'),
              v.t('representatives.desk.state'),
              v.t('representatives.desk.rows'),
              v.t('representatives.desk.uploaded'),
            ]}
          >
            {uploads.map((upload) => (
              <tr>
                <Cell v={v} label={v.t('representatives.desk.file')}>
                  <a href={urls.representatives.upload(v.at, upload.id)}>{upload.fileName}</a>
                </Cell>
                <Cell v={v} label={v.t('representatives.desk.state')}>
                  <State tone={upload.state === 'taken' ? 'ok' : upload.state === 'waiting' ? 'wait' : 'plain'}>
                    {v.t(`representatives.upload.state.${upload.state}`)}
                  </State>
                </Cell>
                <Cell v={v} label={v.t('representatives.desk.rows')}>
                  {upload.counts ? v.t('representatives.upload.counts', upload.counts) : '–'}
                </Cell>
                <Cell v={v} label={v.t('representatives.desk.uploaded')}>
                  {v.date(upload.uploadedAt, 'short')}
                </Cell>
              </tr>
            ))}
          </Table>
        </>
      )}
      <h2>{v.t('representatives.desk.installation')}</h2>
      <p>{v.t('representatives.desk.installation.text')}</p>
      {known.length === 0 ? (
        <Empty text={v.t('representatives.desk.installation.none')} />
      ) : (
        <Table
          caption={v.t('representatives.desk.installation')}
          head={[
            v.t('representatives.desk.body'),
            v.t('representatives.desk.people'),
            v.t('representatives.desk.asOf'),
          ]}
        >
          {known.map((each) => (
            <tr>
              <Cell v={v} label={v.t('representatives.desk.body')}>
                <a href={each.href}>{each.name}</a>
              </Cell>
              <Cell v={v} label={v.t('representatives.desk.people')}>
                {v.t('representatives.desk.serving', { serving: each.serving, posts: each.posts })}
              </Cell>
              <Cell v={v} label={v.t('representatives.desk.asOf')}>
                {each.asOf ? v.date(each.asOf) : '–'}
                {each.stale && (
                  <>
                    {' '}
                    <State tone="wait">{v.t('representatives.desk.stale')}</State>
                  </>
                )}
              </Cell>
            </tr>
          ))}
        </Table>
      )}
    </DeskFrame>
  );
}
