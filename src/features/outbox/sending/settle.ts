import type { Deps } from '../../../platform/http/index.ts';
import type { MailKind, MailOutcome } from '../../../platform/registry/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import type { Settled } from './queries.ts';

/** Who composes which kind of mail. */
export const mailKinds = (deps: Deps): Map<string, MailKind> =>
  new Map(deps.features.flatMap((feature) => Object.entries(feature.mails ?? {})));

/** Tells the owners of these mails how they ended, in the transaction that records it. Rows that wait again are left out. */
export async function tellOwners(deps: Deps, ctx: Ctx, rows: Settled[]): Promise<void> {
  const kinds = mailKinds(deps);
  const byKind = Map.groupBy(
    rows.filter((row) => row.state !== 'queued'),
    (row) => row.kind,
  );
  for (const [kind, settled] of byKind) {
    const outcomes = settled.map(
      (row): MailOutcome => ({
        subjectId: row.subject_id,
        state: row.state as MailOutcome['state'],
        response: row.response,
        at: ctx.now,
      }),
    );
    await kinds.get(kind)?.settled?.(ctx, outcomes);
  }
}
