import type { View } from '../../../../platform/http/index.ts';
import { ErrorSummary, type FormState, UploadField } from '../../../../ui/index.ts';
import { urls } from '../../../../urls.ts';
import { DeskFrame } from '../../pages/frame.tsx';
import { largest } from '../table.ts';

/** The first step: the file. */
export function NewListPage({ v, state }: { v: View; state: FormState }) {
  const label = v.t('representatives.upload.file');
  return (
    <DeskFrame v={v} title={v.t('representatives.upload.title')} islands={['error-summary']}>
      <p class="lead">{v.t('representatives.upload.lead')}</p>
      <form class="form" method="post" enctype="multipart/form-data" action={urls.representatives.newList(v.at)}>
        <ErrorSummary v={v} state={state} labels={{ file: label }} />
        <UploadField
          v={v}
          name="file"
          label={label}
          hint={v.t('representatives.upload.file.hint', { limit: largest.bytes / 1_000_000, rows: largest.rows })}
          accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values"
          state={state}
          required
        />
        <div>
          <button class="button">{v.t('representatives.upload.button')}</button>
        </div>
        <small>{v.t('representatives.upload.next')}</small>
      </form>
    </DeskFrame>
  );
}
