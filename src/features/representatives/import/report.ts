export type RefusedRow = { row: string; reason: string };

/** What an import did, row by row in sum; each row that was not taken is named with its reason. */
export type Report = {
  added: number;
  changed: number;
  ended: number;
  unchanged: number;
  refused: RefusedRow[];
  /** Facts that are not faults: a vacancy, a past office passed over. */
  notes: string[];
};

export const emptyReport = (): Report => ({ added: 0, changed: 0, ended: 0, unchanged: 0, refused: [], notes: [] });

const shown = 40;

/** The report as lines for the operator's screen. Control characters of a hostile file do not reach the terminal. */
export function reportLines(report: Report, dryRun: boolean): string[] {
  const { added, changed, ended, unchanged, refused, notes } = report;
  return [
    `added ${added}, changed ${changed}, ended ${ended}, unchanged ${unchanged}, refused ${refused.length}`,
    ...refused.slice(0, shown).map(({ row, reason }) => printable(`  refused ${row}: ${reason}`)),
    ...(refused.length > shown ? [`  and ${refused.length - shown} more refused rows`] : []),
    ...notes.slice(0, shown).map((note) => printable(`  ${note}`)),
    ...(dryRun ? ['dry run: nothing was kept'] : []),
  ];
}

/** A line for a terminal: what a file or a visitor brought along cannot steer it, nor fill it. */
export const printable = (line: string, most = 500): string =>
  line.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '�').slice(0, most);
