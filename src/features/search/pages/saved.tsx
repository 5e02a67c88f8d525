import type { View } from '../../../platform/http/index.ts';
import { Empty, PostButton, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { readQuestion } from '../question.ts';
import type { SavedSearch } from '../saved.ts';

/** The searches that somebody keeps, with how much is new in each. */
export function SavedPage({ v, searches }: { v: View; searches: (SavedSearch & { fresh: number })[] }) {
  const t = v.t;
  return (
    <WorkPage v={v} title={t('search.saved.title')}>
      <p class="lead">{t('search.saved.lead')}</p>
      {searches.length === 0 && (
        <Empty text={t('search.saved.none')} action={t('search.title')} href={urls.search.form(v.at)} />
      )}
      <ul class="shelf">
        {searches.map((saved) => (
          <li class="flow">
            <h2 class="h3">
              <a href={urls.search.results(v.at, readQuestion(new URLSearchParams(saved.query)))}>{saved.name}</a>
            </h2>
            <p>{t('search.saved.fresh', { count: saved.fresh })}</p>
            <div class="actions">
              <PostButton
                v={v}
                action={urls.search.mailing(v.at, saved.id)}
                fields={{ mail: saved.mail ? '' : 'yes' }}
                label={t(saved.mail ? 'search.saved.mail.stop' : 'search.saved.mail.begin')}
                about={saved.name}
              />
              <PostButton
                v={v}
                action={urls.search.removal(v.at, saved.id)}
                label={t('search.saved.remove')}
                about={saved.name}
              />
            </div>
            <p>
              <small>{t(saved.mail ? 'search.saved.mail.on' : 'search.saved.mail.off')}</small>
            </p>
          </li>
        ))}
      </ul>
    </WorkPage>
  );
}
