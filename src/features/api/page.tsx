import type { View } from '../../platform/http/index.ts';
import { type ApiEvent, type ApiOperation, openApiPath } from '../../platform/openapi/index.ts';
import { Document } from '../../ui/index.ts';
import { urls } from '../../urls.ts';

/** Everything that programs may read, for those who write them. Their descriptions are English, whatever the page's language. */
export function ApiPage({ v, operations, events }: { v: View; operations: ApiOperation[]; events: ApiEvent[] }) {
  const t = v.t;
  const groups = [...new Set(operations.map((operation) => operation.group))];
  // Below this very network the first two names are known already.
  const here = (operation: ApiOperation) =>
    openApiPath(operation).replace('{network}', v.at.network).replace('{locale}', v.at.locale);
  return (
    <Document v={v} title={t('api.title')} description={t('api.lead')}>
      <div class="wrap page flow">
        <h1 class="small">{t('api.title')}</h1>
        <p class="lead">{t('api.lead')}</p>
        <p>
          <a href={urls.api.document()}>{t('api.document')}</a>
        </p>
        {groups.map((group) => (
          <section class="flow">
            <h2 lang="en">{group}</h2>
            <ul class="shelf">
              {operations
                .filter((operation) => operation.group === group)
                .map((operation) => (
                  <li>
                    <h3>
                      <code>{here(operation)}</code>
                    </h3>
                    <p lang="en">{operation.summary}</p>
                    <p>
                      <small>
                        <code>{operation.type}</code> · {t(`api.reader.${operation.reader}`)}
                        {operation.crossOrigin && ` · ${t('api.crossOrigin')}`}
                      </small>
                    </p>
                    {operation.query && (
                      <dl>
                        {Object.entries(operation.query).map(([name, text]) => (
                          <>
                            <dt>
                              <code>?{name}=</code>
                            </dt>
                            <dd lang="en">{text}</dd>
                          </>
                        ))}
                      </dl>
                    )}
                  </li>
                ))}
            </ul>
          </section>
        ))}
        <section class="flow">
          <h2>{t('api.events')}</h2>
          <p>{t('api.events.text')}</p>
          <dl>
            {events.map((event) => (
              <>
                <dt>
                  <code>{event.name}</code>
                </dt>
                <dd lang="en">{event.summary}</dd>
              </>
            ))}
          </dl>
        </section>
      </div>
    </Document>
  );
}
