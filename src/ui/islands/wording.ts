import type { Flag, WordingChoices } from '../wording/rule.ts';

// Says beside a text field which words in it are worth another look, a moment after she stops writing. The page says the same without script.
type Saying = {
  language: string;
  choices: WordingChoices;
  title: string;
  colon: string;
  whys: Record<string, string>;
  instead: string;
  yours: string;
};
type Rule = typeof import('./wording-rule.ts');
const pauseMs = 600;

for (const place of document.querySelectorAll<HTMLElement>('[data-island="wording"]')) {
  const field = document.getElementById(place.dataset.field ?? '');
  if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) continue;
  const saying = JSON.parse(place.dataset.saying ?? '{}') as Saying;
  place.setAttribute('role', 'status');
  let said = '';
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const look = async (): Promise<void> => {
    const { flagsIn, onceEach } = (await import(place.dataset.rule ?? '')) as Rule;
    const flags = onceEach(flagsIn(field.value, saying.language, saying.choices));
    const now = JSON.stringify(flags.map((flag) => [flag.passage, flag.why]));
    if (now === said) return;
    said = now;
    place.replaceChildren(...(flags.length > 0 ? wordsFor(flags, saying) : []));
  };
  // Where the rule does not come, nothing is said: the field works as it is.
  const quietly = (): void => void look().catch(() => undefined);
  field.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(quietly, pauseMs);
  });
}

function wordsFor(flags: readonly Flag[], saying: Saying): HTMLElement[] {
  const title = document.createElement('p');
  title.append(Object.assign(document.createElement('b'), { textContent: saying.title }));
  const list = document.createElement('ul');
  for (const flag of flags) {
    const line = document.createElement('li');
    const passage = document.createElement('q');
    passage.lang = saying.language;
    passage.textContent = flag.passage;
    line.append(passage, `${saying.colon} ${saying.whys[flag.why] ?? ''}`);
    if (flag.instead) line.append(` ${saying.instead.replace('\u0001', flag.instead)}`);
    list.append(line);
  }
  return [title, list, Object.assign(document.createElement('p'), { textContent: saying.yours })];
}
