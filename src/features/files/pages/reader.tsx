import type { View } from '../../../platform/http/index.ts';
import { direction } from '../../../platform/i18n/index.ts';
import type { FileOwner } from '../../../platform/registry/index.ts';
import { Document, MachineMade } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { PagePicture, StoredFile } from '../queries.ts';
import { sizeOf } from '../quota.ts';
import { FileState, RemovedList } from './card.tsx';

type Props = {
  v: View;
  file: StoredFile;
  owner: FileOwner | undefined;
  page: number;
  text: { label: string; text: string; language: string | null } | undefined;
  pictures: PagePicture[];
  /** How many pages of this file get a picture at most; 0 where it has none. */
  drawn: number;
  mayAskAgain: boolean;
};

/** One page of a file: its picture, its words below or beside, and the ways to the others. Works without script. */
export function ReaderPage({ v, file, owner, page, text, pictures, drawn, mayAskAgain }: Props) {
  const title = owner?.title ?? file.name;
  const values = { page, pages: file.pages };
  const where = v.t(drawn > 0 ? 'files.page' : 'files.section', values);
  return (
    <Document v={v} title={`${where} · ${title}`} unlisted islands={['reader']}>
      <article
        class="wrap page flow reader"
        data-island="reader"
        lang={file.language ?? undefined}
        dir={dirOf(file, v)}
      >
        <div lang={v.locale} dir={v.dir} class="flow">
          {owner && (
            <p class="crumbs">
              <a href={owner.href}>{owner.title}</a> <MachineMade v={v} fields={owner.machine ? ['title'] : []} short />
            </p>
          )}
          <h1 class="small">
            {title} <small>{where}</small>
          </h1>
          {file.pagesWithoutText > 0 && <FileState v={v} file={file} />}
          <Turn v={v} file={file} page={page} />
        </div>
        <div class="spread">
          <Picture v={v} file={file} page={page} pictures={pictures} drawn={drawn} hasText={Boolean(text?.text)} />
          <section class="words flow" aria-labelledby="words" lang={v.locale} dir={v.dir}>
            <h2 class="small" id="words">
              {text?.label || v.t('files.reader.text')}
            </h2>
            {text?.text ? (
              <div
                class="flow"
                lang={text.language ?? undefined}
                dir={text.language ? direction(text.language) : 'auto'}
              >
                {text.text.split(/\n{2,}/).map((paragraph) => (
                  <p class="lines">{paragraph}</p>
                ))}
              </div>
            ) : (
              <p>{v.t('files.reader.noText')}</p>
            )}
          </section>
        </div>
        <div lang={v.locale} dir={v.dir} class="flow">
          <Turn v={v} file={file} page={page} again />
          <p class="keys" hidden data-keys>
            {v.t('files.reader.keys')}
          </p>
          <About v={v} file={file} mayAskAgain={mayAskAgain} />
        </div>
      </article>
    </Document>
  );
}

/** Pages of a language that is read from the right are turned to the left. */
const dirOf = (file: StoredFile, v: View): 'ltr' | 'rtl' => (file.language ? direction(file.language) : v.dir);

/** The ways to the other pages. The second one on the page names no landmark of its own. */
function Turn({ v, file, page, again }: { v: View; file: StoredFile; page: number; again?: boolean }) {
  if (file.pages < 2) return null;
  const to = (number: number) => urls.files.page(v.at, file.id, number);
  return (
    <nav class="turn" aria-label={again ? v.t('files.reader.navBelow') : v.t('files.reader.nav')}>
      {page > 1 && (
        <a class="button plain" href={to(page - 1)} rel="prev">
          {v.t('files.reader.previous')}
        </a>
      )}
      {page < file.pages && (
        <a class="button" href={to(page + 1)} rel="next">
          {v.t('files.reader.next')}
        </a>
      )}
      {!again && (
        <form action={urls.files.show(v.at, file.id)} method="get">
          <label for="page">{v.t('files.reader.goto')}</label>
          <input
            id="page"
            name="page"
            type="number"
            inputmode="numeric"
            min={1}
            max={file.pages}
            value={String(page)}
            required
          />
          <button type="submit" class="button plain">
            {v.t('files.reader.go')}
          </button>
        </form>
      )}
    </nav>
  );
}

/** The page as a picture, in two widths; or why there is none. */
function Picture({
  v,
  file,
  page,
  pictures,
  drawn,
  hasText,
}: Omit<Props, 'owner' | 'text' | 'mayAskAgain'> & { hasText: boolean }) {
  const large = pictures.find(({ size }) => size === 'large');
  const small = pictures.find(({ size }) => size === 'small');
  const address = (size: 'small' | 'large') => urls.files.picture(v.at, file.id, page, size);
  if (large && small)
    return (
      // On a small screen the page is too small to read: it opens by itself, to be drawn large with two fingers.
      <a href={address('large')}>
        <img
          class="leaf"
          src={address('small')}
          srcset={`${address('small')} ${small.width}w, ${address('large')} ${large.width}w`}
          sizes="(min-width: 64rem) 36rem, 100vw"
          width={large.width}
          height={large.height}
          lang={v.locale}
          alt={v.t(hasText ? 'files.reader.alt' : 'files.reader.altNoText', { page })}
        />
      </a>
    );
  if (drawn === 0) return null;
  const ended = page > drawn || file.reason !== null;
  return (
    <p class="notice" lang={v.locale} dir={v.dir}>
      {ended ? v.t('files.reader.noPicture', { last: Math.min(drawn, file.pictured) }) : v.t('files.reader.drawing')}
    </p>
  );
}

function About({ v, file, mayAskAgain }: { v: View; file: StoredFile; mayAskAgain: boolean }) {
  return (
    <>
      {file.cut && <p class="notice">{v.t('files.reader.cut')}</p>}
      {file.pagesWithoutText > 0 && <p class="notice">{v.t('files.state.hint')}</p>}
      <p class="actions">
        <a class="button plain" href={urls.files.download(v.at, file.id)}>
          {v.t('files.download')}
        </a>
        {v.t('files.size', sizeOf(file.bytes))}
      </p>
      <details>
        <summary>{v.t('files.removed.title')}</summary>
        <RemovedList v={v} removed={file.removed} asSent={file.asSent} />
        {mayAskAgain && (
          <form method="post" action={urls.files.reading(v.at, file.id)}>
            <button type="submit" class="button plain">
              {v.t('files.again')}
            </button>
          </form>
        )}
      </details>
    </>
  );
}
