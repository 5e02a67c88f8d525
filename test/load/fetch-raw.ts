import { type Agent, request } from 'node:http';

/** An answer as it came over the wire: the body still encoded. */
export type Fetched = {
  status: number;
  headers: [string, string][];
  body: Buffer;
  /** Bytes of the status line and the header. */
  headerBytes: number;
};

/** One request without redirects and without decoding. */
export function fetchRaw(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string; agent?: Agent } = {},
): Promise<Fetched> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: options.method ?? 'GET', headers: options.headers, agent: options.agent ?? false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const raw = response.rawHeaders;
          const headers = raw.flatMap((name, i): [string, string][] => (i % 2 === 0 ? [[name, raw[i + 1]!]] : []));
          const first = `HTTP/1.1 ${response.statusCode} ${response.statusMessage}\r\n`;
          const headerBytes = headers.reduce(
            (sum, [name, value]) => sum + name.length + value.length + 4,
            first.length + 2,
          );
          resolve({ status: response.statusCode!, headers, body: Buffer.concat(chunks), headerBytes });
        });
      },
    );
    sent.on('error', reject);
    sent.end(options.body);
  });
}

export const headerOf = (fetched: Fetched, name: string): string | undefined =>
  fetched.headers.find(([each]) => each.toLowerCase() === name)?.[1];

/** A raw HTTP/1.1 request on a connection that stays open, for the load generator. */
export function rawRequest(
  method: string,
  path: string,
  port: number,
  headers: Record<string, string>,
  body = '',
): string {
  const lines = Object.entries({
    host: `127.0.0.1:${port}`,
    ...headers,
    ...(method === 'GET' ? {} : { 'content-length': String(filledLength(body)) }),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

/** The length of a body once the load generator has filled in its numbers. */
const filledLength = (body: string) => body.replaceAll('%number%', '0000000').length;
