// How the program keeps its memory: for its start, and for the benchmark that starts it the same way.

/**
 * What Node is told. Twice 32 MB of young objects, as Node would have it, are more than all else that an idle process holds.
 * Several threads that collect them together wait for each other where the database has the other processor: 3.8 ms instead of 1.8.
 * What is made in the first seconds mostly lasts, what later requests make does not: objects that were put among the lasting ones at once, by what
 * was seen at first, kept whatever they pointed at until the next great collection, and a small collection took 8 ms instead of 3.
 * And the lasting ones may become three times as many before they are looked through: at 10 % more, which is usual, that was every second.
 */
export const memoryOptions = [
  '--max-semi-space-size=16',
  '--no-parallel-scavenge',
  '--no-allocation-site-pretenuring',
  '--heap-growing-percent=200',
];
