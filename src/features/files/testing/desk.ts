import { createNetwork, createTestApp, signInAs, type TestApp } from '../../../../test/app.ts';
import { features } from '../../../features.ts';
import { inNetwork } from '../../../platform/db/index.ts';
import type { Feature } from '../../../platform/registry/index.ts';
import type { Ctx, Network } from '../../../platform/tenancy/index.ts';
import { receiveFile } from '../index.ts';

/** For tests: a room that takes files, and lets see what it is told to let see. */
export type FileDesk = {
  test: TestApp;
  north: Network;
  south: Network;
  cookie: string;
  id: string;
  southern: string;
  /** Files that the room shows to everybody. */
  shown: Set<string>;
  send(
    file: Buffer | undefined,
    name: string,
    more?: Record<string, string>,
    as?: string,
    network?: string,
  ): Promise<Answer>;
  within<T>(work: (ctx: Ctx) => Promise<T>, network?: Network): Promise<T>;
  stop(): Promise<void>;
};

export type Answer = {
  status: number;
  ok: boolean;
  file: { id: string; name: string; kind: string; bytes: number; removed: string[] };
  error?: { key: string; values?: Record<string, unknown> };
  fields: Record<string, string>;
};

export const origin = 'http://127.0.0.1:3000';

/** Opens the program with that room, two networks, and a coordinator in each. */
export async function openFileDesk(env: Record<string, string> = {}): Promise<FileDesk> {
  const shown = new Set<string>();
  const room: Feature = {
    name: 'file-desk',
    routes(app, deps) {
      app.post('/try-file', async (c) => {
        const result = await receiveFile(c, deps, { language: (fields) => fields.get('language') || null });
        const fields = Object.fromEntries(result.fields.pairs());
        return c.json({ ...result, fields }, result.ok ? 200 : 422);
      });
    },
    fileAccess: async (_ctx, ids) =>
      ids.filter((id) => shown.has(id)).map((fileId) => ({ fileId, title: 'A report of ours', href: '/reports/1' })),
  };
  features.push(room);
  const test = await createTestApp({ env });
  const north = await createNetwork(test, 'north');
  const south = await createNetwork(test, 'south');
  const signed = await signInAs(test, north, 'coordinator');
  const southern = (await signInAs(test, south, 'coordinator')).cookie;
  return {
    test,
    north,
    south,
    cookie: signed.cookie,
    id: signed.id,
    southern,
    shown,
    async send(file, name, more = {}, as = signed.cookie, network = 'north') {
      const form = new FormData();
      for (const [field, value] of Object.entries(more)) form.append(field, value);
      form.append('file', new File(file ? [new Uint8Array(file)] : [], file ? name : ''));
      const headers = { origin, cookie: as };
      const response = await test.app.request(`${origin}/${network}/en/try-file`, {
        method: 'POST',
        body: form,
        headers,
      });
      const text = await response.text();
      return { status: response.status, ...(text.startsWith('{') ? JSON.parse(text) : {}) };
    },
    within: (work, network = north) =>
      inNetwork(test.db, network.id, (trx) =>
        work({ trx, actor: { kind: 'system' }, network, locale: 'en', now: test.deps.clock() }),
      ),
    async stop() {
      features.splice(features.indexOf(room), 1);
      await test.stop();
    },
  };
}
