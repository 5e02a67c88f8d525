/** Something the operator can put right; `message` says what is wrong and what to do. */
export class Refusal extends Error {}

/** The archive is damaged, foreign, from the future, or the passphrase is wrong. */
export class ArchiveRefused extends Refusal {}

/** The installation is not one that may be restored into. */
export class NotEmpty extends Refusal {}
