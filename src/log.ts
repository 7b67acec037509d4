import { type Logger, pino } from 'pino';

export type Log = Logger;

/** One JSON line per event on stderr, so that stdout stays free for answers. Secrets never reach it. */
export function openLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: [
          'password',
          'token',
          'secret',
          'authorization',
          '*.password',
          '*.token',
          '*.secret',
          '*.authorization',
        ],
        censor: '[secret]',
      },
    },
    pino.destination({ dest: 2, sync: false }),
  );
}
