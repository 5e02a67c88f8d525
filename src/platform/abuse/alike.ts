/*
 * Signatures that look like one another. Everything here is pure; what is found goes to a person, who decides.
 */

/** Letters of other scripts that look like Latin ones (after Unicode's confusables, the few that stand in names). */
const lookLike: Record<string, string> = {
  а: 'a',
  ɑ: 'a',
  α: 'a',
  в: 'b',
  с: 'c',
  ϲ: 'c',
  ԁ: 'd',
  е: 'e',
  ε: 'e',
  һ: 'h',
  і: 'i',
  ı: 'i',
  ι: 'i',
  ј: 'j',
  к: 'k',
  κ: 'k',
  ӏ: 'l',
  м: 'm',
  н: 'h',
  о: 'o',
  ο: 'o',
  օ: 'o',
  р: 'p',
  ρ: 'p',
  ѕ: 's',
  т: 't',
  τ: 't',
  υ: 'u',
  ν: 'v',
  ѵ: 'v',
  ԝ: 'w',
  х: 'x',
  χ: 'x',
  у: 'y',
  γ: 'y',
  0: 'o',
  1: 'l',
  5: 's',
};

/** What a name looks like to the eye: small letters, no accents, look-alikes as the Latin letter, nothing between words. */
export function skeleton(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}\p{Cf}]/gu, '');
  // A name in another script stays as it is: only words that hold Latin letters or pretend to are compared by their looks.
  return [...plain.replace(/[^\p{L}\p{N}]/gu, '')].map((sign) => lookLike[sign] ?? sign).join('');
}

/** Whether a word mixes Latin letters with those of another alphabet that look like them. */
export function isMixed(name: string): boolean {
  return name
    .normalize('NFC')
    .split(/[^\p{L}\p{M}]+/u)
    .some(
      (word) =>
        /\p{Script=Latin}/u.test(word) && /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]/u.test(word),
    );
}

/** An address without the number at the end of its name: "ana12@x" and "ana13@x" have one stem. Undefined without a number. */
export function addressStem(email: string): string | undefined {
  const match = /^(.*?[^\d])[._-]?\d+@(.+)$/.exec(email.toLowerCase());
  return match ? `${match[1]!.replace(/[._-]$/, '')}@${match[2]}` : undefined;
}

/** A signature as it is compared. `words` stands for what she wrote: equal for equal texts. */
export type Signature = { id: string; name: string; email: string; words: string };

/** Signatures that look alike, and by what. */
export type Alike = { by: 'numbered' | 'name' | 'letters'; ids: string[] };

/** So many numbered addresses of one stem, with names that need not be alike. */
const numberedLeast = 4;
/** So many with one name and one text. */
const nameLeast = 3;

/**
 * Groups of signatures that look alike: numbered addresses of one stem (two are enough with one name), one name with one
 * text under several addresses, and names that are written with other letters to look like another's. One signature may
 * stand in several groups.
 */
export function alike(signatures: readonly Signature[]): Alike[] {
  const groups: Alike[] = [];
  const by = <K>(key: (one: Signature) => K | undefined): Signature[][] => {
    const found = new Map<K, Signature[]>();
    for (const one of signatures) {
      const at = key(one);
      if (at === undefined) continue;
      const list = found.get(at);
      if (list) list.push(one);
      else found.set(at, [one]);
    }
    return [...found.values()];
  };
  const addresses = (list: Signature[]) => new Set(list.map((one) => one.email.toLowerCase())).size;
  for (const list of by((one) => addressStem(one.email))) {
    const names = new Map<string, Signature[]>();
    for (const one of list) names.set(skeleton(one.name), [...(names.get(skeleton(one.name)) ?? []), one]);
    if (addresses(list) >= numberedLeast) groups.push({ by: 'numbered', ids: list.map((one) => one.id) });
    else
      for (const same of names.values())
        if (addresses(same) >= 2) groups.push({ by: 'numbered', ids: same.map((one) => one.id) });
  }
  for (const list of by((one) => `${skeleton(one.name)}\n${one.words}`)) {
    if (addresses(list) >= nameLeast) groups.push({ by: 'name', ids: list.map((one) => one.id) });
  }
  for (const list of by((one) => skeleton(one.name))) {
    const disguised = list.filter((one) => isMixed(one.name));
    if (disguised.length > 0 && (list.length > disguised.length || addresses(list) > 1)) {
      groups.push({ by: 'letters', ids: disguised.map((one) => one.id) });
    }
  }
  return groups;
}
