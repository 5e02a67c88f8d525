import type { Context, Hono } from 'hono';
import type { Child } from 'hono/jsx';
import type { Fact, Noun } from '../audit/words.ts';
import type { Database } from '../db/index.ts';
import type { FileStore } from '../files/index.ts';
import type { At } from '../http/at.ts';
import type { Deps } from '../http/deps.ts';
import type { Env } from '../http/env.ts';
import type { HotForm } from '../http/hot-forms.ts';
import type { View } from '../http/view.ts';
import type { InboundHandler } from '../mail/inbound.ts';
import type { ApiEvent, ApiOperation } from '../openapi/index.ts';
import type { Actor, Ctx, Role } from '../tenancy/ctx.ts';
import type { Translatable } from './translatable.ts';

export type { Translatable, TranslatableField, TranslatableThing } from './translatable.ts';

/** One line of the coordinator's "what needs you today". `text` and `why` are already in her language. */
export type DashboardItem = {
  text: string;
  why: string;
  since: Date | null;
  href: string;
  action: string;
  /** Things of one kind are folded together where there are many; left out, all of the feature's are of one. */
  kind?: string;
  /** What names it when somebody sets it aside; left out: the page where it is done. */
  key?: string;
  /** now: harm or loss comes of waiting (mail that is held, a day that has passed). later: only worth knowing. */
  urgency?: 'now' | 'soon' | 'later';
  /** It is assigned to whoever looks. */
  mine?: boolean;
};

/** A way to one of a feature's own pages: its address and its words, already in the reader's language. */
export type Door = { href: string; label: string; hint?: string };
/** Where a page of those who work here stands on Today, in the order shown. */
export const workPlaces = ['act', 'people', 'together', 'publish', 'network', 'own'] as const;
/** A way to such a page; `first` is the one of its place that most come for. */
export type WorkDoor = Door & { place: (typeof workPlaces)[number]; first?: true };
/** What a coordinator is doing with a campaign when she looks for one of its desk pages, in the order shown. */
export const campaignPlaces = ['text', 'asked', 'people', 'share', 'after'] as const;
/** A way to one of a campaign's desk pages. */
export type CampaignDoor = Door & { place: (typeof campaignPlaces)[number] };
/** The words of the reader's language. */
export type Words = (key: string, values?: Record<string, unknown>) => string;
/** The campaign of which a feature shows something. */
export type CampaignNoun = { id: string; slug: string; mode: string };

/** A part of a campaign's public page that another feature draws. */
export type CampaignPart = (v: View) => Child;

/** The working group of which a feature shows something. */
export type GroupNoun = { id: string; slug: string };

/** A person's action as its private address names it. */
export type ActionNoun = { id: string; reference: string };

/** Another way of taking part in a campaign than a letter, by the campaign's `mode`. */
export type CampaignMode = {
  /** The campaign's public page. */
  page(c: Context<Env>, deps: Deps, campaign: CampaignNoun): Promise<Response>;
  /** Her private page; with `asking`, the one that asks whether this is hers. */
  actionPage(c: Context<Env>, deps: Deps, action: ActionNoun, asking: boolean): Promise<Response>;
  /** In the transaction in which she confirmed. */
  confirmed(ctx: Ctx, actionId: string): Promise<void>;
};

/** A thing that points to an issue, a place, a provision or an organisation: one line on the noun's page. Only what the actor may see. */
export type BackReference = {
  id: string;
  title: string;
  /** The language of the title, where it is words in one. */
  locale?: string;
  href: string;
  note?: string;
  /** A machine translated the title, and nobody has reviewed that. */
  machine?: boolean;
};
/** Those of one kind: how many the actor may see (`mostCounted + 1`: more than are counted), and the ones that were asked for. */
export type BackReferences = { kind: string; count: number; lines: BackReference[] };
/** So many of every kind, or of the one kind alone, those after the line of this id. */
export type ReferencePage = { limit: number; kind?: string; after?: string };
export type SpineNoun = { kind: 'issue' | 'place' | 'provision' | 'organisation' | 'facility'; id: string };

