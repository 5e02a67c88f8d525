import type { View } from '../../../platform/http/index.ts';
import type { ReadableMail } from '../../../platform/mail/index.ts';
import { Document, ErrorSummary, type FormState, Mistake } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { linkedText, type TextPart } from '../links.ts';
import type { ShownMail } from '../queries.ts';
import { kindName, MailStateText } from './outbox.tsx';

type Props = {
  v: View;
  mail: ShownMail;
  readable: ReadableMail | undefined;
  /** Addresses there become links in the text. */
  origins: string[];
  state: FormState;
  named(key: string): boolean;
};

/** One mail: who, when, what became of it, its text, and what can be decided about it. */
export function MailPage({ v, mail, readable, origins, state, named }: Props) {
  const title = mail.subject || kindName(v, named, mail.kind);
  return (
    <Document v={v} title={title} section="outbox" unlisted>
      <div class="wrap page narrow flow">
        <p class="crumbs">
          <a href={urls.outbox.list(v.at)}>{v.t('outbox.title')}</a>
        </p>
        <ErrorSummary v={v} state={state} labels={{}} />
        <h1 class="small">{title}</h1>
        <dl class="facts">
          <Fact name={v.t('outbox.head.state')}>
            <MailStateText v={v} mail={mail} />
          </Fact>
          <Fact name={v.t('outbox.head.to')}>
            <bdi>{mail.to === null ? v.t('outbox.withheld') : mail.to || v.t('outbox.erased')}</bdi>
          </Fact>
          <Fact name={v.t('outbox.kind')}>{kindName(v, named, mail.kind)}</Fact>
          <Fact name={v.t('outbox.head.at')}>{v.date(mail.createdAt, 'time')}</Fact>
          {mail.finishedAt && <Fact name={v.t('outbox.finished')}>{v.date(mail.finishedAt, 'time')}</Fact>}
          {mail.attempts > 0 && <Fact name={v.t('outbox.attempts')}>{v.number(mail.attempts)}</Fact>}
          {mail.response && (
            <Fact name={v.t('outbox.response')}>
              <bdi>{mail.response}</bdi>
            </Fact>
          )}
        </dl>
        {mail.state === 'failed' && <Retry v={v} mail={mail} />}
        {mail.state === 'uncertain' && <Settlement v={v} mail={mail} state={state} />}
        {readable ? (
          <>
            <h2>{v.t('outbox.text')}</h2>
            <div class="letter" lang={mail.locale} dir="auto">
              <LinkedText text={readable.text} origins={origins} />
            </div>
            <p class="actions">
              {readable.html !== undefined && (
                <a class="button plain" href={urls.outbox.html(v.at, mail.id)}>
                  {v.t('outbox.html')}
                </a>
              )}
              <a class="button plain" href={urls.outbox.source(v.at, mail.id)}>
                {v.t('outbox.source')}
              </a>
            </p>
          </>
        ) : (
          <p class="notice">{v.t(missing(mail))}</p>
        )}
      </div>
    </Document>
  );
}

function LinkedText({ text, origins }: { text: string; origins: string[] }) {
  return <>{linkedText(text, origins).map(piece)}</>;
}

const piece = ({ text, href }: TextPart) => (href ? <a href={href}>{text}</a> : text);

/** Why there is no text to read. */
function missing(mail: ShownMail): string {
  if (mail.secret === 'reader') return 'outbox.missing.reader';
  if (mail.state === 'sent') return mail.once ? 'outbox.missing.letter' : 'outbox.missing.sent';
  if (mail.state === 'queued' || mail.state === 'claimed') return 'outbox.missing.waiting';
  if (mail.state === 'cancelled') return 'outbox.missing.cancelled';
  if (mail.secret === 'words') return 'outbox.missing.words';
  return mail.secret ? 'outbox.missing.secret' : 'outbox.missing.expired';
}

function Fact({ name, children }: { name: string; children?: unknown }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Retry({ v, mail }: { v: View; mail: ShownMail }) {
  return (
    <form method="post" action={urls.outbox.retry(v.at, mail.id)} class="notice flow">
      <p>{v.t('outbox.retry.why')}</p>
      <button class="button" type="submit">
        {v.t('outbox.retry')}
      </button>
    </form>
  );
}

function Settlement({ v, mail, state }: { v: View; mail: ShownMail; state: FormState }) {
  return (
    <form method="post" action={urls.outbox.settlement(v.at, mail.id)} class="notice flow" id="choice">
      <h2 class="h3">{v.t('outbox.settlement')}</h2>
      <p>{v.t('outbox.settlement.why')}</p>
      <Mistake v={v} name="choice" state={state} />
      <div class="actions">
        <button class="button" type="submit" name="choice" value="arrived">
          {v.t('outbox.settlement.arrived')}
        </button>
        <button class="button plain" type="submit" name="choice" value="again">
          {v.t('outbox.settlement.again')}
        </button>
      </div>
    </form>
  );
}
