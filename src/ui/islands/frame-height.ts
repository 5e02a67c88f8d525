// In a frame of another site: says how high the page is, so that the frame fits it and nothing scrolls inside. A number is all
// that leaves the frame.
const tell = (): void =>
  parent.postMessage(
    { casement: 'height', height: Math.ceil(document.documentElement.getBoundingClientRect().height) },
    '*',
  );

if (parent !== window) {
  new ResizeObserver(tell).observe(document.documentElement);
  // A new step begins at its top.
  parent.postMessage({ casement: 'step' }, '*');
  tell();
}

export {};