/** An operator's command: `bin/casement NAME …`. Returns the exit code. */
export type Command = {
  name: string;
  /** Words after the name, for the usage line; a line each where they are many. */
  usage: string;
  summary: string;
  run(args: string[], at: CommandPlace): Promise<number>;
};
export type CommandPlace = { deps: Deps; out(line: string): void; err(line: string): void };

/** A job; `payload` holds ids only. The worker has opened nothing: use `inNetwork(deps.db, network, …)`. */
export type JobHandler = (job: { deps: Deps; network: string; payload: Record<string, unknown> }) => Promise<void>;

/** A message before it becomes MIME. Addresses are bare; names may be in any script. */
export type ComposedMail = {
  /** The name beside our own address (the network's, else the installation's); left out: the network's name. */
  from?: { name: string };
  to: { name: string; address: string };
  replyTo?: { name: string; address: string };
  /** The address at which a mail program ends mails of this kind with one POST (RFC 8058); it asks for no session and no page. */
  unsubscribe?: string;
  subject: string;
  text: string;
  /** Left out for letters to decision-makers: plain text alone. */
  html?: string;
};

/** What happened to mails of one kind; told to the kind's owner in the transaction that records it. */
export type MailOutcome = {
  subjectId: string;
  state: 'sent' | 'kept' | 'failed' | 'uncertain' | 'cancelled';
  response: string | null;
  at: Date;
};

/** A kind of mail: who composes it, and who hears of its end. Mails left out of the answer are cancelled. */
/** A server says of a mail that had left that it did not arrive, or not yet. */
export type MailReturn = {
  subjectId: string;
  /** failed: given up; late: still being tried. */
  end: 'failed' | 'late';
  /** The status and the server's words, as they may be kept. */
  response: string;
  at: Date;
};

export type MailKind = {
  /**
   * The outbox shows that it is there, never what it says. true: its text lets whoever reads it act as its reader (a sign-in link).
   * 'words': somebody else's words to its reader alone. 'reader': to whom it goes is nobody else's business either (who is in a hidden
   * group, who bears an alias, who writes to whom): the outbox shows no address.
   */
  secret?: true | 'words' | 'reader';
  compose(at: { ctx: Ctx; deps: Deps }, subjectIds: string[]): Promise<Map<string, ComposedMail>>;
  settled?(ctx: Ctx, outcomes: MailOutcome[]): Promise<void>;
  /** A mail of this kind came back; told in the transaction that records it. */
  returned?(ctx: Ctx, mail: MailReturn): Promise<void>;
};

/** What a file belongs to, for somebody who may see it: the reader's heading and way back. */
export type FileOwner = {
  fileId: string;
  title: string;
  /** A machine translated the title, and nobody has reviewed that. */
  machine?: boolean;
  href: string;
};

/** A page that everybody may read: its address in each language, and when it last changed where that is known. */
export type PublicPage = {
  address(at: At): string;
  changed?: Date;
  /** The languages in which it is there; left out: all of the network's. */
  locales?: readonly string[];
};
/** For whom a thing is found by the search: one word of the index, and of what an actor may ask for. */
export type Audience = 'public' | 'members' | 'coordinators' | `group:${string}`;

/** A thing in one language, as the search of the whole house keeps it. Texts may be Markdown. */
export type SearchEntry = {
  subjectId: string;
  /** What its address is made of: a slug or an id. */
  key: string;
  locale: string;
  audience: Audience;
  title: string;
  summary: string;
  body: string;
  /** Not found before; left out: at once. */
  visibleFrom?: Date;
  /** Which of its kind it is, a judgment or a statement: `KIND.kind.TYPE` of the messages. */
  type?: string;
  /** '2024', '2024-05' or '2024-05-01'. */
  dated?: string;
  /** Found until then, and not at that moment: what ends by the clock waits for no job. */
  visibleUntil?: Date;
  /** What it is about beside its tags. */
  issues?: readonly string[];
  places?: readonly string[];
  /** The pages or chapters of its files, from 1. */
  passages?: readonly { fileId: string; part: number; label: string; text: string }[];
};

/**
 * A kind of thing that the search finds. A migration names its tables (`select casement_searchable(…)`): whatever changes there is taken
 * out of the search at once and read again by a job.
 */
