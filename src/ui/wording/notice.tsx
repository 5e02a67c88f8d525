import type { View } from '../../platform/http/index.ts';
import { asset } from '../assets.ts';
import { AboutWhat } from '../parts.tsx';
import { type Flag, flagsIn, fold, onceEach, type Why, type WordingChoices } from './rule.ts';

const whys: readonly Why[] = ['label', 'trade', 'slur', 'offence', 'own'];

/** What the script needs to say the same while she writes, in the reader's language. */
const saying = (v: View, language: string): string =>
  JSON.stringify({
    language,
    choices: choicesFor(language, v.network.settings.wording),
    title: v.t('ui.wording.title'),
    colon: v.t('ui.colon'),
    whys: Object.fromEntries(whys.map((why) => [why, v.t(`ui.wording.why.${why}`)])),
    instead: v.t('ui.wording.instead', { words: '\u0001' }),
    yours: v.t('ui.wording.yours'),
  });

/** Of a network's choices what its language needs: the rest is nobody's on this page. */
const choicesFor = (language: string, { off = [], own = [] }: WordingChoices = {}): WordingChoices => {
  const locale = language.toLowerCase().split('-')[0]!;
  return {
    off: off.filter((one) => one.startsWith(`${locale}:`)),
    own: own.filter((one) => one.locale === locale).map(({ word, instead }) => ({ locale, word, instead })),
  };
};

/**
 * Beside a text field: words in it that are worth another look, as saved or as typed last; with script also while she writes. Only ever
 * a suggestion. `language` is that of the text.
 */
export function FieldWording({ v, name, language, text }: { v: View; name: string; language: string; text: string }) {
  const flags = onceEach(flagsIn(text, language, v.network.settings.wording));
  return (
    <>
      <div
        class="wording"
        id={`${name}-wording`}
        data-island="wording"
        data-field={name}
        data-saying={saying(v, language)}
        data-rule={asset('islands/wording-rule.js')}
      >
        {flags.length > 0 && (
          <>
            <Flags v={v} flags={flags} language={language} />
            <p>{v.t('ui.wording.yours')}</p>
          </>
        )}
      </div>
      {/* Here and not in the head: whichever page has such a field needs it. The browser runs it once. */}
      <script type="module" src={asset('islands/wording.js')} />
    </>
  );
}

/** A saved text and where it is changed. What stands in `known` as well is not hers who reads the notice: it is let be. */
export type SavedText = { language: string; text: string; known?: string; href?: string; label?: string };

/**
 * Beside saved texts: the passages that are worth another look. Nothing where there are none. `note` says what may be done about them
 * where it is not the usual: that it is a suggestion, and that her words of herself are hers.
 */
export function WordingNotice({ v, texts, note }: { v: View; texts: readonly SavedText[]; note?: string }) {
  const found = texts
    .map((one) => ({ ...one, flags: newIn(one, v.network.settings.wording) }))
    .filter(({ flags }) => flags.length > 0);
  if (found.length === 0) return null;
  return (
    <section class="wording aside flow" aria-label={v.t('ui.wording.title')}>
      {found.map(({ flags, language, href, label }) => (
        <div>
          <Flags v={v} flags={flags} language={language} of={label} />
          {href && (
            <p>
              <a href={href}>
                {v.t('ui.wording.change')}
                {label && <AboutWhat v={v} text={label} />}
              </a>
            </p>
          )}
        </div>
      ))}
      <p>{note ?? v.t('ui.wording.yours')}</p>
    </section>
  );
}

function newIn({ text, language, known }: SavedText, choices: WordingChoices | undefined): Flag[] {
  const flags = onceEach(flagsIn(text, language, choices));
  if (flags.length === 0 || !known) return flags;
  const before = new Set(flagsIn(known, language, choices).map((flag) => fold(flag.passage)));
  return flags.filter((flag) => !before.has(fold(flag.passage)));
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
            <q lang={language}>{flag.passage}</q>
            {v.t('ui.colon')} {v.t(`ui.wording.why.${flag.why}`)}
            {flag.instead && <> {v.t('ui.wording.instead', { words: flag.instead })}</>}
          </li>
        ))}
      </ul>
    </>
  );
}
