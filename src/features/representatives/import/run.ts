import { basename } from 'node:path';
import { newId } from '../../../platform/crypto/ids.ts';
import { asOwner, type Database, type Trx } from '../../../platform/db/index.ts';
import { announce, insertImport, lockImports } from './queries.ts';
import { emptyReport, type Report } from './report.ts';

export type ImportJob = { kind: string; file: string; checksum: string; asOf: string; dryRun: boolean; now: Date };

class DryRun extends Error {}

/**
 * Runs one import in one owner's transaction, writes its row into `imports` and tells the web processes. A dry run does
 * all of it and rolls back. Throws `ImportRefused` (or what `work` throws) after the rollback.
 */
export async function runImport(
  db: Database,
  job: ImportJob,
  work: (trx: Trx, report: Report) => Promise<void>,
): Promise<Report> {
  const report = emptyReport();
  try {
    await asOwner(db, async (trx) => {
      await lockImports(trx);
      await work(trx, report);
      const { added, changed, ended, unchanged, refused } = report;
      await insertImport(trx, {
        id: newId(),
        kind: job.kind,
        file_name: basename(job.file),
        checksum: job.checksum,
        as_of: job.asOf,
        counts: { added, changed, ended, unchanged, refused: refused.length },
        refused,
        at: job.now,
      });
      await announce(trx);
      if (job.dryRun) throw new DryRun();
    });
  } catch (error) {
    if (!(error instanceof DryRun)) throw error;
  }
  return report;
}