export type Searchable = {
  /** As in the migration, in addresses and in message keys (`search.kind.…`). */
  kind: string;
  /** Its tags (of the subject named as its kind) may be told to whoever finds it. */
  tagged?: boolean;
  /** For the job, which acts for nobody: all that there is to find. */
  ids(ctx: Ctx): Promise<string[]>;
  /** For the job: these things in all their languages, each for whom it is. One that is not named is found no more. */
  entries(ctx: Ctx, ids: readonly string[]): Promise<SearchEntry[]>;
  /** The last word before anything is shown: those of these that the actor may see now. */
  visible(ctx: Ctx, ids: readonly string[]): Promise<ReadonlySet<string>>;
  href(at: At, key: string): string;
  /** Its pages stand in those languages alone in which it is found: a result leads to the page in its own language. */
  ownLanguage?: true;
  /** The address of one page of one of its files. */
  passageHref?(at: At, fileId: string, part: number): string;
};

/**
 * Rows that belong to an account, as far as they go to another one when both turn out to be the same woman. Conditions are SQL on the
 * row `t`; `pair.from_id` and `pair.to_id` are the account it is with and the one it goes to.
 */
export type AccountRows = {
  table: string;
  /** The column that names the account. */
  column: string;
  /** What else names a row, beside the network. */
  key: readonly string[];
  /** Columns in which two rows of one account may not agree; where they do, this row does not go. None: she has one row at most. */
  once?: readonly string[];
  /** What becomes of a row that the other account has too: it stays where it is, or is set aside until the merge is taken back. */
  double?: 'stays' | 'aside';
  /** A column that gives power: false where the row goes to, for a merge adds no power to anybody. */
  power?: string;
  /** Which rows go at all. */
  only?: string;
  /** Which of those that went still go back. */
  back?: string;
  /** How many went, as a message with `count`; and of how many the power was left out. */
  words: string;
  powerWords?: string;
};

/** What a thing is called now, for somebody who may know it; `href`: its page, where there is one for her. */
export type Named = {
  name: string;
  href?: string;
  /** A machine translated the name, and nobody has reviewed that. */
  machine?: boolean;
};

/** A kind of thing of which the log speaks. */
export type LogNames = {
  /** Nouns of lines whose id is that of such a thing. */
  nouns: readonly Noun[];
  /** Facts of lines whose values, one or several, are such ids. */
  facts?: readonly Fact[];
  /** The ids are words, not UUIDs. */
  words?: true;
  /** Whoever may not know the thing reads no id of it either. */
  secret?: true;
  /** Those of these that the actor may know now, by the room's own policy. One statement; what is gone or erased is left out. */
  names(ctx: Ctx, ids: readonly string[], deps: Deps): Promise<ReadonlyMap<string, Named>>;
};

