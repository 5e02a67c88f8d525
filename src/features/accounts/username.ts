/** A username as it is looked up: compatibility forms, capitals and surrounding spaces make no other name. */
export const usernameKey = (text: string): string => text.trim().normalize('NFKC').toLowerCase();

/** What a username may be: letters of the Latin alphabet, digits, dot and hyphen, so that it can be told on the telephone. */
export const isUsername = (text: string): boolean => /^[a-z0-9](?:[a-z0-9.-]{1,38})[a-z0-9]$/.test(usernameKey(text));
