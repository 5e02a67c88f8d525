import { createServer } from 'node:net';

/** A port of this machine that nothing listens on just now. */
export const freePort = (host = '127.0.0.1'): Promise<number> => probe(0, host);

/** Whether `host:port` can be listened on. @throws the system's error for anything but a taken port */
export async function isFree(port: number, host: string): Promise<boolean> {
  try {
    await probe(port, host);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false;
    throw error;
  }
}

function probe(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => {
      const { port: taken } = server.address() as { port: number };
      server.close(() => resolve(taken));
    });
  });
}
