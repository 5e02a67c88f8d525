/** Somebody who can be named in a group, by the name she bears there. */
export type Nameable = { id: string; name: string };

const key = (text: string): string => text.normalize('NFKC').toLowerCase();
const letter = /[\p{L}\p{N}_]/u;

/**
 * Who is named in a text by "@" and the name she bears in the group, in whatever letters; of names that begin alike the longest wins.
 * What is quoted (lines that begin with ">") and what stands within a word (an e-mail address) names nobody.
 */
export function mentionsIn(text: string, people: readonly Nameable[]): string[] {
  const own = key(
    text
      .split('\n')
      .filter((line) => !/^\s*>/.test(line))
      .join('\n'),
  );
  const sorted = people
    .map((one) => ({ id: one.id, key: key(one.name).trim() }))
    .filter((one) => one.key !== '')
    .sort((a, b) => b.key.length - a.key.length);
  const named = new Set<string>();
  for (let at = own.indexOf('@'); at !== -1; at = own.indexOf('@', at + 1)) {
    if (at > 0 && letter.test(own[at - 1]!)) continue;
    const rest = own.slice(at + 1, at + 130);
    const one = sorted.find(
      (candidate) => rest.startsWith(candidate.key) && !letter.test([...rest.slice(candidate.key.length)][0] ?? ' '),
    );
    if (one) named.add(one.id);
  }
  return [...named];
}
