import { type Contact, dayOf, type Lookup, type Serving, type Texts } from '../representatives/index.ts';

/** A post that can be written to, with who serves in it today. */
export type Addressee = {
  postId: string;
  roleId: string;
  divisionId: string | null;
  /** Of the body; ISO 3166 alpha-2. */
  country: string;
  /** "Member of the Assembly, Lakeside", by language. */
  label: Texts;
  officialId: string | null;
  officialName: string | null;
  email: string | null;
  /** Every way in which they are known to be reached, e-mail among them. */
  contacts: Contact[];
  state: Serving['state'];
};

/** Whoever serves in a post, as letters are addressed to her. */
export function addresseeOf(serving: Serving): Addressee {
  const { division } = serving;
  const label: Texts = division
    ? Object.fromEntries(
        [...new Set([...Object.keys(serving.label), ...Object.keys(division.name)])].map((locale) => [
          locale,
          `${serving.label[locale] ?? serving.label.en ?? Object.values(serving.label)[0] ?? ''}, ${division.name[locale] ?? division.name.en ?? Object.values(division.name)[0] ?? ''}`,
        ]),
      )
    : serving.label;
  return {
    postId: serving.postId ?? '',
    roleId: serving.role.id,
    divisionId: division?.id ?? null,
    country: serving.role.body.country,
    label,
    officialId: serving.official?.id ?? null,
    officialName: serving.official?.name ?? null,
    email: serving.official?.contacts.find((contact) => contact.kind === 'email')?.value ?? null,
    contacts: serving.official?.contacts ?? [],
    state: serving.state,
  };
}

/** The posts named, as they are held on `on`; unknown ids are left out. */
export function addresseesOf(lookup: Lookup, postIds: string[], on: Date): Addressee[] {
  const roleIds = [
    ...new Set(postIds.map((id) => lookup.post(id)?.roleId).filter((id): id is string => id !== undefined)),
  ];
  return lookup
    .serving(postIds, roleIds, dayOf(on))
    .filter((serving) => serving.postId)
    .map(addresseeOf);
}
