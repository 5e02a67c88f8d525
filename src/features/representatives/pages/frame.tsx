import type { Child } from 'hono/jsx';
import type { View } from '../../../platform/http/index.ts';
import { Document } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';

/** A work page about decision-makers: the way back above its heading. */
export function DeskFrame({
  v,
  title,
  crumb = true,
  islands,
  children,
}: {
  v: View;
  title: string;
  /** Whether the overview lies one step back. */
  crumb?: boolean;
  islands?: string[];
  children?: Child;
}) {
  return (
    <Document v={v} title={title} section="today" unlisted islands={islands}>
      <div class="wrap page flow">
        <nav class="crumbs" aria-label={v.t('representatives.desk.crumbs')}>
          <a href={urls.accounts.today(v.at)}>{v.t('ui.nav.today')}</a>
          {crumb && (
            <>
              {' › '}
              <a href={urls.representatives.desk(v.at)}>{v.t('representatives.desk.title')}</a>
            </>
          )}
        </nav>
        <h1 class="small">{title}</h1>
        {children}
      </div>
    </Document>
  );
}
