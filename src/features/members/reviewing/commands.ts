import { record } from '../../../platform/audit/index.ts';
import type { Secret } from '../../../platform/crypto/ids.ts';
import { emailKey } from '../../../platform/mail/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { accountById, localeOf, type NewCode } from '../../accounts/index.ts';
import {
  accountFor,
  affiliate,
  beginMembership,
  newOrganisation,
  notePlace,
  Refused,
  settleInvitation,
} from '../admitting.ts';
import { consentsToAccount } from '../agreements/queries.ts';
import { tellApplicant } from '../applying/commands.ts';
import { type Application, findApplication, insertApplicationEvent, updateApplication } from '../applying/queries.ts';
import { settingsOf } from '../settings.ts';
import { tell } from '../telling.ts';

export type Finding = 'admit' | 'decline';
export type Decision = {
  finding: Finding;
  reason: string;
  /** Of an organisation's application: one that is here already, or none for a new one. */
  organisationId: string | undefined;
  /** For somebody without an address. */
  username?: string;
  code?: { accountId: string; made: NewCode };
};

/** What came of it: decided, or written down for the second pair of eyes, or the two disagree and it begins anew. */
export type Outcome = 'decided' | 'seconded' | 'disagreed';

const open = (application: Application | undefined): Application => {
  if (!application || !['waiting', 'asked', 'seconded'].includes(application.state))
    throw new Refused('members.wrong.decided');
  return application;
};

/** Asks the applicant something; it waits for her answer. */
export async function ask(ctx: Ctx, id: string, words: string): Promise<void> {
  const application = open(await findApplication(ctx, id, true));
  if (!application.email) throw new Refused('members.wrong.noAddress');
  const event = await insertApplicationEvent(ctx, id, 'question', words);
  // What the first of two found was found without the answer.
  await updateApplication(ctx, id, { state: 'asked', first_by: null, first_finding: null });
  await tellApplicant(ctx, application, event);
  await record(ctx, { verb: 'asked', noun: 'application', id });
}

/**
 * Decides about an application. Where the network wants two pairs of eyes the first finding waits for a second person's; if she
 * finds otherwise, the application waits for two who agree. Nobody decides about herself. Throws `Refused`.
 */
export async function decide(ctx: Ctx, secret: Secret, id: string, decision: Decision): Promise<Outcome> {
  const application = open(await findApplication(ctx, id, true));
  const reviewer = ctx.actor.kind === 'account' ? ctx.actor.id : '';
  const own = await accountById(ctx.trx, ctx.network.id, reviewer);
  if (own?.email && application.emailKey && emailKey(own.email) === application.emailKey)
    throw new Refused('members.wrong.own');
  const { secondEyes } = await settingsOf(ctx);
  if (secondEyes) {
    if (application.state !== 'seconded') {
      await updateApplication(ctx, id, { state: 'seconded', first_by: reviewer, first_finding: decision.finding });
      await insertApplicationEvent(ctx, id, 'finding', decision.reason);
      await record(ctx, { verb: 'found', noun: 'application', id, detail: { finding: decision.finding } });
      return 'seconded';
    }
    if (application.firstBy === reviewer) throw new Refused('members.wrong.samePerson');
    if (application.firstFinding !== decision.finding) {
      await updateApplication(ctx, id, { state: 'waiting', first_by: null, first_finding: null });
      await insertApplicationEvent(ctx, id, 'disagreed', decision.reason);
      await record(ctx, { verb: 'disagreed', noun: 'application', id });
      return 'disagreed';
    }
  }
  const membership = decision.finding === 'admit' ? await admit(ctx, secret, application, decision) : undefined;
  await updateApplication(ctx, id, {
    state: decision.finding === 'admit' ? 'admitted' : 'declined',
    decided_at: ctx.now,
    decided_by: reviewer || null,
    ...(membership ? { membership_id: membership } : {}),
  });
  const event = await insertApplicationEvent(
    ctx,
    id,
    decision.finding === 'admit' ? 'admitted' : 'declined',
    decision.reason,
  );
  if (decision.finding === 'decline') await tellApplicant(ctx, application, event);
  await record(ctx, {
    verb: decision.finding === 'admit' ? 'admitted' : 'declined',
    noun: 'application',
    id,
    detail: { ...(membership ? { membership } : {}), ...(secondEyes ? { first: application.firstBy } : {}) },
  });
  return 'decided';
}

/** Lets an applicant in: her account, her membership or her organisation's, what she agreed to, and a mail. Returns the membership. */
async function admit(ctx: Ctx, secret: Secret, application: Application, decision: Decision): Promise<string> {
  const { name, locale, email } = application;
  const { accountId, fresh } = await accountFor(ctx, secret, {
    name,
    locale: localeOf(ctx.network, locale),
    email,
    username: decision.username,
    code: decision.code,
  });
  let membership: { id: string; event: string | undefined };
  if (application.kind === 'organisation') {
    const organisation =
      decision.organisationId ??
      (await newOrganisation(ctx, {
        name: application.organisation ?? name,
        country: application.country,
        website: application.website,
        language: locale,
      }));
    await affiliate(ctx, accountId, organisation, { represents: true });
    membership = await beginMembership(ctx, { organisation });
  } else {
    await notePlace(ctx, accountId, application.country);
    membership = await beginMembership(ctx, { account: accountId });
  }
  await consentsToAccount(ctx, application.id, accountId);
  await settleInvitation(ctx, email);
  // Whoever had an account gets no invitation to it; she hears that she is in.
  if (!fresh && email && membership.event) await tell(ctx, membership.event, [{ accountId, email, locale }]);
  return membership.id;
}
