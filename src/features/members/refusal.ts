import { Refused } from './admitting.ts';

/** The message of what was refused; undefined when it was done. */
export async function refusal(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error.key;
    throw error;
  }
}
