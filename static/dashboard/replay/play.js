// Playing: the journal's clock runs at a speed, quiet stretches are cut short. `due` is pure; the rest keeps the beat.

export const SPEEDS = [1, 10, 60, 600];
const BEAT_MS = 100;
/** A person waits no longer than this for the next change. */
export const LONGEST_MS = 1200;

/**
 * Where the journal's clock stands one beat later (milliseconds): on by the speed, but never farther before the next change than a
 * person waits for.
 * @param {number} clock @param {number} passed real milliseconds @param {number} speed @param {number} next when the next change was
 */
export const due = (clock, passed, speed, next) => Math.max(clock + passed * speed, next - LONGEST_MS * speed);

/**
 * @param {{moment: () => import("./past.js").Moment | null, moments: ReturnType<typeof import("./moments.js").createMoments>, speed: () => number,
 *   show: (moment: import("./past.js").Moment) => void, onEnd: (failed: boolean) => void}} given
 */
export function createPlayer({ moment, moments, speed, show, onEnd }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let clock = 0;
  let beat = 0;

  function start() {
    clock = Date.parse(moment()?.time ?? "");
    beat = performance.now();
    timer = setTimeout(run, 0);
  }

  function stop() {
    clearTimeout(timer);
    timer = undefined;
  }

  async function run() {
    const mine = timer;
    try {
      if (await advance(mine)) timer = mine === timer ? setTimeout(run, BEAT_MS) : timer;
    } catch {
      stop();
      onEnd(true);
    }
  }

  /** Shows what is due; false when it is over. @param {any} mine */
  async function advance(mine) {
    let now = moment();
    const started = now;
    const passed = performance.now() - beat;
    beat = performance.now();
    while (now) {
      const next = await moments.peek(now);
      if (mine !== timer) return false;
      if (!next) return end(started, now);
      clock = due(clock, now === started ? passed : 0, speed(), Date.parse(next.change.time));
      if (Date.parse(next.change.time) > clock) break;
      now = await moments.next(now);
    }
    if (mine !== timer) return false;
    if (now && now !== started) show(now);
    return true;
  }

  /** @param {import("./past.js").Moment | null} started @param {import("./past.js").Moment} now */
  function end(started, now) {
    stop();
    if (now !== started) show(now);
    onEnd(false);
    return false;
  }

  return { start, stop, get running() { return timer !== undefined; } };
}
