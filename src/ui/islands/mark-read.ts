// Marks a thread as read once its end was in sight. Without script the button does it.
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-island="mark-read"]')) {
  const seen = new IntersectionObserver(async ([entry]) => {
    if (!entry?.isIntersecting) return;
    seen.disconnect();
    const fields = [...new FormData(form)].map(([name, value]): [string, string] => [name, String(value)]);
    const answer = await fetch(form.action, {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'manual',
    }).catch(() => undefined);
    if (answer?.type === 'opaqueredirect' || answer?.ok) form.hidden = true;
  });
  seen.observe(form);
}

export {};
