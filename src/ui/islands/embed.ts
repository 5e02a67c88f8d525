// What another site loads: puts a frame with one of our forms where its script tag stands, and lets the frame be as high as the
// form is. It reads nothing of the page around it and stores nothing. A plain script, not a module: it must know its own tag.
(() => {
  const script = document.currentScript as HTMLScriptElement | null;
  const address = script?.dataset.src;
  if (!script || !address) return;
  const home = new URL(script.src).origin;
  // Whoever can write the tag can write anything; but a slip of the pen must not make a frame of somebody else.
  if (new URL(address, script.src).origin !== home) return;
  const frame = document.createElement('iframe');
  frame.src = address;
  frame.title = script.dataset.title ?? '';
  frame.loading = 'lazy';
  Object.assign(frame.style, { display: 'block', width: '100%', height: '40rem', border: '0' });
  script.after(frame);
  let steps = 0;
  addEventListener('message', (event) => {
    const data = event.data as { casement?: string; height?: number } | null;
    if (event.origin !== home || event.source !== frame.contentWindow || typeof data !== 'object') return;
    if (data?.casement === 'height' && data.height) frame.style.height = `${Math.min(data.height, 20_000)}px`;
    // The first step came by itself; at the next ones the reader is at the end of the last.
    if (data?.casement === 'step') {
      steps += 1;
      if (steps > 1 && frame.getBoundingClientRect().top < 0) frame.scrollIntoView();
    }
  });
})();
