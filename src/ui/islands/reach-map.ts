// Zoom, and what is under the pointer, for a map that is complete without them.
for (const figure of document.querySelectorAll<HTMLElement>('[data-island="reach-map"]')) {
  const svg = figure.querySelector('svg');
  if (!svg) continue;
  const whole = svg.viewBox.baseVal;
  const full = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };
  let scale = 1;
  let centre = { x: full.width / 2, y: full.height / 2 };

  const show = (): void => {
    const width = full.width / scale;
    const height = full.height / scale;
    const x = Math.min(Math.max(centre.x - width / 2, 0), full.width - width);
    const y = Math.min(Math.max(centre.y - height / 2, 0), full.height - height);
    centre = { x: x + width / 2, y: y + height / 2 };
    svg.setAttribute('viewBox', `${x} ${y} ${width} ${height}`);
    // Marks stay as large as they are on the page, so that crowded countries come apart.
    for (const mark of svg.querySelectorAll('circle')) {
      mark.dataset.r ??= mark.getAttribute('r') ?? '8';
      mark.setAttribute('r', String(Number(mark.dataset.r) / scale));
    }
  };

  const buttons = document.createElement('p');
  buttons.className = 'actions';
  for (const [label, factor] of [
    [figure.dataset.in, 2],
    [figure.dataset.out, 0.5],
  ] as const) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button plain';
    button.textContent = label ?? '';
    button.addEventListener('click', () => {
      scale = Math.min(Math.max(scale * factor, 1), 16);
      show();
    });
    buttons.append(button);
  }
  const said = document.createElement('p');
  said.setAttribute('role', 'status');
  said.textContent = '\u00a0';
  figure.append(buttons, said);

  const labels = new Map<string, string>();
  for (const mark of svg.querySelectorAll<SVGAElement>('a[data-place]'))
    labels.set(mark.dataset.place ?? '', mark.getAttribute('aria-label') ?? '');
  const tell = (event: Event): void => {
    const place = (event.target as Element).closest<SVGElement>('[data-place]')?.dataset.place;
    if (place) said.textContent = labels.get(place) ?? '\u00a0';
  };
  svg.addEventListener('pointerover', tell);
  svg.addEventListener('focusin', tell);

  // Dragging moves the map once it is larger than its frame; a press without moving still follows the link.
  let from: { x: number; y: number } | undefined;
  svg.addEventListener('pointerdown', (event) => {
    if (scale > 1) from = { x: event.clientX, y: event.clientY };
  });
  svg.addEventListener('pointermove', (event) => {
    if (!from) return;
    const step = full.width / scale / svg.clientWidth;
    centre = { x: centre.x - (event.clientX - from.x) * step, y: centre.y - (event.clientY - from.y) * step };
    from = { x: event.clientX, y: event.clientY };
    show();
  });
  for (const end of ['pointerup', 'pointerleave', 'pointercancel'])
    svg.addEventListener(end, () => {
      from = undefined;
    });
}
