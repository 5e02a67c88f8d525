/**
 * What the log may hold of a failure. The database's own words can quote a person's ("invalid input syntax for type uuid: …"): its code,
 * its constraint and the place in our program say enough. Anything else is told with its stack.
 */
export function failureFacts(error: unknown): Record<string, unknown> {
  const { code, constraint, stack } = error as { code?: string; constraint?: string; stack?: string };
  if (code && /^[0-9A-Z]{5}$/.test(code)) {
    return {
      code,
      constraint,
      at: stack
        ?.split('\n')
        .filter((line) => line.startsWith('    at '))
        .slice(0, 8),
    };
  }
  return { error: stack ?? String(error) };
}