/** What a feature brings. Everything is optional; the whole program is the list of its features. */
export type Feature = {
  name: string;
  /** Under /:network/:locale. */
  routes?(app: Hono<Env>, deps: Deps): void;
  /** Those of its forms that very many send at once: their plain case is answered before the router. */
  hotForms?(deps: Deps): HotForm[];
  /**
   * Under /:network/:locale/embed: pages that other sites may show in a frame. They come without a cookie, and forms may be
   * sent to them from anywhere.
   */
  frameRoutes?(app: Hono<Env>, deps: Deps): void;
  /** Under /, without a network. */
  rootRoutes?(app: Hono<Env>, deps: Deps): void;
  commands?: Command[];
  jobs?: Record<string, JobHandler>;
  /** Kinds of mail by name, as in `mails.kind`. */
  mails?: Record<string, MailKind>;
  /** Takes mail that comes in to `tag+reference@…`. */
  inbound?: InboundHandler;
  /** Work that recurs: a job name and how often, run per network. */
  recurring?: { job: string; everyMinutes: number }[];
  /** What waits for the actor, on Today. `features`: all that there are, for a room that shows others' things. */
  dashboard?(ctx: Ctx, t: Words, features?: readonly Feature[]): Promise<DashboardItem[]>;
  /** Its pages for those who work here, shown on Today. Only what the actor may open. */
  workDoors?(at: At, actor: Actor, t: Words): WorkDoor[];
  /** Its pages about one campaign for coordinators, shown on the campaign's desk page. */
  campaignDesk?(at: At, campaign: CampaignNoun, t: Words): CampaignDoor[];
  /** Ways of taking part in a campaign, by mode. */
  campaignModes?: Record<string, CampaignMode>;
  /** Its public pages about one campaign (a scoreboard, a petition's figures), once there is something on them. */
  campaignDoors?(ctx: Ctx, campaign: CampaignNoun, t: Words): Promise<Door[]>;
  /** What it shows on a campaign's public page below the campaign's own words; undefined: nothing. */
  campaignPart?(ctx: Ctx, campaign: CampaignNoun): Promise<CampaignPart | undefined>;
  /** Its pages of one working group, for who is in it: tabs of the group's pages. */
  groupDoors?(at: At, group: GroupNoun, t: Words): Door[];
  /**
   * Of these files, those that belong to a thing of this feature which the actor may see. Whoever is named here may read the
   * file and take it away; the room `files` asks for every page and every picture of a page.
   */
  fileAccess?(ctx: Ctx, fileIds: string[]): Promise<FileOwner[]>;
  /** Its pages for search engines: those that everybody may read now. The actor is the public. */
  publicPages?(ctx: Ctx): Promise<PublicPage[]>;
  /** What of it the search of the whole house finds. */
  searchable?: Searchable[];
  /** How the page of the log names what is the feature's. */
  logNames?: LogNames[];
  /** What of it is said in several languages. */
  translatable?: Translatable[];
  /** What of it programs may read: each described once, for `/api`. */
  apiOperations?: ApiOperation[];
  /** What of it is told to other programs. */
  apiEvents?: ApiEvent[];
  /**
   * What of it points to a noun, as far as the actor may see it: kind by kind, in an order that stays. A kind that was not asked for
   * and one of which there is nothing may be left out.
   */
  backReferences?(ctx: Ctx, noun: SpineNoun, page: ReferencePage): Promise<BackReferences[]>;
  /**
   * Two organisations turn out to be one: gives what the feature holds of the one that goes to the one that stays, and returns what it
   * needs to take that back (as JSON; undefined: nothing went).
   */
  organisationMerge?: {
    join(ctx: Ctx, keptId: string, goneId: string): Promise<unknown>;
    part(ctx: Ctx, keptId: string, goneId: string, moved: unknown): Promise<void>;
  };
  /**
   * Two accounts turn out to be the same woman: which rows go to the account that stays, and what else is to be done, with what it needs
   * to be taken back. Nothing goes that she wrote under an alias, in confidence or in a secret ballot, and no power.
   */
  memberMerge?: {
    rows?: readonly AccountRows[];
    join?(ctx: Ctx, keptId: string, goneId: string): Promise<unknown>;
    part?(ctx: Ctx, keptId: string, goneId: string, moved: unknown): Promise<void>;
  };
  /** Removes or blanks what the feature holds about a person; runs inside the erasure's transaction. */
  erase?(ctx: Ctx, personId: string): Promise<void>;
  /** What the feature holds about a person, for her own copy. */
  exportPerson?(ctx: Ctx, personId: string): Promise<Record<string, unknown>>;
  /**
   * Somebody with an account leaves the network: what the feature does with what is hers, in the transaction that ends her membership.
   * `former`: what she wrote stays, under "a former member" (the account is renamed); `erased`: her account is deleted as well.
   */
  departs?(ctx: Ctx, accountId: string, how: { former: boolean; erased: boolean }): Promise<void>;
  /** What the feature holds about somebody with an account, for her own copy. */
  exportAccount?(ctx: Ctx, accountId: string): Promise<Record<string, unknown>>;
  /** Deletes what is past its time; returns how many rows. `features`: all that there are. */
  retain?(ctx: Ctx, features?: readonly Feature[]): Promise<number>;
  /** Loads its part of a starter kit into a new network, as the owner. */
  loadKit?(kit: KitPlace): Promise<void>;
  /** Removes sample content of the network, as the owner; returns how many things. */
  clearSamples?(kit: KitPlace): Promise<number>;
};

export type KitPlace = {
  trx: Ctx['trx'];
  /** The kit's folder of readable files. */
  folder: string;
  network: { id: string; slug: string; locales: string[] };
  now: Date;
  /** What of all features can be translated; the room of translations comes after what it speaks of. */
  translatable?: readonly Translatable[];
};

export type { Database, FileStore, Role };
