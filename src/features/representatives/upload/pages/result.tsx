import type { View } from '../../../../platform/http/index.ts';
import { State } from '../../../../ui/index.ts';
import { urls } from '../../../../urls.ts';
import { DeskFrame } from '../../pages/frame.tsx';
import type { Upload } from '../queries.ts';
import { Notes } from './notes.tsx';

/** What a list did, and the way back. */
export function ResultPage({ v, upload }: { v: View; upload: Upload }) {
  return (
    <DeskFrame v={v} title={v.t('representatives.upload.mapping.title', { file: upload.fileName })}>
      <p>
        <State tone={upload.state === 'taken' ? 'ok' : 'plain'}>
          {v.t(`representatives.upload.state.${upload.state}`)}
        </State>{' '}
        {upload.takenAt && v.date(upload.takenAt, 'time')}
      </p>
      {upload.counts && <p>{v.t('representatives.upload.counts', upload.counts)}</p>}
      {upload.asOf && <p>{v.t('representatives.upload.asOf.of', { date: v.date(upload.asOf) })}</p>}
      <Notes
        v={v}
        title={v.t('representatives.upload.refused', { count: upload.refused.length })}
        notes={upload.refused}
      />
      {upload.state === 'taken' && upload.roleId && (
        <p>
          <a href={urls.representatives.role(v.at, upload.roleId)}>{v.t('representatives.upload.see')}</a>
        </p>
      )}
      {upload.state === 'taken' && upload.undoable && (
        <form class="flow" method="post" action={urls.representatives.uploadReversal(v.at, upload.id)}>
          <p>{v.t('representatives.upload.undo.text')}</p>
          <button class="button grave">{v.t('representatives.upload.undo')}</button>
        </form>
      )}
    </DeskFrame>
  );
}
