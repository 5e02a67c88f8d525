/** The folder in which the tests' own databases are made. */
export function testRoom(): string;
