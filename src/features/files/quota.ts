/** How much room a network's files may take, and one person's; in megabytes of a million bytes. */
export type Quota = { network: number; person: number };

/** The largest file that is taken. */
export const largestMegabytes = 200;
export const largest = largestMegabytes * 1_000_000;

/** Where a network has set nothing. */
export const usualQuota: Quota = { network: 20_000, person: 2_000 };

/** What is used, in bytes. */
export type Used = { network: number; person: number };

/** How many bytes somebody may still hand in. Who coordinates is bound by the network's own measure alone. */
export function bytesLeft(quota: Quota, used: Used, coordinates: boolean): number {
  const network = quota.network * 1e6 - used.network;
  return Math.max(0, coordinates ? network : Math.min(network, quota.person * 1e6 - used.person));
}

/** Megabytes, as they are told: up to a tenth below ten, never 0 for something. */
export const megabytes = (bytes: number): number => {
  const exact = bytes / 1e6;
  return bytes > 0 ? Math.max(0.1, exact < 10 ? Math.round(exact * 10) / 10 : Math.round(exact)) : 0;
};

/** The size of a file, as it is told: in kilobytes below a tenth of a megabyte, never 0 for something. */
export const sizeOf = (bytes: number): { amount: number; unit: 'kB' | 'MB' } =>
  bytes < 100_000 ? { amount: Math.ceil(bytes / 1000), unit: 'kB' } : { amount: megabytes(bytes), unit: 'MB' };
