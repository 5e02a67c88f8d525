import type { Child } from 'hono/jsx';
import type { View } from '../platform/http/index.ts';
import { urls } from '../urls.ts';
import { Document } from './document.tsx';

/** A page for those who work here, below Today: the way back above its heading. */
export function WorkPage({
  v,
  title,
  back = [],
  islands,
  languages,
  children,
}: {
  v: View;
  title: string;
  /** The pages between Today and this one. */
  back?: { href: string; label: string }[];
  islands?: string[];
  languages?: boolean;
  children?: Child;
}) {
  return (
    <Document v={v} title={title} section="today" unlisted islands={islands} languages={languages}>
      <div class="wrap page flow">
        <nav class="crumbs" aria-label={v.t('ui.crumbs')}>
          <a href={urls.accounts.today(v.at)}>{v.t('ui.nav.today')}</a>
          {back.map(({ href, label }) => (
            <>
              {' › '}
              <a href={href}>{label}</a>
            </>
          ))}
        </nav>
        <h1 class="small">{title}</h1>
        {children}
      </div>
    </Document>
  );
}
