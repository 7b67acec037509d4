import { CommanderError } from 'commander';
import { explain } from './failures.ts';
import { endQuietlyOnClosedPipe, note } from './output.ts';
import { buildProgram } from './program.ts';

// Commander ends the process itself unless it is asked to throw: the status of wrong usage is ours to choose.
endQuietlyOnClosedPipe();
try {
  await buildProgram().parseAsync(process.argv);
} catch (error) {
  process.exitCode = fail(error);
}

// Everything is written and closed by now; what idles on (a thread, a kept connection) must not hold the terminal.
setTimeout(() => process.exit(), 500).unref();

function fail(error: unknown): number {
  // It has printed its message already; help and version end with 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const { message, status } = explain(error);
  note(`earshot: ${message}`);
  if (process.env['EARSHOT_LOG'] === 'debug' && error instanceof Error) note(error.stack ?? '');
  return status;
}
