import { isIP } from 'node:net';
import { createTransport } from 'nodemailer';
import { type Mail, type MailServer, type MailWay, NotSent } from './channel.ts';

const TIMEOUT_MS = 20_000;

/** Sends mail to vetted servers: `vet` resolves a name once, refuses addresses that may not be contacted, and the socket goes to what it gave. */
export function createMailWay(vet: (host: string, port: number) => Promise<string>): MailWay {
  return {
    send: async (server, mail) => {
      const address = await vet(server.host, server.port);
      const transport = transportTo(server, address);
      try {
        await transport.sendMail({
          from: mail.from,
          to: mail.to,
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          messageId: mail.messageId,
          headers: { ...mail.headers, 'Auto-Submitted': 'auto-generated' },
          attachments: picturesOf(mail),
          // Nothing in a message may make us read a file or an address.
          disableFileAccess: true,
          disableUrlAccess: true,
        });
      } catch (error) {
        throw notSent(error);
      } finally {
        transport.close();
      }
    },
  };
}

function transportTo({ host, port, security, user, password }: MailServer, address: string) {
  return createTransport({
    host: address,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    // The certificate has to be that of the name, not of the number.
    ...(isIP(host) ? {} : { tls: { servername: host } }),
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    logger: false,
  });
}

function picturesOf({ pictures }: Mail) {
  return pictures.map(({ png, cid }) => ({
    filename: 'chart.png',
    content: Buffer.from(png),
    cid,
    contentType: 'image/png',
    contentDisposition: 'inline' as const,
  }));
}

/** 5yz says never, 4yz says later (RFC 5321, 4.2.1); a wrong password needs a person. */
function notSent(error: unknown): NotSent {
  const { responseCode, code, message } = error as {
    responseCode?: number;
    code?: string;
    message: string;
  };
  const isFinal = code === 'EAUTH' || (responseCode !== undefined && responseCode >= 500);
  return new NotSent(`The mail server did not take it: ${message}`, { isFinal, cause: error });
}
