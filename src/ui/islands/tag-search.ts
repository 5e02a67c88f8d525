// Narrows the folded groups of a tag field while she types; what is ticked stays in sight. Without script the groups are there as they are.
const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

for (const box of document.querySelectorAll<HTMLElement>('[data-island="tag-search"]')) {
  const field = box.querySelector<HTMLInputElement>('input[type="search"]');
  const status = box.querySelector<HTMLElement>('[role="status"]');
  if (!field?.parentElement || !status) continue;
  field.parentElement.hidden = false;
  const groups = [...box.querySelectorAll('details')].map((group) => ({
    group,
    title: fold(group.querySelector('b')?.textContent ?? ''),
    choices: [...group.querySelectorAll('label')].map((label) => ({
      label,
      input: label.querySelector('input')!,
      words: fold(label.textContent ?? ''),
    })),
  }));
  const narrow = (): void => {
    const asked = fold(field.value).split(/\s+/).filter(Boolean);
    let found = 0;
    // No destructuring: the oldest browsers the build is for (see bin/build.mjs) take none here.
    for (const each of groups) {
      let here = 0;
      for (const choice of each.choices) {
        const fits = asked.every((word) => choice.words.includes(word) || each.title.includes(word));
        if (fits) found += 1;
        choice.label.hidden = !fits && !choice.input.checked;
        if (!choice.label.hidden) here += 1;
      }
      each.group.hidden = here === 0;
      each.group.open = asked.length > 0 && here > 0;
    }
    status.textContent = found === 0 ? (status.dataset.none ?? '') : '';
  };
  field.addEventListener('input', narrow);
  // Enter in the search field must not send the form around it.
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') event.preventDefault();
  });
}

export {};
