import { flagsIn, type WordingChoices } from '../wording/rule.ts';

// Says beside a text field which words in it are worth another look, a moment after she stops writing. The page says the same without script.
type Saying = {
  language: string;
  choices: WordingChoices;
  title: string;
  whys: Record<string, string>;
  instead: string;
};
const pauseMs = 600;

for (const place of document.querySelectorAll<HTMLElement>('[data-island="wording"]')) {
  const field = document.getElementById(place.dataset.field ?? '');
  if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) continue;
  const saying = JSON.parse(place.dataset.saying ?? '{}') as Saying;
  place.setAttribute('role', 'status');
  let said = '';
  const say = (): void => {
    const flags = flagsIn(field.value, saying.language, saying.choices);
    const now = JSON.stringify(flags.map((flag) => [flag.passage, flag.why]));
    if (now === said) return;
    said = now;
    place.textContent = '';
    if (flags.length === 0) return;
    const title = document.createElement('p');
    title.append(Object.assign(document.createElement('b'), { textContent: saying.title }));
    const list = document.createElement('ul');
    for (const flag of flags) {
      const line = document.createElement('li');
      const passage = document.createElement('q');
      passage.lang = saying.language;
      passage.textContent = flag.passage;
      line.append(passage, `: ${saying.whys[flag.why] ?? ''}`);
      if (flag.instead) line.append(` ${saying.instead.replace('\u0001', flag.instead)}`);
      list.append(line);
    }
    place.append(title, list);
  };
  let waiting: ReturnType<typeof setTimeout> | undefined;
  field.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(say, pauseMs);
  });
}
