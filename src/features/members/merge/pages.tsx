import type { View } from '../../../platform/http/index.ts';
import { languageName } from '../../../platform/i18n/index.ts';
import { Cell, Empty, OnceMore, PostButton, SearchForm, State, Table, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { deskCrumb } from '../desk/parts.tsx';
import { likeness, type Merge, type Side } from './queries.ts';
import type { Count } from './rows.ts';

const crumb = (v: View) => ({ href: urls.members.merges(v.at), label: v.t('members.merge.title') });

/** What tells an account from another of the same name, in one line. */
const mark = (one: Side): string =>
  [one.email ?? one.username, one.country?.toUpperCase(), ...one.organisations].filter(Boolean).join(' · ');

/** Pairs that may be one woman, the way to any two, and what was merged lately. */
export function MergesPage({ v, pairs, merges }: { v: View; pairs: [Side, Side][]; merges: Merge[] }) {
  const t = v.t;
  return (
    <WorkPage v={v} title={t('members.merge.title')} back={[deskCrumb(v)]}>
      <p class="lead">{t('members.merge.lead')}</p>
      <p>
        <a class="button plain" href={urls.members.newMerge(v.at)}>
          {t('members.merge.two')}
        </a>
      </p>
      <h2>{t('members.merge.pairs')}</h2>
      {pairs.length === 0 ? (
        <Empty text={t('members.merge.none')} />
      ) : (
        <Table
          caption={t('members.merge.pairs')}
          head={[t('members.merge.one'), t('members.merge.other'), t('members.merge.why'), t('members.merge.do')]}
        >
          {pairs.map(([one, other]) => (
            <tr>
              {([one, other] as const).map((side) => (
                <Cell v={v} label={t(side === one ? 'members.merge.one' : 'members.merge.other')}>
                  <bdi>{side.name}</bdi>
                  <br />
                  <small>{mark(side)}</small>
                </Cell>
              ))}
              <Cell v={v} label={t('members.merge.why')}>
                {t(`members.merge.like.${likeness(one, other)}`)}
              </Cell>
              <td>
                <div class="actions">
                  <a class="button plain" href={urls.members.newMerge(v.at, { kept: one.id, gone: other.id })}>
                    {t('members.merge.compare')}
                    <span class="hidden">{` ${one.name}`}</span>
                  </a>
                  <PostButton
                    action={urls.members.apart(v.at)}
                    fields={{ one: one.id, other: other.id }}
                    label={t('members.merge.apart')}
                  />
                </div>
              </td>
            </tr>
          ))}
        </Table>
      )}
      {merges.length > 0 && (
        <>
          <h2>{t('members.merge.done')}</h2>
          <ul class="flow">
            {merges.map((merge) => (
              <li>
                <a href={urls.members.merge(v.at, merge.id)}>
                  {t('members.merge.line', { gone: merge.goneName, kept: merge.keptName })}
                </a>{' '}
                {v.date(merge.at)} {merge.undoneAt && <State tone="plain">{t('members.merge.undone')}</State>}
              </li>
            ))}
          </ul>
        </>
      )}
    </WorkPage>
  );
}

type PickProps = { v: View; kept: Side | undefined; words: string; list: Side[] };

/** Looks for the first of two accounts, then for the other one. */
export function PickPage({ v, kept, words, list }: PickProps) {
  const t = v.t;
  const title = kept ? t('members.merge.pickOther', { name: kept.name }) : t('members.merge.pickOne');
  const others = list.filter(({ id }) => id !== kept?.id);
  return (
    <WorkPage v={v} title={title} back={[deskCrumb(v), crumb(v)]}>
      {kept && <p>{mark(kept)}</p>}
      <SearchForm
        v={v}
        action={urls.members.newMerge(v.at)}
        keep={kept && { kept: kept.id }}
        words={words}
        label={t('members.search')}
        button={t('members.merge.find')}
        maxlength={100}
      />
      {words && others.length === 0 && <Empty text={t('members.merge.nobody')} />}
      <ul class="flow">
        {others.map((side) => (
          <li>
            <a href={urls.members.newMerge(v.at, kept ? { kept: kept.id, gone: side.id } : { kept: side.id })}>
              <bdi>{side.name}</bdi>
            </a>
            <br />
            <small>{mark(side)}</small>
          </li>
        ))}
      </ul>
    </WorkPage>
  );
}

type BesideProps = { v: View; kept: Side; gone: Side; no: string | undefined; counts: Count[] };

/** Both beside each other, what goes where, what stays behind, and one question. */
export function BesidePage({ v, kept, gone, no, counts }: BesideProps) {
  const t = v.t;
  const roles = gone.roles.filter((role) => !kept.roles.includes(role));
  return (
    <WorkPage v={v} title={t('members.merge.heading')} back={[deskCrumb(v), crumb(v)]}>
      {no && (
        <div class="summary flow" role="alert">
          <p>{t(no)}</p>
        </div>
      )}
      <Beside v={v} kept={kept} gone={gone} />
      {kept.id !== gone.id && (
        <p>
          <a href={urls.members.newMerge(v.at, { kept: gone.id, gone: kept.id })}>
            {t('members.merge.swap', { name: gone.email ?? gone.username ?? gone.name })}
          </a>
        </p>
      )}
      {!no && (
        <>
          <h2>{t('members.merge.goes')}</h2>
          {counts.some(({ count }) => count > 0) ? (
            <ul>{counts.map(({ words, count }) => count > 0 && <li>{t(words, { count })}</li>)}</ul>
          ) : (
            <p>{t('members.merge.nothing')}</p>
          )}
          <h2>{t('members.merge.stays')}</h2>
          <ul>
            {roles.map((role) => (
              <li>{t('members.merge.role', { role: t(`accounts.role.${role}`) })}</li>
            ))}
            {counts.map(
              ({ powers, powerWords }) => powerWords && powers > 0 && <li>{t(powerWords, { count: powers })}</li>,
            )}
            <li>{t('members.merge.stays.signIn')}</li>
            <li>{t('members.merge.stays.private')}</li>
            <li>{t('members.merge.stays.votes')}</li>
          </ul>
          <p>{t('members.merge.told')}</p>
          <OnceMore
            action={urls.members.merges(v.at)}
            fields={{ kept: kept.id, gone: gone.id }}
            label={t('members.merge.button')}
            back={{ href: urls.members.merges(v.at), label: t('members.merge.back') }}
          />
        </>
      )}
    </WorkPage>
  );
}

function Beside({ v, kept, gone }: { v: View; kept: Side; gone: Side }) {
  const t = v.t;
  const lines: [string, (one: Side) => string][] = [
    ['name', (one) => one.name],
    ['signIn', (one) => [one.email, one.username].filter(Boolean).join(' · ')],
    ['locale', (one) => languageName(one.locale)],
    ['country', (one) => one.country?.toUpperCase() ?? ''],
    ['organisations', (one) => one.organisations.join(' · ')],
    ['membership', (one) => (one.membership ? t(`members.state.${one.membership}`) : t('members.merge.no'))],
    ['since', (one) => (one.since ? v.date(one.since) : '')],
    ['roles', (one) => one.roles.map((role) => t(`accounts.role.${role}`)).join(' · ')],
    ['made', (one) => v.date(one.createdAt)],
    ['used', (one) => t(one.signedIn ? 'members.merge.yes' : 'members.merge.never')],
  ];
  return (
    <Table
      caption={t('members.merge.beside')}
      head={[t('members.merge.field'), t('members.merge.keeps'), t('members.merge.leaves')]}
    >
      {lines
        .filter(([, of]) => of(kept) || of(gone))
        .map(([field, of]) => (
          <tr>
            <th scope="row">{t(`members.merge.field.${field}`)}</th>
            <Cell v={v} label={t('members.merge.keeps')}>
              <bdi>{of(kept) || '–'}</bdi>
            </Cell>
            <Cell v={v} label={t('members.merge.leaves')}>
              <bdi>{of(gone) || '–'}</bdi>
            </Cell>
          </tr>
        ))}
    </Table>
  );
}

type MergedProps = {
  v: View;
  merge: Merge;
  may: 'yes' | 'over' | 'later';
  sides: Side[];
  wrong: string | undefined;
};

/** One merge: whose account stays, whose is closed, and the way back as long as there is one. */
export function MergedPage({ v, merge, may, sides, wrong }: MergedProps) {
  const t = v.t;
  const [kept, gone] = sides;
  return (
    <WorkPage
      v={v}
      title={t('members.merge.line', { gone: merge.goneName, kept: merge.keptName })}
      back={[deskCrumb(v), crumb(v)]}
    >
      {wrong && (
        <div class="summary flow" role="alert">
          <p>{t(wrong)}</p>
        </div>
      )}
      <p>
        <State tone={merge.undoneAt ? 'plain' : 'ok'}>
          {t(merge.undoneAt ? 'members.merge.undone' : 'members.merge.stands')}
        </State>{' '}
        {v.date(merge.at, 'time')} {merge.by && <bdi>{merge.by}</bdi>}
      </p>
      {kept && gone && <Beside v={v} kept={kept} gone={gone} />}
      {may === 'yes' && (
        <>
          <p>{t('members.merge.undo.text')}</p>
          <PostButton
            action={urls.members.mergeReversal(v.at, merge.id)}
            label={t('members.merge.undo')}
            kind="grave"
          />
        </>
      )}
      {may === 'later' && <p>{t('members.merge.wrong.later')}</p>}
      {may === 'over' && !merge.undoneAt && <p>{t('members.merge.wrong.over')}</p>}
    </WorkPage>
  );
}
