/**
 * Aborts once when the process is asked to end: SIGTERM, SIGINT, SIGHUP, or the launcher that started it went away.
 * The reason is the name of what asked. Later signals change nothing: stopping is bounded in time anyway.
 */
export function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, () => stop.abort(name));
  if (process.channel) {
    process.once('disconnect', () => stop.abort('its parent ended'));
    process.on('message', (message) => {
      if (message === 'stop') stop.abort('asked to stop');
    });
    // The channel alone does not keep the process alive.
    process.channel.unref();
  }
  return stop.signal;
}

/** Resolves when `signal` is aborted. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
