import type { Removed } from '../../../platform/documents/index.ts';
import type { View } from '../../../platform/http/index.ts';
import { AboutWhat, State } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { StoredFile } from '../queries.ts';
import { sizeOf } from '../quota.ts';

const tones = { waiting: 'wait', read: 'ok', 'no-text': 'wait', refused: 'bad', kept: 'plain' } as const;

/** A file in the page of the thing it belongs to: its name, its state, the way to read it and to take it away. */
export function FileCard({ v, file }: { v: View; file: StoredFile }) {
  const readable = file.state === 'read' || file.state === 'no-text';
  return (
    <div class="notice flow file">
      <p>
        <b>{file.name}</b> <small>{v.t('files.size', sizeOf(file.bytes))}</small>
      </p>
      <FileState v={v} file={file} />
      <p class="actions">
        {readable && (
          <a class="button" href={urls.files.show(v.at, file.id)}>
            {v.t('files.read')}
            <AboutWhat v={v} text={file.name} />
          </a>
        )}
        <a class="button plain" href={urls.files.download(v.at, file.id)}>
          {v.t('files.download')}
          <AboutWhat v={v} text={file.name} />
        </a>
      </p>
    </div>
  );
}

/** How far a file was read, in words; why not, where it was not. */
export function FileState({ v, file }: { v: View; file: StoredFile }) {
  if (file.state === 'kept') return null;
  const some = file.state === 'read' && file.pagesWithoutText > 0;
  return (
    <p>
      <State tone={some ? 'wait' : tones[file.state]}>
        {some
          ? v.t('files.state.some', { count: file.pagesWithoutText, pages: file.pages })
          : v.t(`files.state.${file.state}`)}
      </State>
      {file.state === 'refused' && file.reason && <> {v.t(`files.refused.${file.reason}`)}</>}
    </p>
  );
}

/** What was taken out of a file when it came, or that it was kept as it was sent. */
export function RemovedList({ v, removed, asSent }: { v: View; removed: readonly Removed[]; asSent?: boolean }) {
  if (asSent) return <p>{v.t('files.asSent')}</p>;
  if (removed.length === 0) return <p>{v.t('files.removed.none')}</p>;
  return (
    <>
      <p>{v.t('files.removed.lead')}</p>
      <ul>
        {removed.map((one) => (
          <li>{v.t(`files.removed.${one}`)}</li>
        ))}
      </ul>
    </>
  );
}
