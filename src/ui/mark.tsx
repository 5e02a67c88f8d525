/** The mark: a window of four panes, one of them standing open. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path d="M2 2h28v28H2z" fill="none" stroke="currentColor" stroke-width="2.5" />
      <path d="M16 2v28M2 16h28" stroke="currentColor" stroke-width="2.5" />
      <path class="sash" d="M16 2l11 4.5v13L16 16z" />
    </svg>
  );
}
