// Fills in where she is when she asks for it, and sends the form. The browser asks her first; the point is rounded to about ten metres,
// stands in no address, and leaves the fields again with the page.
/** A point that is known less exactly would name a wrong district more often than not. */
const mostMetres = 3_000;
const longestMs = 20_000;

for (const box of document.querySelectorAll<HTMLElement>('[data-island="here"]')) {
  const form = box.closest('form');
  const button = box.querySelector('button');
  const status = box.querySelector('[role="status"]');
  const field = (name: string) => form?.querySelector<HTMLInputElement>(`input[name="${name}"]`);
  const latitude = field('latitude');
  const longitude = field('longitude');
  if (!form || !button || !status || !latitude || !longitude || !isSecureContext || !navigator.geolocation) continue;
  box.hidden = false;
  const say = (words: string | undefined): void => {
    button.disabled = false;
    status.textContent = words ?? '';
  };
  const found = (position: GeolocationPosition): void => {
    const coords = position.coords;
    if (coords.accuracy > mostMetres) {
      say(box.dataset.vague);
      return;
    }
    latitude.value = coords.latitude.toFixed(4);
    longitude.value = coords.longitude.toFixed(4);
    // Where both are asked for in one form, the code would be heard first.
    const code = field('code');
    if (code) code.value = '';
    form.submit();
  };
  button.addEventListener('click', () => {
    say(box.dataset.looking);
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      found,
      (error) => say(error.code === error.PERMISSION_DENIED ? box.dataset.refused : box.dataset.unknown),
      { timeout: longestMs, maximumAge: 0, enableHighAccuracy: true },
    );
  });
  // On a telephone that several people use, the way back shows nobody's place.
  addEventListener('pagehide', () => {
    latitude.value = '';
    longitude.value = '';
    say('');
  });
}

export {};
