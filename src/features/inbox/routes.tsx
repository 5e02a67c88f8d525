import type { Context, Hono } from 'hono';
import { requireProof } from '../../platform/access/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import {
  type Deps,
  dateIn,
  dayOf,
  type Env,
  found,
  handlersOf,
  idOf,
  Problem,
  page,
  parse,
  readForm,
  type Sent,
  view,
} from '../../platform/http/index.ts';
import { emailKey, signedAddress } from '../../platform/mail/index.ts';
import { paperOf } from '../../platform/pdf/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { inLocale } from '../../platform/tenancy/index.ts';
import { emptyForm, type FormState } from '../../ui/index.ts';
import { urls } from '../../urls.ts';
import { setLetters } from '../deliveries/index.ts';
import { filesOf, receiveFile } from '../files/index.ts';
import { listPlaces } from '../vocabularies/index.ts';
import { requireInbox } from './access.ts';
import {
  addArrival,
  addNote,
  answer,
  assign,
  changeState,
  enterInquiry,
  linkTo,
  markPosted,
  removeInquiries,
  saveAbout,
} from './commands.ts';
import { contactRoutes } from './contact-routes.tsx';
import {
  aboutFields,
  aboutForm,
  answerFields,
  answerForm,
  arrivalFields,
  arrivalForm,
  assignmentForm,
  newFields,
  newForm,
  noteForm,
  readFields,
  stateForm,
} from './forms.ts';
import { tag } from './inbound.ts';
import { handWays, type Inquiry, referenceOf } from './inquiry.ts';
import { EditInquiryPage, NewInquiryPage } from './pages/edit.tsx';
import { InboxPage } from './pages/list.tsx';
import { InquiryPage, RemovalPage } from './pages/show.tsx';
import {
  countsByState,
  findInquiry,
  knownBy,
  listInquiries,
  listOwners,
  listTemplates,
  listTopics,
  othersOf,
  partsOf,
} from './queries.ts';
import { settingsRoutes } from './settings-routes.tsx';

type C = Context<Env>;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const filterNames = ['state', 'topic', 'owner', 'way', 'q'] as const;
/** A scanned letter: a picture, or the scanner's PDF. */
const scans = ['png', 'jpeg', 'webp', 'pdf'] as const;

