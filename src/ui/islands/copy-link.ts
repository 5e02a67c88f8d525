// Offers a button that copies the link; without script the link stands in a field to be copied by hand.
for (const box of document.querySelectorAll<HTMLElement>('[data-island="copy-link"]')) {
  const field = box.querySelector('input');
  const button = box.querySelector('button');
  if (!field || !button || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.done ?? button.textContent;
  });
}

export {};
