import { signedId } from '../../../platform/crypto/signed-id.ts';
import { type Deps, publicOrigin } from '../../../platform/http/index.ts';
import { direction } from '../../../platform/i18n/index.ts';
import { signedAddress } from '../../../platform/mail/index.ts';
import type { ComposedMail, MailKind, Words } from '../../../platform/registry/index.ts';
import { type Ctx, inLocale } from '../../../platform/tenancy/index.ts';
import { MailDocument, renderMail } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import { pageFrom } from '../threads/thread.ts';
import { type DigestLine, digestLines } from './queries.ts';

/** The use of the signed ids in the links of digests. */
export const digestUse = 'group-digest';
/** The address that takes replies: `group+…@`. */
export const replyTag = 'group';

type Section = {
  name: string | undefined;
  href: string;
  lines: {
    title: string;
    count: string;
    href: string;
    reply: string | undefined;
    posts: { by: string; body: string }[];
  }[];
  count: number;
};

/**
 * What is new in somebody's groups. Titles alone, unless a group chose otherwise; of a hidden group that did not, not even its name
 * and titles: that something is new there.
 */
export const digestMail: MailKind = {
  secret: 'reader',
  async compose({ ctx, deps }, ids) {
    const mails = new Map<string, ComposedMail>();
    for (const [id, lines] of Map.groupBy(await digestLines(ctx, ids), (line) => line.digest)) {
      const mail = await compose(ctx, deps, lines);
      if (mail) mails.set(id, mail);
    }
    return mails;
  },
};

async function compose(ctx: Ctx, deps: Deps, lines: DigestLine[]): Promise<ComposedMail | undefined> {
  const { name, email, locale: wanted, reader } = lines[0]!;
  if (!email) return undefined;
  const { locales } = ctx.network;
  const locale = locales.includes(wanted) ? wanted : locales[0]!;
  const t = deps.messages.for(locale);
  const at = { network: ctx.network.slug, locale };
  const origin = publicOrigin(deps, ctx.network);
  const network = inLocale(ctx.network.name, locale);
  const ref = signedId(deps.secret, digestUse, ctx.network.id, reader);
  const sections = [...Map.groupBy(lines, (line) => line.slug).values()].map((own) =>
    sectionOf(own, { t, origin, at, locale, address: (id) => signedAddress(deps, replyTag, ctx.network, id) }),
  );
  const posts = lines.reduce((sum, line) => sum + line.posts.length, 0);
  const subject = t('groups.digest.subject', { network, count: posts });
  const stop = origin + urls.groups.stop(at, ref);
  const choose = origin + urls.groups.digest(at);
  const [only] = lines.length === 1 ? sections : [];
  const reply = only?.lines[0]?.reply;
  return {
    to: { name, address: email },
    ...(reply ? { replyTo: { name: network, address: reply } } : {}),
    subject,
    unsubscribe: origin + urls.groups.oneClick(at, ref),
    text: `${[
      ...sections.map((section) => sectionText(section, t)),
      `${t('groups.digest.choose')}\n${choose}`,
      `${t('groups.digest.stop')}\n${stop}`,
    ].join('\n\n')}\n`,
    html: await renderMail(
      <MailDocument
        locale={locale}
        dir={direction(locale)}
        title={subject}
        accent={ctx.network.accent}
        sender={network}
        footer={
          <p>
            <a href={choose} style="color: inherit;">
              {t('groups.digest.choose')}
            </a>
            {' · '}
            <a href={stop} style="color: inherit;">
              {t('groups.digest.stop')}
            </a>
          </p>
        }
      >
        {sections.map((section) => (
          <SectionPart section={section} t={t} />
        ))}
      </MailDocument>,
    ),
  };
}

function sectionOf(
  own: DigestLine[],
  {
    t,
    origin,
    at,
    locale,
    address,
  }: {
    t: Words;
    origin: string;
    at: { network: string; locale: string };
    locale: string;
    address(id: string): string | undefined;
  },
): Section {
  const { slug, group, hidden, carriesText } = own[0]!;
  const count = own.reduce((sum, line) => sum + line.posts.length, 0);
  const silent = hidden && !carriesText;
  return {
    name: silent ? undefined : inLocale(group, locale),
    href: origin + urls.groups.show(at, slug),
    count,
    lines: silent
      ? []
      : own.map((line) => {
          const first = line.posts[0]!.n;
          return {
            title: line.title,
            count: t(line.named ? 'groups.digest.named' : 'groups.digest.count', { count: line.posts.length }),
            href: origin + urls.groups.threadFrom(at, slug, line.threadId, pageFrom(first), first),
            reply: address(line.replyId),
            posts: carriesText
              ? line.posts.slice(0, 10).map((post) => ({
                  by: post.by ?? t('groups.former'),
                  body: post.body.length > 1_500 ? `${post.body.slice(0, 1_500).toWellFormed()} …` : post.body,
                }))
              : [],
          };
        }),
  };
}

const heading = (section: Section, t: Words): string =>
  section.name ?? t('groups.digest.hidden', { count: section.count });

function sectionText(section: Section, t: Words): string {
  const parts = [heading(section, t)];
  if (section.lines.length === 0) parts.push(section.href);
  for (const line of section.lines) {
    parts.push(`${line.title} (${line.count})\n${line.href}`);
    for (const post of line.posts) parts.push(`${post.by}:\n${post.body}`);
    if (line.reply) parts.push(`${t('groups.digest.reply')} ${line.reply}`);
  }
  return parts.join('\n\n');
}

function SectionPart({ section, t }: { section: Section; t: Words }) {
  return (
    <>
      <h2 style="margin: 24px 0 8px; font: 600 19px/1.3 Georgia, 'Times New Roman', serif;">
        {section.lines.length === 0 ? (
          <a href={section.href} style="color: inherit;">
            {heading(section, t)}
          </a>
        ) : (
          heading(section, t)
        )}
      </h2>
      {section.lines.map((line) => (
        <>
          <p>
            <a href={line.href} style="color: inherit; font-weight: 600;">
              {line.title}
            </a>
            <br />
            {line.count}
          </p>
          {line.posts.map((post) => (
            <blockquote style="margin: 0 0 1em; padding-inline-start: 12px; border-inline-start: 2px solid #8d8399; white-space: pre-line;">
              <b>{post.by}</b>
              <br />
              {post.body}
            </blockquote>
          ))}
          {line.reply && (
            <p style="font-size: 15px;">
              {t('groups.digest.reply')}{' '}
              <a href={`mailto:${line.reply}`} dir="ltr" style="color: inherit; word-break: break-all;">
                {line.reply}
              </a>
            </p>
          )}
        </>
      ))}
    </>
  );
}