/** The inbox, read and answered by coordinators. */
export function routes(app: Hono<Env>, deps: Deps): void {
  const { read, write, after } = handlersOf(deps);
  contactRoutes(app, deps);
  for (const path of ['/inbox', '/inbox/*']) {
    app.use(path, async (c, next) => {
      requireInbox(c);
      await next();
    });
  }
  settingsRoutes(app, deps);

  app.get('/inbox', async (c) => {
    const before = c.req.query('before');
    if (before !== undefined && !uuid.test(before)) throw new Problem('not-found');
    const filters = Object.fromEntries(filterNames.map((name) => [name, c.req.query(name)?.slice(0, 120) ?? '']));
    const shown = await read(c, async (ctx) => ({
      ...(await listInquiries(ctx, filters, before)),
      counts: await countsByState(ctx),
      topics: await listTopics(ctx),
      owners: await listOwners(ctx),
    }));
    return page(c, <InboxPage v={view(c, deps)} {...shown} filters={filters} />);
  });

  const listsOf = async (ctx: Ctx) => ({
    places: await listPlaces(ctx),
    topics: (await listTopics(ctx)).filter((topic) => !topic.closed),
    owners: await listOwners(ctx),
    today: dayOf(ctx.now, ctx.network.timeZone),
  });
  type Lists = Awaited<ReturnType<typeof listsOf>>;
  const known = (c: C, lists: Lists) => ({
    places: lists.places.map((one) => one.id),
    locales: c.var.network.locales,
    topics: lists.topics.map((one) => one.id),
    owners: lists.owners.map((one) => one.id),
  });
  const formId = (sent: Sent, name = 'id') => (uuid.test(sent.get(name)) ? sent.get(name) : newId());

  async function newPage(
    c: C,
    state: FormState,
    safe: string[],
    id: string,
    status: 200 | 422 = 200,
  ): Promise<Response> {
    const lists = await read(c, listsOf);
    return page(c, <NewInquiryPage v={view(c, deps)} {...lists} state={state} safe={safe} id={id} />, status);
  }

  app.get('/inbox/new', (c) => {
    const asked = c.req.query('way');
    const way = handWays.find((one) => one === asked) ?? 'letter';
    const values = {
      way,
      sender: way === 'letter' ? 'inside' : 'family',
      may: 'unsaid',
      words_of: way === 'letter' ? 'hers' : 'told',
      locale: c.var.locale,
      received_on: dayOf(c.var.now, c.var.network.timeZone),
    };
    return newPage(c, emptyForm(values), [], newId());
  });

  app.post('/inbox', async (c) => {
    const received = await receiveFile(c, deps, { field: 'scan', kinds: scans });
    const sent = received.fields;
    const values = readFields(sent, newFields);
    const safe = sent.all('safe');
    const id = formId(sent);
    const lists = await read(c, listsOf);
    const parsed = parse(newForm(known(c, lists), lists.today), { ...values, safe });
    const errors = parsed.ok ? {} : parsed.errors;
    if (!received.ok && !received.missing) errors.scan = received.error;
    if (!parsed.ok || Object.keys(errors).length > 0) return newPage(c, { values, errors }, safe, id, 422);
    await write(c, (ctx) => enterInquiry(ctx, id, parsed.data, received.ok ? received.file.id : null));
    return after(c, urls.inbox.one(view(c, deps).at, id), 'inbox.flash.entered');
  });

  const inquiryOf = async (c: C, ctx: Ctx): Promise<Inquiry> => found(await findInquiry(ctx, idOf(c, 'id')));

  async function inquiryPage(c: C, wrong?: FormState): Promise<Response> {
    const v = view(c, deps);
    const shown = await read(c, async (ctx) => {
      const inquiry = await inquiryOf(c, ctx);
      const written = async () => {
        const parts = await partsOf(ctx, inquiry.id);
        const ids = parts.flatMap((part) => part.fileId ?? []);
        return { parts, files: await filesOf(ctx, ids) };
      };
      const key = inquiry.email ? emailKey(inquiry.email) : '';
      const [both, topics, owners, templates, known, others] = await Promise.all([
        written(),
        listTopics(ctx),
        listOwners(ctx),
        listTemplates(ctx),
        knownBy(ctx, key),
        othersOf(ctx, inquiry, key),
      ]);
      return { inquiry, ...both, topics, owners, templates, known, others };
    });
    const { inquiry } = shown;
    const template = shown.templates.find((one) => one.id === c.req.query('template'));
    const words = template?.texts[inquiry.locale] ?? Object.values(template?.texts ?? {})[0];
    const by = inquiry.email && inquiry.way !== 'letter' ? 'mail' : 'paper';
    const values = {
      subject: words?.subject || v.t('inbox.answer.re', { subject: inquiry.subject }).slice(0, 160),
      body: (words?.body ?? '').replaceAll('{name}', inquiry.name),
      by,
      afterwards: 'answered',
      kind: 'came',
      ...wrong?.values,
    };
    const back = signedAddress(deps, tag, c.var.network, inquiry.id) !== undefined;
    return page(
      c,
      <InquiryPage
        v={v}
        {...shown}
        state={{ values, errors: wrong?.errors ?? {} }}
        ids={[newId(), newId(), newId()]}
        back={back}
      />,
      wrong ? 422 : 200,
    );
  }

  app.get('/inbox/:id', (c) => inquiryPage(c));

  async function editPage(c: C, wrong?: { state: FormState; safe: string[] }): Promise<Response> {
    const { inquiry, lists } = await read(c, async (ctx) => ({
      inquiry: await inquiryOf(c, ctx),
      lists: await listsOf(ctx),
    }));
    return page(
      c,
      <EditInquiryPage
        v={view(c, deps)}
        {...lists}
        inquiry={inquiry}
        state={wrong?.state ?? emptyForm(valuesOf(inquiry))}
        safe={wrong?.safe ?? inquiry.safe}
      />,
      wrong ? 422 : 200,
    );
  }

  app.get('/inbox/:id/edit', (c) => editPage(c));

  app.post('/inbox/:id/edit', async (c) => {
    const sent = await readForm(c);
    const values = readFields(sent, aboutFields);
    const safe = sent.all('safe');
    const lists = await read(c, listsOf);
    const parsed = parse(aboutForm(known(c, lists)), { ...values, safe });
    if (!parsed.ok) return editPage(c, { state: { values, errors: parsed.errors }, safe });
    if (!(await write(c, (ctx) => saveAbout(ctx, idOf(c, 'id'), parsed.data, sent.get('seen')))))
      return editPage(c, { state: { values, errors: { safe: { key: 'inbox.answer.changed' } } }, safe });
    return after(c, urls.inbox.one(view(c, deps).at, idOf(c, 'id')), 'inbox.flash.saved');
  });

  const back = (c: C, key: string) => after(c, urls.inbox.one(view(c, deps).at, idOf(c, 'id')), key);

  app.post('/inbox/:id/assignment', async (c) => {
    const values = readFields(await readForm(c), ['owner', 'topic']);
    const { topics, owners } = await read(c, async (ctx) => ({
      topics: await listTopics(ctx),
      owners: await listOwners(ctx),
    }));
    const lists = { topics: topics.map((one) => one.id), owners: owners.map((one) => one.id) };
    const parsed = parse(assignmentForm(lists), values);
    if (!parsed.ok) return inquiryPage(c, { values, errors: parsed.errors });
    await write(c, (ctx) => assign(ctx, idOf(c, 'id'), parsed.data));
    return back(c, 'inbox.flash.assigned');
  });

  app.post('/inbox/:id/state', async (c) => {
    const parsed = parse(stateForm, readFields(await readForm(c), ['state']));
    if (!parsed.ok) return inquiryPage(c, { values: {}, errors: parsed.errors });
    await write(c, (ctx) => changeState(ctx, idOf(c, 'id'), parsed.data.state));
    return back(c, 'inbox.flash.state');
  });

  app.post('/inbox/:id/notes', async (c) => {
    const sent = await readForm(c);
    const values = readFields(sent, ['note']);
    const parsed = parse(noteForm, values);
    if (!parsed.ok) return inquiryPage(c, { values, errors: parsed.errors });
    await write(c, (ctx) => addNote(ctx, idOf(c, 'id'), formId(sent), parsed.data.note));
    return back(c, 'inbox.flash.noted');
  });

  app.post('/inbox/:id/arrivals', async (c) => {
    await read(c, (ctx) => inquiryOf(c, ctx));
    const received = await receiveFile(c, deps, { field: 'scan', kinds: scans });
    const values = readFields(received.fields, arrivalFields);
    const parsed = parse(arrivalForm, values);
    const errors = parsed.ok ? {} : parsed.errors;
    if (!received.ok && !received.missing) errors.scan = received.error;
    if (!parsed.ok || Object.keys(errors).length > 0) return inquiryPage(c, { values, errors });
    const fileId = received.ok ? received.file.id : null;
    await write(c, (ctx) => addArrival(ctx, idOf(c, 'id'), formId(received.fields), parsed.data, fileId));
    return back(c, 'inbox.flash.arrived');
  });

  app.post('/inbox/:id/answers', async (c) => {
    const sent = await readForm(c);
    const values = readFields(sent, answerFields);
    const parsed = parse(answerForm, values);
    if (!parsed.ok) return inquiryPage(c, { values, errors: parsed.errors });
    const key = await write(c, (ctx) => answer(ctx, idOf(c, 'id'), formId(sent), parsed.data, sent.get('seen')));
    if (key) return inquiryPage(c, { values, errors: { by: { key } } });
    return back(c, parsed.data.by === 'mail' ? 'inbox.flash.mailed' : 'inbox.flash.written');
  });

  app.get('/inbox/:id/answers/:part/letter.pdf', async (c) => {
    const { network } = c.var;
    const { inquiry, part } = await read(c, async (ctx) => {
      const inquiry = await inquiryOf(c, ctx);
      const partId = idOf(c, 'part');
      const part = (await partsOf(ctx, inquiry.id)).find((one) => one.id === partId && one.kind === 'paper');
      return { inquiry, part: found(part) };
    });
    // Where the envelope must not say who writes, neither does the letter's head: the window shows the address alone.
    const discreet = inquiry.safe.includes('no-network');
    const name = inLocale(network.name, inquiry.locale);
    const { bytes } = await setLetters(
      [
        {
          paper: paperOf(network.country ?? ''),
          name: discreet ? '' : name,
          street: discreet ? '' : (network.postalAddress ?? ''),
          officialName: inquiry.name,
          postLabel: '',
          address: inquiry.address,
          date: dateIn(inquiry.locale, network.timeZone, part.at, 'date'),
          subject: part.subject,
          body: part.body,
        },
      ],
      false,
    );
    c.header('content-type', 'application/pdf');
    c.header('content-disposition', `attachment; filename="letter-${referenceOf(part.id).toLowerCase()}.pdf"`);
    c.header('cache-control', 'private, no-store');
    return c.body(new Uint8Array(bytes));
  });

  app.post('/inbox/:id/answers/:part/posting', async (c) => {
    await write(c, (ctx) => markPosted(ctx, idOf(c, 'id'), idOf(c, 'part')));
    return back(c, 'inbox.flash.posted');
  });

  app.post('/inbox/:id/person', async (c) => {
    const chosen = (await readForm(c)).get('known');
    await write(c, async (ctx) => {
      const inquiry = await inquiryOf(c, ctx);
      const people = await knownBy(ctx, inquiry.email ? emailKey(inquiry.email) : '');
      await linkTo(ctx, inquiry.id, chosen === '' ? undefined : found(people.find((one) => one.id === chosen)));
    });
    return back(c, chosen === '' ? 'inbox.flash.unlinked' : 'inbox.flash.linked');
  });

  // What cannot be undone is nobody's at a machine that was left open.
  app.get('/inbox/:id/removal', async (c) => {
    const inquiry = await read(c, (ctx) => inquiryOf(c, ctx));
    requireProof(c);
    return page(c, <RemovalPage v={view(c, deps)} inquiry={inquiry} />);
  });

  app.post('/inbox/:id/removal', async (c) => {
    await read(c, (ctx) => inquiryOf(c, ctx));
    requireProof(c);
    await write(c, async (ctx) => removeInquiries(ctx, [(await inquiryOf(c, ctx)).id]));
    return after(c, urls.inbox.list(view(c, deps).at), 'inbox.flash.removed');
  });
}

const valuesOf = (inquiry: Inquiry): Record<string, string> => ({
  sender: inquiry.sender,
  name: inquiry.name,
  email: inquiry.email,
  phone: inquiry.phone,
  address: inquiry.address,
  place: inquiry.placeId ?? '',
  locale: inquiry.locale,
  subject: inquiry.subject,
  may: inquiry.may,
  may_note: inquiry.mayNote,
  words_of: inquiry.wordsOf,
  safe_note: inquiry.safeNote,
});
