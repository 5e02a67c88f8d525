// Notes which site led here, by its name alone, in the forms and links of the campaign: it is kept with what she does, if she does
// anything, and nowhere else. Without script, or where her browser keeps it to itself, nothing is noted.
const led = /^https?:/.test(document.referrer) ? new URL(document.referrer).host : '';

if (led && led !== location.host) {
  for (const box of document.querySelectorAll<HTMLElement>('[data-island="referrer"]')) {
    for (const form of box.querySelectorAll('form')) {
      const field = document.createElement('input');
      Object.assign(field, { type: 'hidden', name: 'referrer', value: led });
      form.append(field);
    }
    for (const link of box.querySelectorAll<HTMLAnchorElement>('a[data-step]')) {
      const address = new URL(link.href);
      address.searchParams.set('referrer', led);
      link.href = address.href;
    }
  }
}

export {};
