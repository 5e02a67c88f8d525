import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { asciiDomain } from './headers.ts';

/** What became of one message. `later`: not taken now, nothing of it counts. `unanswered`: its text may have arrived. */
export type Answer = { end: 'accepted' | 'refused' | 'later' | 'unanswered'; response: string };

/** The server could not be reached, or did not let us in; no message was begun. */
export class Unreachable extends Error {}

/** One connection, ready to take a message. */
export type Line = { send(envelope: { from: string; to: string }, mime: Buffer): Promise<Answer> };

export type Smtp = {
  /** How many connections there are at most. */
  connections: number;
  /**
   * Runs `work` on a free connection, opened first where none is; it is nobody else's until `work` ends.
   * Throws `Unreachable`, or what `work` throws.
   */
  onLine<T>(work: (line: Line) => Promise<T>): Promise<T>;
  /** Says goodbye on idle connections and cuts the others. */
  close(): void;
};

type Limits = {
  connections?: number;
  messagesPerConnection?: number;
  idleMs?: number;
  connectMs?: number;
  answerMs?: number;
};

/**
 * A pool of connections to one SMTP server. nodemailer's own pool cannot say when a message is taken up and whether
 * its text had begun to leave when a connection broke; both decide whether it may be sent again.
 *
 * @param url smtp://user:passphrase@host:port, or smtps://. TLS is asked for wherever the server offers it, and insisted
 *   on when credentials go to another machine.
 */
export function openSmtp(url: string, limits: Limits = {}): Smtp {
  const { connections = 10, messagesPerConnection = 200, idleMs = 15_000, connectMs = 30_000 } = limits;
  const address = new URL(url);
  const user = decodeURIComponent(address.username);
  const secure = address.protocol === 'smtps:';
  const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(address.hostname);
  const options = {
    host: address.hostname.replace(/^\[|\]$/g, ''),
    port: Number(address.port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure && user !== '' && !loopback,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    // RFC 5321 4.5.3.2.6 asks for ten minutes of patience after the last dot.
    socketTimeout: limits.answerMs ?? 600_000,
    allowInternalNetworkInterfaces: true,
  };

  async function connect(): Promise<OpenLine> {
    const connection = new SMTPConnection(options);
    await new Promise<void>((resolve, reject) => {
      const failed = (error: Error) => reject(new Unreachable(responseOf(error)));
      connection.once('error', failed);
      connection.once('end', () => reject(new Unreachable('the mail server closed the connection')));
      connection.connect((error) => (error ? failed(error) : resolve()));
    });
    // What breaks later is told to the message that is under way.
    connection.on('error', () => {});
    const line = new OpenLine(connection);
    if (!user) return line;
    await new Promise<void>((resolve, reject) => {
      connection.login({ user, pass: decodeURIComponent(address.password) }, (error) => {
        if (!error) return resolve();
        line.end();
        reject(new Unreachable(responseOf(error)));
      });
    });
    return line;
  }

  const idle: { line: OpenLine; timer: NodeJS.Timeout }[] = [];
  const open = new Set<OpenLine>();
  const waiting: (() => void)[] = [];
  let taken = 0;

  async function ready(): Promise<OpenLine> {
    for (let kept = idle.pop(); kept; kept = idle.pop()) {
      clearTimeout(kept.timer);
      if (kept.line.usable) return kept.line;
      open.delete(kept.line);
    }
    const line = await connect();
    open.add(line);
    return line;
  }

  function giveBack(line: OpenLine): void {
    if (!line.usable || line.sent >= messagesPerConnection) {
      open.delete(line);
      line.end();
      return;
    }
    const kept = {
      line,
      timer: setTimeout(() => {
        idle.splice(idle.indexOf(kept), 1);
        open.delete(line);
        line.end();
      }, idleMs),
    };
    idle.push(kept);
  }

  return {
    connections,
    async onLine(work) {
      if (taken >= connections) await new Promise<void>((resolve) => waiting.push(resolve));
      else taken += 1;
      try {
        const line = await ready();
        try {
          return await work(line);
        } finally {
          giveBack(line);
        }
      } finally {
        // The place goes straight to whoever waits longest.
        const next = waiting.shift();
        if (next) next();
        else taken -= 1;
      }
    },
    close() {
      for (const { timer } of idle.splice(0)) clearTimeout(timer);
      for (const line of open) line.end();
      open.clear();
    },
  };
}

class OpenLine implements Line {
  sent = 0;
  #connection: SMTPConnection;
  #broken = false;

  constructor(connection: SMTPConnection) {
    this.#connection = connection;
    connection.once('end', () => {
      this.#broken = true;
    });
  }

  get usable(): boolean {
    return !this.#broken && !this.#connection.destroyed;
  }

  async send(envelope: { from: string; to: string }, mime: Buffer): Promise<Answer> {
    this.sent += 1;
    let begun = false;
    // The source is first read after the server's 354: from then on the text may have arrived.
    const source = new Readable({
      read() {
        begun = true;
        this.push(mime);
        this.push(null);
      },
    });
    const addressed = { from: asciiDomain(envelope.from), to: asciiDomain(envelope.to), size: mime.length };
    const answer = await new Promise<Answer>((resolve) => {
      this.#connection.send(addressed, source, (error, info) => {
        if (!error) return resolve({ end: 'accepted', response: shorten(info?.response ?? '') });
        const { code, responseCode = 0 } = error as { code?: string; responseCode?: number };
        const response = responseOf(error);
        if (responseCode >= 500) resolve({ end: 'refused', response });
        else if (responseCode >= 400) resolve({ end: 'later', response });
        // Refused before a connection was asked: too large for the server, or an address it cannot take.
        else if (!begun && (code === 'EMESSAGE' || code === 'EENVELOPE')) resolve({ end: 'refused', response });
        else resolve({ end: begun ? 'unanswered' : 'later', response });
      });
    });
    if (answer.end !== 'accepted' && this.usable) await this.#reset();
    return answer;
  }

  /** After a refusal the next message starts afresh; a server that does not answer that either is left. */
  #reset(): Promise<void> {
    return new Promise((resolve) => {
      this.#connection.once('end', resolve);
      this.#connection.reset((error) => {
        if (error) this.#broken = true;
        resolve();
      });
    });
  }

  end(): void {
    if (this.usable) this.#connection.quit();
    else this.#connection.close();
    this.#broken = true;
  }
}

/** The server's words or the fault, without addresses, at most 200 characters: for the outbox and the log. */
function responseOf(error: Error): string {
  const { response, code, originalCode } = error as { response?: string; code?: string; originalCode?: string };
  return shorten(response ?? [originalCode ?? code, error.message].filter(Boolean).join(' '));
}

/** A server's answer as it may be kept: one line, no address. */
export function shorten(response: string): string {
  const line = response
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(/<?[^\s<>:;,()"']+@[^\s<>:;,()"']+>?/g, '…')
    .trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
