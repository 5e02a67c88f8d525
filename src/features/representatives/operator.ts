import { asOwner } from '../../platform/db/index.ts';
import type { Command } from '../../platform/registry/index.ts';
import { printable } from './import/report.ts';
import { readImports, readPassedReports, settleReport } from './queries.ts';

const usage = 'reports [settled ID]';

/** `bin/casement imports`: what was imported when, as of when, and what each did. */
export const importsCommand: Command = {
  name: 'imports',
  usage: '[NUMBER]',
  summary:
    'List the imports of districts, people and postal codes with dates and counts; with a number, the rows that one refused',
  async run(args, { deps, out, err }) {
    const rows = await asOwner(deps.db, readImports);
    if (args.length > 0) {
      const chosen = /^\d{1,3}$/.test(args[0]!) ? rows[Number(args[0]) - 1] : undefined;
      if (!chosen || args.length > 1) {
        err('Usage: bin/casement imports [NUMBER], a number out of the list');
        return 2;
      }
      for (const { row, reason } of chosen.refused) out(printable(`${row}: ${reason}`));
      if (chosen.refused.length === 0) out('Every row was taken.');
      return 0;
    }
    if (rows.length === 0) out('Nothing has been imported yet.');
    for (const [i, each] of rows.entries()) {
      const { added = 0, changed = 0, ended = 0, unchanged = 0, refused = 0 } = each.counts;
      out(
        `${i + 1}. ${each.at.toISOString().slice(0, 16)}  ${each.kind}  ${each.file_name}  as of ${each.as_of ?? '?'}: ` +
          `added ${added}, changed ${changed}, ended ${ended}, unchanged ${unchanged}, refused ${refused}`,
      );
    }
    return 0;
  },
};

/** `bin/casement reports`: errors that networks passed on; `settled ID` once the list is mended. */
export const reportsCommand: Command = {
  name: 'reports',
  usage: '[settled ID]',
  summary: 'List errors about decision-makers that networks passed on, and mark them as settled',
  async run(args, { deps, out, err }) {
    const [verb, id] = args;
    if (verb === 'settled' && id && args.length === 2) {
      const done = await asOwner(deps.db, (trx) => settleReport(trx, id, deps.clock()));
      if (done) out('settled');
      else err(`There is no open report ${id}. "bin/casement reports" lists them.`);
      return done ? 0 : 1;
    }
    if (args.length > 0) {
      err(`Usage: bin/casement ${usage}`);
      return 2;
    }
    const rows = await asOwner(deps.db, readPassedReports);
    if (rows.length === 0) out('No network has passed on a report.');
    for (const each of rows)
      out(
        printable(
          `${each.id}  ${each.network}  ${each.what}  ${each.official_name ?? '-'}  ${each.post_id}  ${each.words.replaceAll('\n', ' ')}`,
          1_000,
        ),
      );
    return 0;
  },
};
