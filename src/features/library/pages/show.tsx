import { raw } from 'hono/html';
import type { View } from '../../../platform/http/index.ts';
import { direction, languageIn, languageName } from '../../../platform/i18n/index.ts';
import { Document, Empty, MachineMade, Markdown, State } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { FileCard, type StoredFile } from '../../files/index.ts';
import { AboutLists, termsOf } from '../../spine/index.ts';
import { type Entry, identifierOf } from '../cite/entry.ts';
import { datedIn, plainCitation } from '../cite/plain.ts';
import { dublinCore, jsonForPage, schemaOrg } from '../cite/schema.ts';
import { licences, type Maker, nameOf, type Version } from '../work.ts';
import type { Related, WorkPage } from '../work-queries.ts';

type Props = {
  v: View;
  page: WorkPage;
  version: Version;
  entry: Entry;
  /** The publisher's page, when it is an organisation of the network. */
  publisher: { name: string; href: string } | undefined;
  /** Shown before its time to who holds its preview address. */
  embargo?: Date;
  /** The files as they lie in the store, by id. */
  stored: Map<string, StoredFile>;
};

/** One work: in one language, with the others a step away; its files; how to cite it; what it is about; what belongs to it. */
export function WorkShowPage(props: Props) {
  const { v, page, version, embargo } = props;
  const { work } = page;
  const t = v.t;
  const foreign = version.locale === v.locale ? undefined : version.locale;
  const labels = Object.values(termsOf(v, page.about)).flatMap((terms) => terms.map((term) => term.label));
  return (
    <Document
      v={v}
      title={version.title}
      description={version.abstract.slice(0, 300)}
      worded={version.locale}
      section="library"
      unlisted={Boolean(embargo) || work.access !== 'public'}
      languages={page.versions.some((one) => one.locale === v.locale) || !foreign}
      picture={page.poster ? urls.campaigns.picture(v.at, page.poster.key) : undefined}
      islands={['copy-link']}
      head={work.access === 'public' && !embargo && <Head {...props} labels={labels} />}
    >
      <article class="wrap page flow">
        <nav class="crumbs" aria-label={t('ui.crumbs')}>
          <a href={urls.library.list(v.at)}>{t('library.title')}</a>
          {' › '}
          <a href={urls.library.list(v.at, { kind: work.kind })}>{t(`library.kind.${work.kind}`)}</a>
        </nav>
        {embargo && (
          <div class="notice">
            <p>
              <b>{t('news.embargo', { date: v.date(embargo, 'time'), zone: v.network.timeZone })}</b>
            </p>
          </div>
        )}
        {work.sample && <p class="notice">{t('library.sample')}</p>}
        {work.access !== 'public' && (
          <p>
            <State tone="wait">{t(`library.access.${work.access}`)}</State> {t(`library.access.${work.access}.text`)}
          </p>
        )}
        {foreign && <p class="notice">{t('library.otherLanguage', { language: languageIn(v.locale, foreign) })}</p>}
        <MachineMade v={v} fields={version.machine} />
        <div class="two wide-first">
          <div class="flow" lang={foreign} dir={foreign && direction(foreign) === 'rtl' ? 'rtl' : undefined}>
            <h1 class="small">{version.title}</h1>
            {version.subtitle && <p class="lead">{version.subtitle}</p>}
            <p>{[work.creators.map(nameOf).join(', '), datedIn(v.locale, work.dated)].filter(Boolean).join(' · ')}</p>
            {version.abstract && <p class="lead">{version.abstract}</p>}
            <Video {...props} />
            <Files {...props} />
            {version.body && (
              <div class="flow reading">
                <Markdown text={version.body} />
              </div>
            )}
            {!version.body && page.files.length === 0 && !work.link && <Empty text={t('library.onlyDescription')} />}
          </div>
          <aside class="flow" aria-label={t('library.aside')}>
            <Languages {...props} />
            <Facts {...props} />
            <Cite {...props} />
          </aside>
        </div>
        <AboutLists v={v} about={page.about} />
        <RelatedList v={v} related={page.related} />
        <p>
          <small>
            {t('library.changed', { date: v.date(work.updatedAt) })}
            {page.revisions > 1 && !embargo && (
              <>
                {' · '}
                <a href={urls.library.history(v.at, work.slug)}>{t('library.history')}</a>
              </>
            )}
          </small>
        </p>
      </article>
    </Document>
  );
}

/** What programs read of it: Dublin Core, schema.org, the other formats. Data, not a script: no browser runs it. */
function Head({ v, page, entry, labels }: Props & { labels: string[] }) {
  const { work } = page;
  const here = v.origin + urls.library.show(v.at, work.slug);
  return (
    <>
      <link rel="schema.DC" href="http://purl.org/dc/elements/1.1/" />
      {dublinCore(entry, work, labels).map(([name, content]) => (
        <meta name={name} content={content} />
      ))}
      <link
        rel="alternate"
        type="application/vnd.citationstyles.csl+json"
        href={urls.library.cite(v.at, work.slug, 'csl.json')}
      />
      <link rel="alternate" type="application/x-bibtex" href={urls.library.cite(v.at, work.slug, 'bib')} />
      <link
        rel="alternate"
        type="application/x-research-info-systems"
        href={urls.library.cite(v.at, work.slug, 'ris')}
      />
      <script type="application/ld+json">{raw(jsonForPage(schemaOrg(entry, work, labels, here)))}</script>
    </>
  );
}

