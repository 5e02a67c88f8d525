import type { View } from '../../../platform/http/index.ts';
import { languageName, wordsFor } from '../../../platform/i18n/index.ts';
import { Empty, PostButton, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { type Question, readQuestion } from '../question.ts';
import type { SavedSearch } from '../saved.ts';
import { typeLabel } from './results.tsx';

type Props = {
  v: View;
  searches: (SavedSearch & { fresh: number })[];
  /** Labels of issues and places by id, in the reader's language. */
  labels: ReadonlyMap<string, string>;
};

/** The searches that somebody keeps, each with what it is narrowed to and how much is new in it. */
export function SavedPage({ v, searches, labels }: Props) {
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
            <h2 class="h3" dir="auto">
              <a href={urls.search.results(v.at, readQuestion(new URLSearchParams(saved.query)))}>{saved.name}</a>
            </h2>
            <Narrowing v={v} question={readQuestion(new URLSearchParams(saved.query))} labels={labels} />
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

/** What tells two searches for the same words apart. */
function Narrowing({ v, question, labels }: { v: View; question: Question; labels: Props['labels'] }) {
  const { kind, type, language, issue, place, facility, year } = question;
  const narrowed = [
    kind && (wordsFor(v.t, `search.kind.${kind}`) ?? kind),
    type && typeLabel(v, type),
    language && languageName(language),
    issue && (labels.get(issue) ?? issue),
    place && (labels.get(place) ?? place),
    facility && v.t('search.facet.facility.chosen'),
    year,
  ].filter(Boolean);
  return narrowed.length > 0 ? <p>{narrowed.join(' · ')}</p> : null;
}
