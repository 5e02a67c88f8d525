import type { View } from '../../../platform/http/index.ts';
import { ErrorSummary, Field, type FormState } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { Stretch } from '../compare.ts';
import { longestBody, type SharedDocument } from '../document.ts';
import { Changes } from './document.tsx';
import { listOf } from './list.tsx';
import { type Place, ScopePage } from './scope-page.tsx';

const labelsOf = (v: View) =>
  Object.fromEntries(['title', 'body', 'summary'].map((name) => [name, v.t(`documents.field.${name}`)]));

function Fields({ v, state, first }: { v: View; state: FormState; first: boolean }) {
  return (
    <>
      <Field v={v} name="title" label={v.t('documents.field.title')} state={state} maxlength={160} required wording />
      <Field
        v={v}
        name="body"
        label={v.t('documents.field.body')}
        hint={v.t('documents.field.body.hint')}
        state={state}
        maxlength={longestBody}
        rows={18}
        required
      />
      {!first && (
        <Field
          v={v}
          name="summary"
          label={v.t('documents.field.summary')}
          hint={v.t('documents.field.summary.hint')}
          state={state}
          maxlength={200}
          wording
        />
      )}
    </>
  );
}

/** A new document. */
export function NewDocumentPage({ v, scope, id, state }: { v: View; scope: Place; id: string; state: FormState }) {
  return (
    <ScopePage v={v} place={scope} list={listOf(v)} title={v.t('documents.new')} islands={['error-summary']}>
      <p>{v.t(scope.group ? 'documents.new.group' : 'documents.new.network')}</p>
      <ErrorSummary v={v} state={state} labels={labelsOf(v)} />
      <form class="form" method="post" action={urls.documents.list(v.at)} novalidate>
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="group" value={scope.group?.slug ?? ''} />
        <Fields v={v} state={state} first />
        <div class="actions">
          <button type="submit" class="button">
            {v.t('documents.create')}
          </button>
          <a href={urls.documents.list(v.at, scope.group?.slug)}>{v.t('documents.cancel')}</a>
        </div>
      </form>
    </ScopePage>
  );
}

/** Somebody saved a version while she wrote hers. */
export type Conflict = { stretches: Stretch[] };

/** The next version. After a conflict both texts stand beside each other, and nothing of either is lost. */
export function EditDocumentPage({
  v,
  scope,
  document,
  state,
  conflict,
}: {
  v: View;
  scope: Place;
  document: SharedDocument;
  state: FormState;
  conflict?: Conflict;
}) {
  const form = (
    <form class="form" method="post" action={urls.documents.versions(v.at, document.id)} novalidate>
      <input type="hidden" name="base" value={String(document.version)} />
      {conflict && <h2>{v.t('documents.conflict.yours')}</h2>}
      <Fields v={v} state={state} first={false} />
      <div class="actions">
        <button type="submit" class="button">
          {v.t(conflict ? 'documents.conflict.save' : 'documents.save')}
        </button>
        <a href={urls.documents.show(v.at, document.id)}>{v.t('documents.cancel')}</a>
      </div>
    </form>
  );
  return (
    <ScopePage
      v={v}
      place={scope}
      list={listOf(v)}
      title={v.t('documents.edit.title', { title: document.title })}
      back={[{ href: urls.documents.show(v.at, document.id), label: document.title }]}
      islands={['error-summary']}
    >
      <ErrorSummary v={v} state={state} labels={labelsOf(v)} />
      {conflict ? (
        <>
          <p>{v.t('documents.conflict.text', { name: document.author ?? v.t('documents.nobody') })}</p>
          <div class="beside">
            {form}
            <div class="flow">
              <h2 id="theirs">{v.t('documents.conflict.theirs', { version: document.version })}</h2>
              <h3>{document.title}</h3>
              <div class="other" tabindex={0} role="region" aria-labelledby="theirs">
                <p>{document.body}</p>
              </div>
            </div>
          </div>
          <h2>{v.t('documents.conflict.changes')}</h2>
          <Changes v={v} stretches={conflict.stretches} />
        </>
      ) : (
        form
      )}
    </ScopePage>
  );
}
