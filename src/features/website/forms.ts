import { type FieldErrors, isWebAddress, type Sent } from '../../platform/http/index.ts';
import { type Block, bands, doorNames, type Kind, kindOf, type OptionField } from './block.ts';
import type { BlockForm } from './commands.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The name of a field of words in the form. */
export const wordName = (field: string, locale: string): string => `${field}_${locale}`;
/** The name of a choice in the form. */
export const optionName = (option: string): string => `o_${option}`;

/** What is chosen from the network's own things: those that this coordinator may choose. */
export type Choices = {
  campaigns: { id: string; title: string }[];
  works: { id: string; title: string }[];
  organisations: { id: string; title: string }[];
};

/** The values of a block's form as stored; a choice of several has its values one a line. */
export function blockValues(block: Block, locales: readonly string[]): Record<string, string> {
  const kind = kindOf(block.kind);
  const values: Record<string, string> = { rev: String(block.rev), band: block.band, layout: block.layout };
  for (const locale of locales)
    for (const field of kind.words) values[wordName(field.name, locale)] = block.words[locale]?.[field.name] ?? '';
  for (const option of kind.options) values[optionName(option.name)] = (block.options[option.name] ?? []).join('\n');
  return values;
}

/** The values of a form as typed, to be shown again. */
export function typedValues(sent: Sent, kind: Kind, locales: readonly string[]): Record<string, string> {
  const values: Record<string, string> = { rev: sent.get('rev'), band: sent.get('band'), layout: sent.get('layout') };
  for (const locale of locales)
    for (const field of kind.words) values[wordName(field.name, locale)] = sent.get(wordName(field.name, locale));
  for (const option of kind.options) values[optionName(option.name)] = sent.all(optionName(option.name)).join('\n');
  return values;
}

/** What a field of one line holds none of. */
export const control = /[\p{Cc}\u2028\u2029]/u;

/** Reads a block's form; all mistakes at once, by field. What it names must be among what she may choose. */
export function readBlock(
  sent: Sent,
  block: Block,
  locales: readonly string[],
  choices: Choices,
): { ok: true; data: BlockForm } | { ok: false; errors: FieldErrors } {
  const kind = kindOf(block.kind);
  const errors: FieldErrors = {};
  const words: Block['words'] = {};
  for (const locale of locales) {
    const own: Record<string, string> = {};
    for (const field of kind.words) {
      const name = wordName(field.name, locale);
      const text = sent.get(name).trim();
      if (text.length > field.most) errors[name] = { key: 'field.long', values: { limit: field.most } };
      else if (!field.rows && control.test(text)) errors[name] = { key: 'field.line' };
      if (text) own[field.name] = text;
    }
    words[locale] = own;
  }
  const options: Block['options'] = {};
  for (const option of kind.options) {
    if (option.type === 'picture') continue;
    const name = optionName(option.name);
    const values = [...new Set(sent.all(name).map((value) => value.trim()))].filter((value) => value !== '');
    const wrong = values.map((value) => mistakeOf(option, value, choices)).find(Boolean);
    if (wrong) errors[name] = { key: wrong };
    else if (option.type === 'ids' && values.length > option.most)
      errors[name] = { key: 'website.error.many', values: { limit: option.most } };
    else if (values.length > 0) options[option.name] = values;
  }
  const needed = neededMistake(block, words, options, locales);
  if (needed && !errors[needed.field]) errors[needed.field] = { key: needed.key };
  const band = bands.find((one) => one === sent.get('band')) ?? 'paper';
  const layout = kind.layouts.find((one) => one === sent.get('layout')) ?? kind.layouts[0];
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, data: { band, layout, words, options } };
}

/** What is wrong with one value of a choice: a message key, or undefined. */
function mistakeOf(option: OptionField, value: string, choices: Choices): string | undefined {
  const among = (list: { id: string }[], id: string) =>
    uuid.test(id) && list.some((one) => one.id === id) ? undefined : 'field.choose';
  switch (option.type) {
    case 'one':
    case 'many':
      return option.of.includes(value) ? undefined : 'field.choose';
    case 'door': {
      const [name, id = ''] = value.split(':');
      if (name === 'campaign' && id) return among(choices.campaigns, id);
      if (name === 'work') return among(choices.works, id);
      return (doorNames as readonly string[]).includes(value) ? undefined : 'field.choose';
    }
    case 'ids':
      return among(choices[option.of], value);
    case 'id':
      return among(option.of === 'work' ? choices.works : choices.organisations, value);
    case 'address':
      return value.length <= 500 && isWebAddress(value) ? undefined : 'website.error.address';
    case 'source':
      return value.length <= 500 && (isWebAddress(value) || isOwnPath(value)) ? undefined : 'website.error.source';
    default:
      return undefined;
  }
}

/** A path on this site (`/network/en/…`): never one that a browser takes for another server's. */
export const isOwnPath = (text: string): boolean => /^\/(?![/\\])[\w\-./?=&%#~:+,]*$/.test(text);

/** What a block of this kind cannot do without. */
function neededMistake(
  block: Block,
  words: Block['words'],
  options: Block['options'],
  locales: readonly string[],
): { field: string; key: string } | undefined {
  const first = locales[0]!;
  const said = (field: string) => locales.find((locale) => words[locale]?.[field]);
  const { needs } = kindOf(block.kind);
  if (block.kind === 'quote') {
    // Each language that quotes says whose words they are.
    for (const locale of locales)
      for (const [one, other] of [
        ['quote', 'who'],
        ['who', 'quote'],
      ] as const)
        if (words[locale]?.[one] && !words[locale]?.[other])
          return { field: wordName(other, locale), key: 'field.required' };
    if (!said('quote')) return { field: wordName('quote', first), key: 'field.required' };
    return options.source ? undefined : { field: optionName('source'), key: 'website.error.source' };
  }
  if (block.kind === 'reading') {
    if (options.work) return undefined;
    if (!options.address) return { field: optionName('work'), key: 'website.error.reading' };
    return said('title') ? undefined : { field: wordName('title', first), key: 'field.required' };
  }
  if (block.kind === 'ally')
    return options.organisation || said('title')
      ? undefined
      : { field: optionName('organisation'), key: 'website.error.ally' };
  if (needs && !needs.some(said)) return { field: wordName(needs[0]!, first), key: 'field.required' };
  return undefined;
}
