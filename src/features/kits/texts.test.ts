import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../platform/db/index.ts';
import { readKitCampaigns } from '../campaigns/kit.ts';
import { readIssues } from '../vocabularies/files.ts';
import { pageNames } from '../website/block.ts';
import { readKitPage } from '../website/kit.ts';
import { kitNames, kitsFolder, readKit } from './kit.ts';

const names = await kitNames();

/** Words that name a woman by what she is accused of, or by where she is kept; and their like in the other languages. */
const unwanted = [
  'inmates?|offenders?|re-?offenders?|convicts?|ex-?con(vict)?s?|felons?|jailbirds?|delinquents?|prisoner numbers?',
  'reclus[oa]s?|presidiari[oa]s?|convict[oa]s?|delincuentes?|re[oa]s|malhechor(es|as?)?|reincidentes?',
  'détenue?s?|délinquante?s?|criminelles?|taulardes?|bagnardes?|récidivistes?|ex-?prisonnières?',
  'detent[oa]s?|presidiári[oa]s?|delinquentes?|apenad[oa]s?|reeducand[oa]s?|infrator(es|as?)?|criminos[oa]s',
].join('|');
const unwantedWord = new RegExp(`(?<!\\p{L})(${unwanted})(?!\\p{L})`, 'giu');

/** Every file of the kits and of the vocabularies, with its text. */
function allFiles(): { name: string; text: string }[] {
  return [kitsFolder, join(root, 'src/features/vocabularies/data')].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({ name: path.slice(root.length), text: readFileSync(path, 'utf8') })),
  );
}

test('the three starter kits are at hand', () => {
  expect(names).toEqual(['coalition', 'global-network', 'impact-campaign']);
});

describe('words', () => {
  test('the pattern finds what it is for, and lets neighbours be', () => {
    for (const bad of ['Inmates eat', 'une détenue', 'los reclusos', 'a detenta', 'an ex-con', 'delincuente']) {
      expect(bad.match(unwantedWord), bad).not.toBeNull();
    }
    for (const good of ['convicted', 'droit criminel', 'recluse', 'area', 'detention', 'reason', 'presas', 'correo']) {
      expect(good.match(unwantedWord), good).toBeNull();
    }
  });

  test('no file calls a woman by a word that we do not use', () => {
    const found = allFiles().flatMap(({ name, text }) =>
      (text.match(unwantedWord) ?? []).map((word) => `${name}: ${word}`),
    );
    expect(found).toEqual([]);
  });

  test('every address and link leads nowhere', () => {
    const found = allFiles().flatMap(({ name, text }) => [
      ...[...text.matchAll(/[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g)].map(([address]) => ({
        name,
        host: address.replace(/\.$/, ''),
      })),
      ...[...text.matchAll(/\bhttps?:\/\/([^\s/"')]+)/g)].map((match) => ({ name, host: match[1]! })),
    ]);
    expect(found.length).toBeGreaterThanOrEqual(names.length);
    // But for where a library's judgments and resolutions officially stand, and whose codes the issues carry.
    const official = ({ name, host }: { name: string; host: string }) =>
      (/\/library\/[^/]+\/work\.yaml$/.test(name) &&
        /(^|\.)(uscourts\.gov|supremecourt\.gov|corteidh\.or\.cr|stf\.jus\.br|coe\.int|saflii\.org|undocs\.org|bccourts\.ca|scc-csc\.ca)$/.test(
          host,
        )) ||
      (name.endsWith('/issues.yaml') && host === 'taxonomy.legal') ||
      // What a Learn page leads to: the rules where they officially stand.
      (name.endsWith('/website/learn.yaml') && host === 'undocs.org');
    expect(found.filter((one) => !one.host.endsWith('.invalid') && !official(one))).toEqual([]);
  });
});

describe.each(names)('%s', (name) => {
  test('every language of the network has every text, and none is a copy of another', async () => {
    const { network, folder } = await readKit(name);
    const campaigns = await readKitCampaigns(folder, network.locales);
    expect(campaigns).toHaveLength(3);
    const differ = (texts: Record<string, string | string[] | undefined>) => {
      expect(Object.keys(texts).sort()).toEqual([...network.locales].sort());
      const values = Object.values(texts).flat();
      expect(new Set(values).size, `a text stands untranslated: ${values}`).toBe(values.length);
    };
    differ(network.name);
    differ(network.tagline);
    for (const page of pageNames) {
      // Every block speaks every language of the network, with the same fields in each.
      for (const [index, block] of (await readKitPage(folder, page)).entries()) {
        const spoken = Object.keys(block.words);
        if (spoken.length === 0) continue;
        expect(spoken.sort(), `${page} ${index}`).toEqual([...network.locales].sort());
        const fields = Object.values(block.words).map((words) => Object.keys(words).sort().join());
        expect(new Set(fields).size, `${page} ${index}: ${fields}`).toBe(1);
        for (const field of ['text', 'quote', 'about'])
          if (block.words[network.locales[0]!]![field])
            differ(Object.fromEntries(Object.entries(block.words).map(([locale, words]) => [locale, words[field]])));
      }
    }
    for (const campaign of campaigns) {
      for (const key of [
        'title',
        'summary',
        'asks',
        'addressees',
        'letter_subject',
        'letter_body',
        'thanks',
        'body',
      ] as const) {
        differ(Object.fromEntries(Object.entries(campaign.texts).map(([locale, texts]) => [locale, texts[key]])));
      }
    }
  });

  test('campaigns: one is open, issues are in the list, the letters can be sent as they are', async () => {
    const { network, folder } = await readKit(name);
    const campaigns = await readKitCampaigns(folder, network.locales);
    const issues = new Set((await readIssues()).map((issue) => issue.id));
    expect(campaigns.some((campaign) => campaign.state === 'open')).toBe(true);
    for (const campaign of campaigns) {
      expect(campaign.issues.filter((id) => !issues.has(id))).toEqual([]);
      // Letters go to invented people alone.
      for (const target of campaign.targets) expect(Object.values(target)[0]).toMatch(/^xx-/);
      for (const [locale, texts] of Object.entries(campaign.texts)) {
        const paragraphs = texts.body.split(/\n\s*\n/).length;
        expect(paragraphs).toBeGreaterThanOrEqual(3);
        expect(paragraphs).toBeLessThanOrEqual(6);
        // Sample content says so in its own words too, and gives no figures about the world.
        expect(texts.body).toMatch({ en: /sample/, es: /ejemplo/, fr: /exemple/, pt: /exemplo/ }[locale]!);
        expect(texts.body).not.toMatch(/%|per cent|percent|por ciento|por cento|pour cent/);
        // Nothing to fill in: a letter sent untouched carries no bracket or blank.
        expect(texts.letter_body).not.toMatch(/[[\]{}<>_]|\.\.\.|…/);
        expect(texts.letter_body.match(/^- /gm)).toHaveLength(texts.asks.length);
        expect(texts.letter_body.length).toBeLessThan(1_800);
        expect(texts.letter_subject).not.toMatch(/[\r\n]/);
        expect(texts.letter_subject.length).toBeLessThanOrEqual(90);
      }
    }
  });

  test('its own demo coordinator', async () => {
    const { accounts } = await readKit(name);
    expect(accounts.filter((account) => account.role === 'coordinator')).toHaveLength(1);
  });
});
