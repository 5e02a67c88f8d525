import type { View } from '../../../platform/http/index.ts';
import { WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';

const back = (v: View) => [{ href: urls.osdi.desk(v.at), label: v.t('osdi.title') }];

/** A new key's token, on this page and never again. */
export function KeyPage({ v, name, token }: { v: View; name: string; token: string }) {
  return (
    <WorkPage v={v} title={v.t('osdi.made', { name })} back={back(v)} islands={['copy-link']} languages={false}>
      <p class="lead">{v.t('osdi.once')}</p>
      <div class="field" data-island="copy-link">
        <label for="token">{v.t('osdi.token')}</label>
        <input id="token" type="text" readonly value={token} autocomplete="off" spellcheck={false} />
        <button class="button plain" type="button" hidden data-done={v.t('osdi.copied')}>
          {v.t('osdi.copy')}
        </button>
      </div>
      <p>
        <a class="button" href={urls.osdi.desk(v.at)}>
          {v.t('osdi.stored')}
        </a>
      </p>
    </WorkPage>
  );
}

/** Asked once more: a revoked key stays revoked. */
export function RevocationPage({ v, name, id }: { v: View; name: string; id: string }) {
  return (
    <WorkPage v={v} title={v.t('osdi.revocation.title', { name })} back={back(v)}>
      <p>{v.t('osdi.revocation.text')}</p>
      <div class="actions">
        <form method="post" action={urls.osdi.revocation(v.at, id)}>
          <button class="button grave" type="submit">
            {v.t('osdi.revocation.action')}
          </button>
        </form>
        <a class="button plain" href={urls.osdi.desk(v.at)}>
          {v.t('osdi.revocation.keep')}
        </a>
      </div>
    </WorkPage>
  );
}
