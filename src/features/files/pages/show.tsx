import type { View } from '../../../platform/http/index.ts';
import type { FileOwner } from '../../../platform/registry/index.ts';
import { Document, MachineMade, UnderWay } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { StoredFile } from '../queries.ts';
import { sizeOf } from '../quota.ts';
import { FileState, RemovedList } from './card.tsx';

type Props = { v: View; file: StoredFile; owner: FileOwner | undefined; mayAskAgain: boolean };

/** What is known of a file that has no pages to read, or none yet. */
export function FilePage({ v, file, owner, mayAskAgain }: Props) {
  const title = owner?.title ?? file.name;
  return (
    <Document v={v} title={title} unlisted islands={file.state === 'waiting' ? ['under-way'] : []}>
      <div class="wrap page narrow flow">
        {owner && (
          <p class="crumbs">
            <a href={owner.href}>{owner.title}</a> <MachineMade v={v} fields={owner.machine ? ['title'] : []} short />
          </p>
        )}
        <h1 class="small">{title}</h1>
        <p>
          <b>{file.name}</b> · {v.t('files.size', sizeOf(file.bytes))} · {v.date(file.createdAt)}
        </p>
        <FileState v={v} file={file} />
        {file.state === 'waiting' && (
          <UnderWay v={v} label={v.t('files.waiting')}>
            {v.t('files.waiting')}
          </UnderWay>
        )}
        {file.state === 'kept' && <p>{v.t('files.kept')}</p>}
        <p class="actions">
          <a class="button" href={urls.files.download(v.at, file.id)}>
            {v.t('files.download')}
          </a>
        </p>
        {file.state === 'refused' && mayAskAgain && (
          <form method="post" action={urls.files.reading(v.at, file.id)}>
            <button type="submit" class="button plain">
              {v.t('files.again')}
            </button>
          </form>
        )}
        <h2 class="small">{v.t('files.removed.title')}</h2>
        <RemovedList v={v} removed={file.removed} asSent={file.asSent} />
      </div>
    </Document>
  );
}
