import { openLog } from '../../log.ts';
import { type Earshot, openEarshot } from '../../main.ts';
import { listSources } from '../../store/sources.ts';
import { hasUsers } from '../../store/users.ts';
import { getWorkspace } from '../../store/workspace.ts';
import { ensureFirstUser } from '../../web/auth/first-user.ts';
import { WrongUsage } from '../failures.ts';
import { note, writeLine } from '../output.ts';
import { settings } from '../settings.ts';

/** Runs until it is told to stop. */
export async function start(part: string | undefined, options: { demo?: boolean }): Promise<undefined> {
  if (part !== undefined && part !== 'web' && part !== 'workers') {
    throw new WrongUsage(`expected "web" or "workers" after start, got "${part}"`);
  }
  const config = settings();
  const earshot = await openEarshot(config, openLog(config.EARSHOT_LOG));
  // From here on there is something to close; until here a signal may simply end the process.
  const stopped = waitForSignal();
  try {
    for (const warning of earshot.warnings) note(`Warning: ${warning}`);
    const isSampleWanted = options.demo ?? (await isFirstStart(earshot));
    // Listening comes first: a taken port must be found before anything is written or shown.
    if (part !== 'workers') await serve(earshot);
    if (isSampleWanted) await loadSample(earshot);
    if (part !== 'web') await earshot.startWorkers();
    if (part === 'workers') await writeLine('Earshot is working. Stop it with Ctrl-C.');
    await stopped;
  } finally {
    await earshot.close();
  }
  return undefined;
}

async function serve(earshot: Earshot): Promise<void> {
  const { db, config, now } = earshot.deps;
  const address = await earshot.listen();
  const login = await ensureFirstUser(db, config, now());
  await writeLine(`Earshot is running at ${address}`);
  if (login) {
    const isGiven = config.EARSHOT_ADMIN_PASSWORD !== undefined;
    const password = isGiven ? 'the one in EARSHOT_ADMIN_PASSWORD' : login.password;
    await writeLine(`First sign-in: ${login.email}, password: ${password}`);
    const once = isGiven ? '' : 'This password is shown only once. ';
    await writeLine(`${once}"earshot user password ${login.email}" sets a new one.`);
  }
  if (config.dataFolder) await writeLine(`Everything is stored in ${config.dataFolder}. Stop with Ctrl-C.`);
}

/** A first look needs something to look at: an embedded store that nobody has used yet shows the sample company. */
async function isFirstStart({ deps }: Earshot): Promise<boolean> {
  return (
    deps.config.dataFolder !== undefined &&
    !(await hasUsers(deps.db)) &&
    (await listSources(deps.db)).length === 0
  );
}

/** Loads the sample company, once. */
async function loadSample({ deps }: Earshot): Promise<void> {
  const { isSample } = await getWorkspace(deps.db);
  if (isSample) return;
  await deps.sample.load(deps);
  await writeLine(
    'Loading the sample company, so that every page has something to show. Its mentions are made up.',
  );
  await writeLine('Remove it in Settings, or start empty with "npm start -- --no-demo".');
}

// A launcher and a terminal may each pass on the same Ctrl-C.
const SAME_SIGNAL_MS = 1_000;

/** Resolves with the first request to stop; a second one, a moment later, does not wait for running work. */
function waitForSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let firstAt: number | undefined;
  const stop = () => {
    if (firstAt === undefined) {
      firstAt = performance.now();
      resolve();
    } else if (performance.now() - firstAt > SAME_SIGNAL_MS) process.exit(1);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  return promise;
}
