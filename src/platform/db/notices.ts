import pg from 'pg';

/**
 * Listens for NOTIFY on the given channels for the life of the process. After a lost connection it comes back by
 * itself and calls every handler once with an empty payload, because notices may have been missed meanwhile.
 */
export async function listenForNotices(
  url: string,
  handlers: Record<string, (payload: string) => void>,
): Promise<{ stop(): Promise<void> }> {
  let stopped = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function open(): Promise<void> {
    const opened = new pg.Client({ connectionString: url, keepAlive: true });
    opened.on('notification', ({ channel, payload }) => handlers[channel]?.(payload ?? ''));
    opened.on('error', () => again());
    opened.on('end', () => again());
    await opened.connect();
    for (const channel of Object.keys(handlers)) await opened.query(`listen ${pg.escapeIdentifier(channel)}`);
    client = opened;
  }
  function again(): void {
    if (stopped || timer) return;
    timer = setTimeout(async () => {
      timer = undefined;
      try {
        await open();
        for (const handler of Object.values(handlers)) handler('');
      } catch {
        again();
      }
    }, 1_000);
  }

  await open();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}
