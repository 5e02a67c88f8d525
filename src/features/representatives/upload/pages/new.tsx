import type { View } from '../../../../platform/http/index.ts';
import { ErrorSummary, type FormState, Mistake } from '../../../../ui/index.ts';
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
        <div class="field">
          <label for="file">{label}</label>
          <span class="hint" id="file-hint">
            {v.t('representatives.upload.file.hint', { limit: largest.bytes / 1_000_000, rows: largest.rows })}
          </span>
          <Mistake v={v} name="file" state={state} />
          <input
            id="file"
            name="file"
            type="file"
            accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values"
            required
            aria-describedby="file-hint"
          />
        </div>
        <div>
          <button class="button">{v.t('representatives.upload.button')}</button>
        </div>
        <small>{v.t('representatives.upload.next')}</small>
      </form>
    </DeskFrame>
  );
}
