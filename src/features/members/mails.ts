import { dateIn } from '../../platform/http/index.ts';
import type { ComposedMail, MailKind } from '../../platform/registry/index.ts';
import { plainMail, spoken } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { applicationsAmong, applicationsOfEvents } from './applying/queries.ts';
import { applicationRef } from './applying/ref.ts';
import { invitationRef } from './invitations/invitation.ts';
import { invitationsAmong } from './invitations/queries.ts';
import { noticesAmong, remindersAmong } from './renewal/queries.ts';
import { renewalRef } from './renewal/ref.ts';

/** Asks an applicant whether the address is hers. Whoever reads it can confirm and withdraw. */
export const confirmationMail: MailKind = {
  secret: true,
  async compose({ ctx, deps }, ids) {
    const mails = new Map<string, ComposedMail>();
    for (const application of await applicationsAmong(ctx, ids)) {
      if (!application.email || ['admitted', 'declined', 'withdrawn'].includes(application.state)) continue;
      const { t, locale, network, at } = spoken(ctx, deps, application.locale);
      const reference = applicationRef(deps.secret, ctx.network.id, application.id);
      const open = application.state === 'unconfirmed';
      const about = open ? 'confirm' : 'again';
      mails.set(
        application.id,
        await plainMail(ctx, deps, {
          to: { name: application.name, address: application.email },
          locale,
          subject: t(`members.mail.${about}.subject`, { network }),
          paragraphs: [
            t('members.mail.hello', { name: application.name }),
            t(`members.mail.${about}.text`, { network }),
            t('members.mail.otherwise'),
          ],
          path: open ? urls.members.confirmation(at, reference) : urls.members.application(at, reference),
          button: t(`members.mail.${about}.button`),
        }),
      );
    }
    return mails;
  },
};

/** Tells an applicant that a question or a decision waits on her page; never what it says. */
export const applicationMail: MailKind = {
  secret: true,
  async compose({ ctx, deps }, ids) {
    const mails = new Map<string, ComposedMail>();
    for (const event of await applicationsOfEvents(ctx, ids)) {
      if (!event.email) continue;
      const { t, locale, network, at } = spoken(ctx, deps, event.locale);
      const about = event.kind === 'question' ? 'question' : 'decision';
      mails.set(
        event.id,
        await plainMail(ctx, deps, {
          to: { name: event.name, address: event.email },
          locale,
          subject: t(`members.mail.${about}.subject`, { network }),
          paragraphs: [t('members.mail.hello', { name: event.name }), t(`members.mail.${about}.text`, { network })],
          path: urls.members.application(at, applicationRef(deps.secret, ctx.network.id, event.applicationId)),
          button: t('members.mail.open'),
        }),
      );
    }
    return mails;
  },
};

/** Asks somebody to join. Its link proves that whoever follows it reads this mailbox. */
export const invitationMail: MailKind = {
  secret: true,
  async compose({ ctx, deps }, ids) {
    const mails = new Map<string, ComposedMail>();
    for (const invitation of await invitationsAmong(ctx, ids)) {
      const { t, locale, network, at } = spoken(ctx, deps, invitation.locale);
      const { id, name, email, words } = invitation;
      mails.set(
        id,
        await plainMail(ctx, deps, {
          to: { name, address: email },
          locale,
          subject: t('members.mail.invitation.subject', { network }),
          paragraphs: [
            name ? t('members.mail.hello', { name }) : t('members.mail.hello.nobody'),
            t('members.mail.invitation.text', { network }),
            ...(words ? [words] : []),
            t('members.mail.invitation.otherwise'),
          ],
          path: urls.members.invited(at, invitationRef(deps.secret, ctx.network.id, id)),
          button: t('members.mail.invitation.button'),
        }),
      );
    }
    return mails;
  },
};

/** Reminds that a membership is to be renewed; its link leads to the page with the button. */
export const reminderMail: MailKind = {
  secret: true,
  async compose({ ctx, deps }, ids) {
    const mails = new Map<string, ComposedMail>();
    for (const reminder of await remindersAmong(ctx, ids)) {
      const { name, email } = reminder;
      if (!email) continue;
      const { t, locale, network, at } = spoken(ctx, deps, ctx.locale);
      const date = dateIn(locale, ctx.network.timeZone, reminder.renewOn, 'date');
      mails.set(
        reminder.id,
        await plainMail(ctx, deps, {
          to: { name, address: email },
          locale,
          subject: t('members.mail.renewal.subject', { network }),
          paragraphs: [t('members.mail.hello', { name }), t('members.mail.renewal.text', { network, date })],
          path: urls.members.renewal(at, renewalRef(deps.secret, ctx.network.id, reminder.membershipId)),
          button: t('members.mail.renewal.button'),
        }),
      );
    }
    return mails;
  },
};

/** Tells that something happened to a membership; what, stands on her own page. */
export const noticeMail: MailKind = {
  async compose({ ctx, deps }, ids) {
    const mails = new Map<string, ComposedMail>();
    for (const notice of await noticesAmong(ctx, ids)) {
      const { name, email } = notice;
      if (!email) continue;
      const { t, locale, network, at } = spoken(ctx, deps, ctx.locale);
      const about = notice.kind === 'began' ? 'began' : 'changed';
      mails.set(
        notice.id,
        await plainMail(ctx, deps, {
          to: { name, address: email },
          locale,
          subject: t(`members.mail.${about}.subject`, { network }),
          paragraphs: [t('members.mail.hello', { name }), t(`members.mail.${about}.text`, { network })],
          path: urls.members.own(at),
          button: t('members.mail.open'),
        }),
      );
    }
    return mails;
  },
};
