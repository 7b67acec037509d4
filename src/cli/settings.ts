import { type Config, readConfig } from '../config.ts';
import { type Log, openLog } from '../log.ts';

/** The configuration of this process. @throws BadConfig */
export function settings(): Config {
  return readConfig(process.env);
}

/** The log of a command that is no server: only what went wrong, unless the operator asks for more. */
export function quietLog(config: Config): Log {
  return openLog(process.env['EARSHOT_LOG'] ? config.EARSHOT_LOG : 'error');
}
