import type { Dialog, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../src/platform/crypto/ids.ts';
import { createNetwork, signInAs } from '../app.ts';
import { missing, openWorld, type World } from './world.ts';

/** A long form as hands meet it: its folded parts, and words that are not saved yet. */
const reason = missing('chromium');
const d = '/ember/en/desk/library';
const organisations = '/ember/en/desk/organisations';

let world: World;
let cookie: string;
beforeAll(async () => {
  if (reason) return;
  world = await openWorld();
  cookie = (await signInAs(world.app, await createNetwork(world.app, 'ember'), 'coordinator')).cookie;
}, 120_000);
afterAll(() => world?.stop());

/** Something new at this desk, on its page in a browser of its own. */
async function begun(desk: string, fields: Record<string, string>, script: boolean): Promise<Page> {
  const id = newId();
  await world.app.post(desk, { id, ...fields }, { cookie });
  const { page } = await world.visit({ cookie, script });
  await page.goto(`${world.url}${desk}/${id}`);
  return page;
}
const workPage = (script = true) => begun(d, { title: 'Milk', locale: 'en', kind: 'report' }, script);
const organisationPage = (script = true) => begun(organisations, { name: 'Milk House', kind: 'faith' }, script);
const part = (page: Page, name: string) => page.locator('details.part').filter({ hasText: name }).first();
const save = (page: Page) => page.locator('form[data-unsaved] button[type=submit]').last().click();

describe.skipIf(reason)('a folded part', () => {
  const forms = {
    work: { open: workPage, part: 'Who sees it, and from when', field: '#position', wrong: 'first of all' },
    organisation: { open: organisationPage, part: 'How it is reached', field: '#website', wrong: 'on the corner' },
  };
  test.each([
    ['work', true],
    ['work', false],
    ['organisation', true],
    ['organisation', false],
  ] as const)(
    'of the form of one %s opens where it holds a mistake, and no other does (script: %s)',
    async (name, script) => {
      const form = forms[name];
      const page = await form.open(script);
      const field = page.locator(form.field);
      const parts = page.locator('details.part');
      const open = () => parts.evaluateAll((all) => all.map((one) => (one as HTMLDetailsElement).open));
      const closed = await open();
      expect(closed.length).toBeGreaterThan(3);
      expect(closed).not.toContain(true);

      const summary = part(page, form.part).locator('summary');
      await summary.click();
      await field.fill(form.wrong);
      // What is folded away is sent all the same.
      await summary.click();
      expect(await field.isVisible()).toBe(false);
      await save(page);

      await page.locator('#errors').waitFor();
      expect(await field.isVisible()).toBe(true);
      expect(await field.inputValue()).toBe(form.wrong);
      expect(await field.getAttribute('aria-invalid')).toBe('true');
      const at = await parts.evaluateAll(
        (all, selector) => all.findIndex((one) => one.querySelector(selector) !== null),
        form.field,
      );
      expect(await open()).toEqual(closed.map((_, index) => index === at));
      await page.locator(`#errors a[href="${form.field}"]`).click();
      expect(await page.evaluate(() => `#${document.activeElement?.id}`)).toBe(form.field);
      await page.context().close();
    },
  );
});

describe.skipIf(reason)('words that are not saved', () => {
  /** The questions that the page asks, each answered with `yes`. */
  const questions = (page: Page, yes: boolean): string[] => {
    const asked: string[] = [];
    page.on('dialog', (dialog: Dialog) => {
      asked.push(`${dialog.type()}: ${dialog.message()}`);
      return yes ? dialog.accept() : dialog.dismiss();
    });
    return asked;
  };
  const question = expect.stringMatching(/^confirm: /);
  /** Another form of the page: the one that leads to a new language. */
  const other = (page: Page) => page.locator('form.actions[method=get] button').click();

  test('another form asks before it takes them away, and goes on when she says so', async () => {
    const page = await workPage();
    const here = page.url();
    const asked = questions(page, false);
    await page.locator('#publisher').fill('Ember Press');
    await other(page);
    expect(asked).toEqual([question]);
    expect(page.url()).toBe(here);
    expect(await page.locator('#publisher').inputValue()).toBe('Ember Press');
    page.removeAllListeners('dialog');
    const agreed = questions(page, true);
    await other(page);
    await page.waitForURL((url) => url.href !== here);
    expect(agreed).toEqual([question]);
    await page.context().close();
  });

  test('an organisation is not closed over words that are not saved without a question', async () => {
    const page = await organisationPage();
    const asked = questions(page, false);
    await page.locator('#name').fill('Milk and Bread House');
    await part(page, 'Closing').locator('summary').click();
    await page.getByRole('button', { name: 'It has closed' }).click();
    expect(asked).toEqual([question]);
    expect(await page.locator('#name').inputValue()).toBe('Milk and Bread House');
    await save(page);
    await page.getByRole('status').first().waitFor();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Milk and Bread House');
    await page.context().close();
  });

  test('nobody is asked who changed nothing, who saves, or who leaves by a link', async () => {
    const page = await workPage();
    const here = page.url();
    const asked = questions(page, false);
    await other(page);
    await page.waitForURL((url) => url.href !== here);

    await page.goto(here);
    await page.locator('#publisher').fill('Ember Press');
    await save(page);
    await page.getByRole('status').first().waitFor();
    expect(await page.locator('#publisher').inputValue()).toBe('Ember Press');
    // What she saved is no longer unsaved.
    await other(page);
    await page.waitForURL((url) => url.href !== here);

    // The way out is never held up: she may have to leave at once.
    await page.goto(here);
    await page.locator('#publisher').fill('Other words');
    await page.locator('a[href$="/history"]').click();
    await page.waitForURL(/\/history$/);
    expect(asked).toEqual([]);
    await page.context().close();
  });

  test('without script nothing asks, and saving works', async () => {
    const page = await workPage(false);
    const asked = questions(page, false);
    await page.locator('#publisher').fill('Ember Press');
    await save(page);
    await page.getByRole('status').first().waitFor();
    expect(await page.locator('#publisher').inputValue()).toBe('Ember Press');
    expect(asked).toEqual([]);
    await page.context().close();
  });
});