/** A film is a picture of ours and a plain link: nothing comes from anywhere else before somebody follows it. */
function Video({ v, page }: Props) {
  const { work, poster } = page;
  const t = v.t;
  if (!work.link) return null;
  const host = new URL(work.link).host;
  return (
    <div class="flow">
      {poster && (
        <img
          class="picture"
          src={urls.campaigns.picture(v.at, poster.key)}
          width={poster.width}
          height={poster.height}
          alt=""
        />
      )}
      <p>
        <a class="button" href={work.link} rel="noreferrer external">
          {t(work.kind === 'video' ? 'library.watch' : 'library.open', { host })}
        </a>
      </p>
      <p>
        <small>{t('library.leaves', { host })}</small>
      </p>
    </div>
  );
}

function Files({ v, page, version, stored, embargo }: Props) {
  const own = page.files.filter((file) => file.versionId === version.id);
  // A file is shown by its own address, which asks who may see it; before its time that is nobody.
  if (own.length === 0 || embargo) return null;
  return (
    <section aria-labelledby="files" class="flow">
      <h2 class="h3" id="files">
        {v.t('library.files')}
      </h2>
      {own.map((file) => {
        const one = stored.get(file.fileId);
        return one && <FileCard v={v} file={file.label ? { ...one, name: file.label } : one} />;
      })}
    </section>
  );
}

function Languages({ v, page, version, embargo }: Props) {
  if (page.versions.length < 2 || embargo) return null;
  return (
    <nav aria-label={v.t('library.languages.own')} class="flow">
      <h2 class="h3">{v.t('library.languages')}</h2>
      <ul class="tags">
        {page.versions.map((one) => (
          <li>
            {one.locale === version.locale ? (
              <b lang={one.locale}>{languageName(one.locale)}</b>
            ) : (
              <a href={urls.library.version(v.at, page.work.slug, one.locale)} lang={one.locale} hreflang={one.locale}>
                {languageName(one.locale)}
              </a>
            )}
            {one.original && <small> {v.t('library.original')}</small>}
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Facts({ v, page, version, entry, publisher }: Props) {
  const { work, courtCountry } = page;
  const t = v.t;
  const licence = licences[work.licence];
  const makers = (list: Maker[]) => list.map(nameOf).join(', ');
  const doi = identifierOf(entry, 'doi');
  const rows: [string, unknown][] = [
    ['creators', makers(work.creators)],
    ['contributors', makers(work.contributors)],
    ['translators', version.translators.join(', ')],
    ['court', work.court],
    [
      'court_country',
      courtCountry && work.courtCountry && (
        <a href={urls.vocabularies.place(v.at, work.courtCountry)}>{v.text(courtCountry)}</a>
      ),
    ],
    ['docket', work.docket],
    [work.kind === 'judgment' ? 'decided' : 'dated', datedIn(v.locale, work.dated)],
    ['outcome', work.outcome && t(`library.outcome.${work.outcome}`)],
    ['publisher', publisher ? <a href={publisher.href}>{publisher.name}</a> : work.publisher],
    ['published_in', work.publishedIn],
    ['covers', work.covers],
    ['source', work.source],
    ['doi', doi && <a href={`https://doi.org/${encodeURI(doi)}`}>{doi}</a>],
    [
      'identifiers',
      work.identifiers
        .filter((one) => one.scheme !== 'doi' && one.scheme !== 'url')
        .map((one) => (one.scheme === 'other' ? one.value : `${t(`library.scheme.${one.scheme}`)} ${one.value}`))
        .join(', '),
    ],
    [
      'licence',
      licence ? (
        <a href={licence} rel="license noreferrer">
          {t(`library.licence.${work.licence}`)}
        </a>
      ) : (
        t(`library.licence.${work.licence}`)
      ),
    ],
    ['rights_note', work.rightsNote],
  ];
  return (
    <>
      <h2 class="h3">{t('library.facts')}</h2>
      <dl class="facts narrow">
        {rows
          .filter(([, value]) => Boolean(value))
          .map(([name, value]) => (
            <>
              <dt>{t(`library.fact.${name}`)}</dt>
              <dd>{value}</dd>
            </>
          ))}
      </dl>
    </>
  );
}

function Cite({ v, page, entry, version, embargo }: Props) {
  const { work } = page;
  const t = v.t;
  if (embargo) return null;
  const text = plainCitation(entry, v.locale, t);
  return (
    <>
      <h2 class="h3">{t('library.cite')}</h2>
      <div class="field" data-island="copy-link">
        <label for="citation">{t('library.cite.copy')}</label>
        <textarea id="citation" rows={4} readonly>
          {`\n${text}`}
        </textarea>
        <button class="button plain" type="button" hidden data-done={t('library.cite.copied')}>
          {t('library.cite.button')}
        </button>
      </div>
      <ul class="tags">
        {(
          [
            ['bib', 'BibTeX'],
            ['ris', 'RIS'],
            ['csl.json', 'CSL-JSON'],
          ] as const
        ).map(([format, name]) => (
          <li>
            <a href={urls.library.cite(v.at, work.slug, format, version.locale)}>{name}</a>
          </li>
        ))}
      </ul>
      <p>
        <small>
          {t('library.cite.permanent')} <a href={urls.library.byId(v.at, work.id)}>{entry.url}</a>
        </small>
      </p>
    </>
  );
}

function RelatedList({ v, related }: { v: View; related: Related[] }) {
  if (related.length === 0) return null;
  return (
    <section aria-labelledby="related" class="flow">
      <h2 id="related">{v.t('library.related')}</h2>
      <ul>
        {related.map((one) => (
          <li>
            {v.t(`library.relation.${one.kind}.${one.way}`)}{' '}
            <a href={urls.library.show(v.at, one.slug)} lang={one.locale === v.locale ? undefined : one.locale}>
              {one.title}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
