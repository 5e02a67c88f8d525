import type { Child } from 'hono/jsx';
import type { View } from '../../../platform/http/index.ts';
import type { Contact } from '../../representatives/index.ts';
import { branches, type CallScript } from '../channels.ts';
import { outcomes, telOf } from '../ladder.ts';

/** One person to be called. */
export type Callee = { name: string; post: string; phones: Contact[] };

type Props = {
  v: View;
  callee: Callee;
  script: CallScript;
  /** What stands in for a blank branch. */
  words: { name: string; subject: string };
  /** Where the outcome goes, and what the form carries besides. */
  action: string;
  fields?: Record<string, string>;
};

/** The numbers, what to say in each case, and what became of it. */
export function CallCard({ v, callee, script, words, action, fields = {} }: Props) {
  return (
    <section class="target flow">
      <h2>{callee.name}</h2>
      <p>
        <small>{callee.post}</small>
      </p>
      <ul class="plain actions">
        {callee.phones.map((phone) => (
          <li>
            <a class="button" href={telOf(phone.value)}>
              {v.t('deliveries.call.number', { number: phone.value })}
            </a>
            {phone.note && <small> {phone.note}</small>}
          </li>
        ))}
      </ul>
      <Script v={v} script={script} words={words} />
      <form method="post" action={action}>
        {Object.entries(fields).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <fieldset>
          <legend>{v.t('deliveries.call.outcome')}</legend>
          <div class="actions">
            {outcomes.map((outcome) => (
              <button class="button plain" name="outcome" value={outcome}>
                {v.t(`deliveries.outcome.${outcome}`)}
              </button>
            ))}
          </div>
        </fieldset>
      </form>
    </section>
  );
}

function Script({ v, script, words }: Pick<Props, 'v' | 'script' | 'words'>) {
  const said = (branch: (typeof branches)[number]) =>
    script[branch].trim() || v.t(`deliveries.script.${branch}.text`, words);
  return (
    <>
      <h3>{v.t('deliveries.call.say')}</h3>
      <Said text={said('opening')} />
      {branches
        .filter((branch) => branch !== 'opening')
        .map((branch) => (
          <details>
            <summary>{v.t(`deliveries.script.${branch}`)}</summary>
            <Said text={said(branch)} />
          </details>
        ))}
    </>
  );
}

const Said = ({ text }: { text: string }) => (
  <blockquote class="said" dir="auto">
    {text
      .split(/\n{2,}/)
      .filter((paragraph) => paragraph.trim() !== '')
      .map((paragraph) => (
        <p>{paragraph}</p>
      ))}
  </blockquote>
);

/** Everybody to be called, in order: who stands open, who is done. */
export function CallList({
  label,
  lines,
}: {
  label: string;
  lines: { name: string; href: string; current: boolean; note?: Child }[];
}) {
  if (lines.length < 2) return null;
  return (
    <nav aria-label={label}>
      <ol class="asks">
        {lines.map((line) => (
          <li>
            <a href={line.href} aria-current={line.current ? 'step' : undefined}>
              {line.name}
            </a>
            {line.note && <small> {line.note}</small>}
          </li>
        ))}
      </ol>
    </nav>
  );
}
