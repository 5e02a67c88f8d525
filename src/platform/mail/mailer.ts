import type { Config } from '../../config.ts';
import { openDkim, type Sign } from './dkim.ts';
import { openSmtp, type Smtp } from './smtp.ts';

/** The way out for mail. `smtp` is undefined without SMTP_URL: then mail is kept to be read in the outbox. */
export type Mailer = { smtp: Smtp | undefined; sign: Sign | undefined };

const open = new WeakMap<Config, Mailer>();

/**
 * The one mailer of these settings; connections are shared by all networks of the process.
 * Throws `MailSettingsError` when the DKIM key cannot be used: call it once at start, so that it is said there.
 */
export function mailerOf(config: Config): Mailer {
  let mailer = open.get(config);
  if (!mailer) {
    mailer = { sign: openDkim(config.dkim), smtp: config.smtpUrl ? openSmtp(config.smtpUrl) : undefined };
    open.set(config, mailer);
  }
  return mailer;
}

/** Ends the connections of these settings, when the process stops. Harmless when there are none. */
export function closeMailer(config: Config): void {
  open.get(config)?.smtp?.close();
  open.delete(config);
}
