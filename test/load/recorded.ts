import type pg from 'pg';

/** A statement as a page sent it. */
export type Statement = { text: string; values: unknown[] };

/** Begin, commit and the like carry nothing of a page's own. */
const framing = /^\s*(begin|commit|rollback)\b/i;

/** Writes down every statement that the program's pool sends while `work` runs, but for what opens and closes transactions. */
export async function recording(pool: pg.Pool, work: () => Promise<void>): Promise<Statement[]> {
  const statements: Statement[] = [];
  const connect = pool.connect.bind(pool);
  const watched = new Map<pg.PoolClient, pg.PoolClient['query']>();
  const watch = (client: pg.PoolClient) => {
    if (watched.has(client)) return client;
    const query = client.query;
    watched.set(client, query);
    client.query = ((first: unknown, ...rest: unknown[]) => {
      const text = typeof first === 'string' ? first : (first as { text?: string }).text;
      const values = (typeof first === 'string' ? rest[0] : (first as { values?: unknown[] }).values) as unknown[];
      if (text && !framing.test(text)) statements.push({ text, values: Array.isArray(values) ? values : [] });
      return (query as (...given: unknown[]) => unknown).call(client, first, ...rest);
    }) as pg.PoolClient['query'];
    return client;
  };
  pool.connect = (async () => watch(await connect())) as typeof pool.connect;
  try {
    await work();
  } finally {
    pool.connect = connect as typeof pool.connect;
    for (const [client, query] of watched) client.query = query;
  }
  return statements;
}

/** Runs statements as the program's role sees them, in one transaction of one network; `each` does something with every one. */
export async function asNetwork<T>(
  pool: pg.Pool,
  network: string,
  statements: Statement[],
  each: (client: pg.PoolClient, statement: Statement) => Promise<T>,
): Promise<T[]> {
  const client = await pool.connect();
  try {
    await client.query(`begin; set local casement.network = '${network}'`);
    const results: T[] = [];
    for (const statement of statements) results.push(await each(client, statement));
    return results;
  } finally {
    await client.query('rollback');
    client.release();
  }
}

/** How many buffers (8 kB pages) of the database one statement reads, on a connection that has read of the catalogue what it needs. */
export async function buffersOf(client: pg.PoolClient, { text, values }: Statement): Promise<number> {
  const explain = `explain (analyze, buffers, format json) ${text}`;
  await client.query(explain, values);
  const { rows } = await client.query(explain, values);
  const plan = rows[0]['QUERY PLAN'][0].Plan;
  return plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
}
