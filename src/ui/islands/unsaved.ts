// Asks before another form of the page is sent while what was typed into this one is not saved yet. Links, and the way out of the page at
// once, are never held up. Without script the page says nothing, as any page with two forms.
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-unsaved]')) {
  let typed = false;
  form.addEventListener('input', () => {
    typed = true;
  });
  document.addEventListener('submit', (event) => {
    if (event.target === form) typed = false;
    else if (typed && !confirm(form.dataset.unsaved)) event.preventDefault();
  });
}

export {};
