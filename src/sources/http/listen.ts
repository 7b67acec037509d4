import { type Dispatcher, type MessageEvent, WebSocket } from 'undici';
import { FetchFailed } from '../../domain/errors.ts';
import { asFetchFailed } from './network-errors.ts';

export interface ListenRequest {
  /** http or https: the address of a WebSocket, as it is asked for. */
  readonly url: string;
  /** Sent with the first request only. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds to listen at most. */
  readonly forMs: number;
  /** Ends it when nothing is said for so long, in milliseconds. */
  readonly quietMs: number;
  /** One message of text; false: that was enough. What it throws ends the listening. */
  onMessage(text: string): boolean;
}

/** What was heard. */
export interface Heard {
  /** Characters of all messages. */
  readonly characters: number;
  /** Why it ended: what was heard was enough, time or bytes were over, nothing came any more, the other side hung up. */
  readonly end: 'enough' | 'time' | 'quiet' | 'closed';
}

/** Listens to a WebSocket over the guarded agent. @throws FetchFailed when no connection came about. */
export function listenOver(
  dispatcher: Dispatcher,
  { url, headers, forMs, quietMs, onMessage }: ListenRequest,
  limits: { userAgent: string; maxBytes: number; hungUp: AbortSignal },
): Promise<Heard> {
  const address = new URL(url);
  // The socket only says that it failed; why is known below it.
  let why: unknown;
  const socket = new WebSocket(address.href.replace(/^http/, 'ws'), {
    dispatcher: dispatcher.compose(noting((reason) => (why = reason))),
    headers: { 'user-agent': limits.userAgent, ...headers },
  });
  const { promise, resolve, reject } = Promise.withResolvers<Heard>();
  let characters = 0;
  let isOpen = false;
  const endWith = (end: Heard['end']) => {
    stop();
    resolve({ characters, end });
  };
  const fail = (error: unknown) => {
    stop();
    reject(error);
  };
  const late = setTimeout(() => {
    if (isOpen) endWith('time');
    else fail(new FetchFailed('timeout', `${address.host} did not answer within ${forMs / 1000} seconds`));
  }, forMs);
  let quiet: NodeJS.Timeout | undefined;
  // Whoever has not been let in yet waits for that: it takes no longer than any connection.
  const hangUp = () => isOpen && endWith('closed');
  const stop = () => {
    limits.hungUp.removeEventListener('abort', hangUp);
    clearTimeout(late);
    clearTimeout(quiet);
    socket.close();
  };
  limits.hungUp.addEventListener('abort', hangUp);
  socket.onopen = () => {
    isOpen = true;
    if (limits.hungUp.aborted) return endWith('closed');
    quiet = setTimeout(() => endWith('quiet'), quietMs);
  };
  socket.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (typeof data !== 'string') return;
    characters += data.length;
    quiet?.refresh();
    try {
      if (!onMessage(data)) endWith('enough');
      else if (characters > limits.maxBytes) endWith('time');
    } catch (error) {
      fail(error);
    }
  };
  socket.onclose = () => {
    if (isOpen) endWith('closed');
    else fail(asFetchFailed(why, { host: address.host, part: 'head' }));
  };
  return promise;
}

function noting(note: (reason: unknown) => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart: (...args) => handler.onRequestStart?.(...args),
      onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
      onResponseStart: (...args) => {
        const status = args[1];
        note(
          new FetchFailed('http', `the server answered ${status} instead of opening a stream`, { status }),
        );
        handler.onResponseStart?.(...args);
      },
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => {
        note(args[1]);
        handler.onResponseError?.(...args);
      },
    });
}
