// Puts the focus on the list of mistakes, where `autofocus` alone would not.
document.querySelector<HTMLElement>('[data-island="error-summary"]')?.focus();

export {};
