import { z } from 'zod';
import { isDay, isWebAddress, line, type Sent } from '../../platform/http/index.ts';
import { type LobbyingMark, lobbyingMarks, minorUnits, minutesOf } from './law.ts';

const filled = (text: string) => text !== '';
const needed = (longest: number) => line(longest).refine(filled, 'field.required');

const day = z.string().trim().refine(isDay, 'law.day.unreadable');

export type BillForm = { number: string; jurisdiction: string; title: string; url: string };
export const billForm: z.ZodType<BillForm> = z.object({
  number: needed(60),
  jurisdiction: needed(120),
  title: line(300),
  url: needed(2_000)
    .refine((text) => text === '' || isWebAddress(text), 'law.url.wrong')
    .transform((text) => (isWebAddress(text) ? new URL(text).href : text)),
});
export const readBill = (sent: Sent): Record<keyof BillForm, string> => ({
  number: sent.get('number'),
  jurisdiction: sent.get('jurisdiction'),
  title: sent.get('title'),
  url: sent.get('url'),
});

export const markForm: z.ZodType<{ lobbying: LobbyingMark }> = z.object({
  lobbying: z.enum(lobbyingMarks, 'field.choose'),
});

export type WorkForm = {
  workedOn: string;
  who: string;
  what: string;
  minutes: number;
  cost: { amount: number; currency: string } | null;
  lobbying: LobbyingMark;
};
const currencies = new Set(Intl.supportedValuesOf('currency'));

/** What was done. `today` is the day on the clocks of the network: work lies behind us. */
export const workForm = (today: string) =>
  z
    .object({
      worked_on: day.refine((text) => !isDay(text) || text <= today, 'law.day.future'),
      who: needed(120),
      what: needed(500),
      hours: z.string(),
      cost: z.string().trim(),
      currency: z.string().trim().toUpperCase(),
      lobbying: z.enum(lobbyingMarks, 'field.choose'),
    })
    .transform((form, context): WorkForm => {
      const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
      const minutes = form.hours.trim() === '' ? 0 : minutesOf(form.hours);
      if (minutes === undefined || minutes > 60_000) wrong('hours', 'law.work.hours.unreadable');
      let cost: WorkForm['cost'] = null;
      if (form.cost !== '') {
        if (!currencies.has(form.currency)) wrong('currency', 'law.work.currency.unknown');
        else {
          const amount = minorUnits(form.cost, form.currency);
          if (amount === undefined) wrong('cost', 'law.work.cost.unreadable');
          else cost = { amount, currency: form.currency };
        }
      }
      if (minutes === 0 && form.cost === '') wrong('hours', 'law.work.nothing');
      return {
        workedOn: form.worked_on,
        who: form.who,
        what: form.what,
        minutes: minutes ?? 0,
        cost,
        lobbying: form.lobbying,
      };
    });
export const readWork = (sent: Sent) => ({
  worked_on: sent.get('worked_on'),
  who: sent.get('who'),
  what: sent.get('what'),
  hours: sent.get('hours'),
  cost: sent.get('cost'),
  currency: sent.get('currency'),
  lobbying: sent.get('lobbying'),
});

export type PeriodForm = {
  name: string;
  bodyId: string | null;
  country: string | null;
  from: string;
  until: string;
  mode: 'hold' | 'close';
};
/** A quiet period for one of these bodies or countries. One that is over already would change nothing. */
export const periodForm = (known: { bodies: ReadonlySet<string>; countries: ReadonlySet<string> }, today: string) =>
  z
    .object({
      name: needed(120),
      where: z.string(),
      from: day,
      until: day.refine((text) => !isDay(text) || text >= today, 'law.period.past'),
      mode: z.enum(['hold', 'close'], 'field.choose'),
    })
    .transform((form, context): PeriodForm => {
      const [kind, id = ''] = [
        form.where.slice(0, form.where.indexOf(':')),
        form.where.slice(form.where.indexOf(':') + 1),
      ];
      const there = kind === 'body' ? known.bodies.has(id) : kind === 'country' && known.countries.has(id);
      if (!there) context.addIssue({ code: 'custom', path: ['where'], message: 'field.choose' });
      if (form.until < form.from) context.addIssue({ code: 'custom', path: ['until'], message: 'law.period.order' });
      return {
        name: form.name,
        bodyId: kind === 'body' ? id : null,
        country: kind === 'country' ? id : null,
        from: form.from,
        until: form.until,
        mode: form.mode,
      };
    });
export const readPeriod = (sent: Sent) => ({
  name: sent.get('name'),
  where: sent.get('where'),
  from: sent.get('from'),
  until: sent.get('until'),
  mode: sent.get('mode'),
});
