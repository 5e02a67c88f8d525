// Offers a button that copies what stands beside it: a field, or a text. Without script it is copied by hand.
for (const box of document.querySelectorAll<HTMLElement>('[data-island="copy-link"]')) {
  const field = box.querySelector<HTMLInputElement | HTMLTextAreaElement>('input, textarea');
  const text = box.querySelector('[data-copy]');
  const button = box.querySelector<HTMLButtonElement>('button[data-done]');
  if (!(field || text) || !button || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(field?.value ?? text?.textContent?.trim() ?? '');
    button.textContent = button.dataset.done ?? button.textContent;
  });
}

export {};
