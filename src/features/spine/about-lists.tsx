import type { View } from '../../platform/http/index.ts';
import { urls } from '../../urls.ts';
import type { About } from './about.ts';

/** What a thing is about in the reader's words, each term with its page, and a mark where it should be looked up first. */
export const termsOf = (v: View, about: About) => ({
  issues: about.issues.map(({ id, labels }) => term(v, labels, urls.vocabularies.issue(v.at, id))),
  places: about.places.map(({ id, labels }) => term(v, labels, urls.vocabularies.place(v.at, id))),
  facilities: about.facilities.map(({ id, labels }) => term(v, labels, urls.facilities.show(v.at, id))),
  provisions: about.provisions.map(({ id, labels, instrument, number, confidence }) => ({
    label: `${v.text(instrument)} ${number}${v.t('ui.colon')} ${v.text(labels)}`,
    tongue: v.tongue(labels),
    href: urls.standards.provision(v.at, id),
    mark: confidence === 'doubtful' ? v.t('standards.mark') : '',
  })),
});

const term = (v: View, labels: Record<string, string>, href: string) => ({
  label: v.text(labels),
  tongue: v.tongue(labels),
  href,
  mark: '',
});

/** At the end of a thing's page: what it is about, list by list. Nothing where that is nothing. */
export function AboutLists({ v, about }: { v: View; about: About }) {
  const lists = Object.entries(termsOf(v, about)).filter(([, terms]) => terms.length > 0);
  if (lists.length === 0) return null;
  return (
    <section aria-labelledby="about" class="flow">
      <h2 id="about">{v.t('spine.about')}</h2>
      {lists.map(([name, terms]) => (
        <>
          <h3>{v.t(`spine.${name}`)}</h3>
          <ul class="tags">
            {terms.map((term) => (
              <li>
                <a href={term.href} {...term.tongue}>
                  {term.label}
                </a>
                {term.mark && <small> {term.mark}</small>}
              </li>
            ))}
          </ul>
        </>
      ))}
    </section>
  );
}
