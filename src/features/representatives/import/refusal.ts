/** The whole import is refused; nothing of it is kept. The message is for the operator, in English like all commands. */
export class ImportRefused extends Error {}
