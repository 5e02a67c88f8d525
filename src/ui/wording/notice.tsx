import type { View } from '../../platform/http/index.ts';
import { asset } from '../assets.ts';
import { type Flag, flagsIn, type Why } from './rule.ts';

const whys: readonly Why[] = ['label', 'trade', 'slur', 'offence', 'own'];

/** What the script needs to say the same while she writes, in the reader's language. */
const saying = (v: View, language: string): string =>
  JSON.stringify({
    language,
    choices: v.network.settings.wording ?? {},
    title: v.t('ui.wording.title'),
    whys: Object.fromEntries(whys.map((why) => [why, v.t(`ui.wording.why.${why}`)])),
    instead: v.t('ui.wording.instead', { words: '\u0001' }),
  });

/**
 * Beside a text field: words in it that are worth another look, as saved or as typed last; with script also while she writes. Only ever
 * a suggestion. `language` is that of the text.
 */
export function FieldWording({ v, name, language, text }: { v: View; name: string; language: string; text: string }) {
  const flags = flagsIn(text, language, v.network.settings.wording);
  return (
    <>
      <div
        class="wording"
        id={`${name}-wording`}
        data-island="wording"
        data-field={name}
        data-saying={saying(v, language)}
      >
        {flags.length > 0 && <Flags v={v} flags={flags} language={language} />}
      </div>
      {/* Here and not in the head: whichever page has such a field needs it. The browser runs it once. */}
      <script type="module" src={asset('islands/wording.js')} />
    </>
  );
}

/** A saved text and where it is changed. */
export type SavedText = { language: string; text: string; href?: string; label?: string };

/** Beside saved texts: the passages that are worth another look. Nothing where there are none. */
export function WordingNotice({ v, texts }: { v: View; texts: readonly SavedText[] }) {
  const found = texts
    .map((one) => ({ ...one, flags: flagsIn(one.text, one.language, v.network.settings.wording) }))
    .filter(({ flags }) => flags.length > 0);
  if (found.length === 0) return null;
  return (
    <section class="notice wording flow" aria-label={v.t('ui.wording.title')}>
      {found.map(({ flags, language, href, label }) => (
        <div>
          <Flags v={v} flags={flags} language={language} of={label} />
          {href && (
            <p>
              <a href={href}>
                {v.t('ui.wording.change')}
                {label && <span class="hidden">: {label}</span>}
              </a>
            </p>
          )}
        </div>
      ))}
    </section>
  );
}

function Flags({ v, flags, language, of }: { v: View; flags: Flag[]; language: string; of?: string }) {
  return (
    <>
      <p>
        <b>{of ? v.t('ui.wording.title.of', { of }) : v.t('ui.wording.title')}</b>
      </p>
      <ul>
        {flags.map((flag) => (
          <li>
            <q lang={language}>{flag.passage}</q>: {v.t(`ui.wording.why.${flag.why}`)}
            {flag.instead && <> {v.t('ui.wording.instead', { words: flag.instead })}</>}
          </li>
        ))}
      </ul>
    </>
  );
}
