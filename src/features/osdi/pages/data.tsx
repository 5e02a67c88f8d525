import type { View } from '../../../platform/http/index.ts';
import {
  AboutWhat,
  Choice,
  Empty,
  ErrorSummary,
  Field,
  type FormState,
  Mistake,
  State,
  Table,
  WorkPage,
} from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { resources } from '../export.ts';
import { scopes as allScopes, type Key, type Scope } from '../keys.ts';

type Props = { v: View; keys: Key[]; id: string; state: FormState; scopes: Scope[] };

/** Everything that another program may read, and everything as files to take away. */
export function DataPage({ v, keys, id, state, scopes }: Props) {
  const t = v.t;
  return (
    <WorkPage v={v} title={t('osdi.title')} islands={['error-summary', 'copy-link']}>
      <p>{t('osdi.lead')}</p>
      <h2>{t('osdi.files')}</h2>
      <p>{t('osdi.files.text')}</p>
      <div class="actions">
        {resources.map((resource) => (
          <form method="post" action={urls.osdi.exports(v.at, resource)}>
            <button class="button plain" type="submit">
              {t(`osdi.resource.${resource}`)}
            </button>
          </form>
        ))}
      </div>
      <h2>{t('osdi.keys')}</h2>
      <p>{t('osdi.keys.text')}</p>
      <div class="field" data-island="copy-link">
        <label for="entry">{t('osdi.entry')}</label>
        <input id="entry" type="url" readonly value={v.origin + urls.osdi.entry(v.at)} />
        <button class="button plain" type="button" hidden data-done={t('osdi.copied')}>
          {t('osdi.copy')}
        </button>
      </div>
      {keys.length === 0 ? (
        <Empty text={t('osdi.keys.empty')} />
      ) : (
        <Table
          caption={t('osdi.keys.caption')}
          head={['name', 'may', 'made', 'used', 'end'].map((column) => t(`osdi.key.${column}`))}
        >
          {keys.map((key) => (
            <KeyLine v={v} line={key} />
          ))}
        </Table>
      )}
      <h2>{t('osdi.make')}</h2>
      <ErrorSummary v={v} state={state} labels={{ name: t('osdi.key.name.label'), scopes: t('osdi.key.scopes') }} />
      <form class="form short" method="post" action={urls.osdi.keys(v.at)}>
        <input type="hidden" name="id" value={id} />
        <Field
          v={v}
          name="name"
          label={t('osdi.key.name.label')}
          hint={t('osdi.key.name.hint')}
          state={state}
          maxlength={80}
          autocomplete="off"
          required
        />
        <fieldset id="scopes">
          <legend>{t('osdi.key.scopes')}</legend>
          <Mistake v={v} name="scopes" state={state} />
          {allScopes.map((scope) => (
            <Choice name="scopes" value={scope} checked={scopes.includes(scope)}>
              {t(`osdi.scope.${scope}`)}
            </Choice>
          ))}
        </fieldset>
        <div class="actions">
          <button class="button" type="submit">
            {t('osdi.make.action')}
          </button>
        </div>
      </form>
    </WorkPage>
  );
}

function KeyLine({ v, line }: { v: View; line: Key }) {
  const t = v.t;
  return (
    <tr>
      <th scope="row">
        {line.name}
        <br />
        <small>{`…${line.ending}`}</small>
      </th>
      <td>{line.scopes.map((scope) => t(`osdi.scope.${scope}.short`)).join(', ')}</td>
      <td>{v.date(line.createdAt, 'short')}</td>
      <td>{line.usedAt ? v.date(line.usedAt, 'short') : t('osdi.key.never')}</td>
      <td>
        {line.revokedAt ? (
          <State tone="plain">{t('osdi.key.revoked', { date: v.date(line.revokedAt, 'short') })}</State>
        ) : (
          <a class="button plain" href={urls.osdi.revocation(v.at, line.id)}>
            {t('osdi.key.revoke')}
            <AboutWhat v={v} text={line.name} />
          </a>
        )}
      </td>
    </tr>
  );
}
