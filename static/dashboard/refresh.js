// When to fetch a region again: soon after the last piece of news, never later than a bound after the first, one fetch at a time, and
// the rarer the longer a fetch takes, so that a long table under a steady stream of changes does not keep the server busy.

export const QUIET_MS = 120;
export const LATEST_MS = 1000;
export const RETRY_MS = 2000;
/** Of the time since a fetch, it may have taken one part in this many. */
export const SHARE = 5;

/** Whether a batch of changes is about anything of these kinds. @param {string[]} kinds @param {{changes: {kind: string}[], whole: boolean}} update */
export const concerns = (kinds, update) => update.whole || update.changes.some((change) => kinds.includes(change.kind));

/** How long to wait, all in milliseconds. @param {number} first when the first news came @param {number} now @param {number} notBefore */
export const dueIn = (first, now, notBefore = 0) => Math.max(0, notBefore - now, Math.min(QUIET_MS, first + LATEST_MS - now));

/**
 * @param {() => Promise<unknown>} work
 * @param {() => boolean} heldBack whether now is a bad moment; `wake` tells that it may be over
 * @returns {{refresh: () => void, wake: () => void}}
 */
export function createRefresh(work, heldBack) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let first = 0;
  let running = false;
  let notBefore = 0;

  async function run() {
    if (running || !first || heldBack()) return;
    first = 0;
    running = true;
    const began = performance.now();
    try {
      await work();
    } catch {
      // The server is away, which the page's frame shows; what was missed is still to be fetched.
      setTimeout(refresh, RETRY_MS);
    }
    running = false;
    notBefore = performance.now() + (SHARE - 1) * (performance.now() - began);
    wake();
  }

  function wake() {
    if (!first || running) return;
    clearTimeout(timer);
    timer = setTimeout(run, dueIn(first, performance.now(), notBefore));
  }

  function refresh() {
    first ||= performance.now();
    wake();
  }

  return { refresh, wake };
}
