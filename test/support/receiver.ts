import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real HTTP server that takes what is posted; `answers` decides what it says, path by path. */
export interface Receiver {
  readonly url: string;
  readonly host: string;
  readonly received: Received[];
  readonly answers: Map<string, { status: number; headers?: Record<string, string>; body?: string }[]>;
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const answers: Receiver['answers'] = new Map();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '/';
      received.push({ path, headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      const answer = answers.get(path)?.shift() ?? { status: 200 };
      response.writeHead(answer.status, answer.headers).end(answer.body ?? 'ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    received,
    answers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A real mail server that keeps what it is sent; it lets "earshot" in with the password "open sesame". */
export interface MailServer {
  readonly port: number;
  readonly mails: { readonly from: string; readonly to: string[]; readonly source: string }[];
  /** Done after a mail is taken and before its sender is told so. */
  beforeAnswer: (() => Promise<void>) | undefined;
  /** Answers to the next mails, instead of taking them. */
  readonly refusals: { code: number; message: string }[];
  close(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
  const mails: MailServer['mails'] = [];
  const refusals: MailServer['refusals'] = [];
  const server = new SMTPServer({
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _session, done) =>
      username === 'earshot' && password === 'open sesame'
        ? done(null, { user: username })
        : done(new Error('wrong password')),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const refusal = refusals.shift();
        if (refusal) return done(Object.assign(new Error(refusal.message), { responseCode: refusal.code }));
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          source: Buffer.concat(chunks).toString('utf8'),
        });
        void (mailServer.beforeAnswer?.() ?? Promise.resolve()).then(() => done());
      });
    },
  });
  // A sender that dies in the middle is its own business.
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const mailServer: MailServer = {
    port: (server.server.address() as AddressInfo).port,
    mails,
    beforeAnswer: undefined,
    refusals,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return mailServer;
}
