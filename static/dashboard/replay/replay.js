// Replay: whether the page shows now or an earlier moment, and what leads from one to the other.

import { gettext } from "../i18n.js";
import { keyOf } from "../store.js";
import { createBar } from "./bar.js";
import { createCompare } from "./compare.js";
import { createMoments, latest, TooOld } from "./moments.js";
import { createOverlay } from "./overlay.js";
import { union } from "./past.js";
import { wordsOf } from "./ticktip.js";
import { createPlayer } from "./play.js";
import { lengthFor, weightOf } from "./span.js";
import { createTimeline } from "./timeline.js";

/** @typedef {import("./past.js").Moment} Moment */

const URL_SETTLES_MS = 300;

/**
 * @param {{bar: HTMLElement, panel: HTMLElement, svg: SVGSVGElement}} elements
 * @param {{live: typeof import("../live.js").live, colourOf: (engine: string, network: string) => number | null, onShow: () => void, onMarks: () => void,
 *   onPick: (selection: {kind: string, engine: string, id: string}) => void}} given
 *   `onShow`: another moment is to be drawn; `onMarks`: only its marks have changed
 */
export function createReplay({ bar: barElement, panel, svg }, { live, colourOf, onShow, onMarks, onPick }) {
  const moments = createMoments();
  const timeline = createTimeline(() => refresh());
  const overlay = createOverlay(svg);
  /** @type {Moment | null} what is shown; null: now */
  let past = null;
  /** @type {number | null} where the handle is, ahead of what is shown while that is read */
  let handle = null;
  /** @type {Moment | null} what is compared with */
  let from = null;
  /** @type {Map<string, import("./past.js").Op>} */
  let ops = new Map();
  let speed = 10;
  let problem = "";
  let words = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let urlTimer;

  const player = createPlayer({ moment: () => past, moments, speed: () => speed, show, onEnd: (failed) => (failed ? fail() : goLive()) });
  const compare = createCompare(panel, { onPick, onClose: stopComparing, onOps: (found) => { ops = found; onMarks(); } });
  const bar = createBar(barElement, {
    live: goLive, seek, back: () => step(moments.previous), forward: () => step(moments.next), jump, earliest, play,
    speed: (chosen) => { speed = chosen; refresh(); }, length: (chosen) => timeline.choose(chosen), compare: toggleCompare,
  });

  function refresh() {
    const time = handle ?? (past && Date.parse(past.time));
    bar.show({ ...timeline.shown(), time, pin: from && Date.parse(from.time), words: past && handle === null ? words : "", colourOf: colours(), since: sinceShown(), playing: player.running, speed, comparing: from !== null, waiting: handle !== null, problem });
  }

  /** The colours of the networks, each looked up once: hundreds of ticks share a few. */
  function colours() {
    /** @type {Map<string, number | null>} */
    const known = new Map();
    return (/** @type {string} */ engine, /** @type {string} */ network) => {
      const key = keyOf(engine, network);
      let colour = known.get(key);
      if (colour === undefined) known.set(key, (colour = colourOf(engine, network)));
      return colour;
    };
  }

  /** How many changes that people know of came after what is shown. */
  function sinceShown() {
    const revision = past?.state.revision ?? Infinity;
    return timeline.shown().ticks.filter((tick) => tick.last > revision).reduce((sum, tick) => sum + Math.min(weightOf(tick), tick.last - revision), 0);
  }

  /** @param {Moment} moment */
  function show(moment) {
    past = moment;
    handle = null;
    problem = "";
    tell(moment.state.revision);
    document.body.dataset.past = moment.time;
    timeline.reach(Date.parse(moment.time));
    onShow();
    if (from) compare.show(from, moment);
    refresh();
    remember();
  }

  /** Says which change led to what is shown: in the bar, and to a screen reader as the slider's value. */
  const tell = latest(async (/** @type {number} */ revision) => {
    words = "";
    const found = await wordsOf(revision);
    if (past?.state.revision !== revision) return;
    words = found;
    refresh();
  });

  function goLive() {
    player.stop();
    const was = past;
    past = handle = null;
    problem = "";
    delete document.body.dataset.past;
    if (from) stopComparing();
    if (was) onShow();
    refresh();
    remember();
  }

  /** @param {number | null} time milliseconds; null: now */
  function seek(time) {
    if (time === null && !from) return goLive();
    return seekTo(new Date(Math.min(time ?? Date.now(), Date.now())).toISOString());
  }

  /** @param {string} time RFC 3339, as fine as it was given: a browser's own times are coarser than the journal's */
  function seekTo(time) {
    player.stop();
    handle = Date.parse(time);
    refresh();
    return load(time);
  }

  const load = latest(async (/** @type {string} */ time) => {
    try {
      const [moment, tooOld] = await reach(time);
      const wanted = handle;
      // Live again was pressed meanwhile.
      if (wanted === null) return;
      show(moment);
      // Or the handle was drawn on.
      if (wanted !== Date.parse(time)) handle = wanted;
      if (tooOld) say(gettext("The journal does not reach back that far: this is the first moment that it has."));
    } catch {
      if (handle !== null) fail();
    }
  });

  /** The moment at a time, or the first that the journal has, and whether that is why. @param {string} time @returns {Promise<[Moment, boolean]>} */
  async function reach(time) {
    const first = timeline.earliest();
    try {
      if (first === null || Date.parse(time) >= first) return [await moments.atTime(time), false];
    } catch (error) {
      if (!(error instanceof TooOld)) throw error;
    }
    return [await moments.atTime(new Date(await timeline.first()).toISOString()), true];
  }

  /** @param {string} words */
  function say(words) {
    problem = words;
    refresh();
  }

  function fail() {
    handle = null;
    say(gettext("That moment could not be read."));
  }

  /** @param {(moment: Moment) => Promise<Moment | null>} way */
  async function step(way) {
    player.stop();
    const start = past ?? { state: live.state, time: new Date().toISOString() };
    try {
      const moment = await way(start);
      if (moment) show(moment);
      else if (way === moments.next && past) goLive();
    } catch {
      fail();
    }
  }

  /** To the next or last stretch in which something changed. @param {-1 | 1} way */
  function jump(way) {
    const at = handle ?? (past ? Date.parse(past.time) : Date.now());
    const times = timeline.shown().ticks.filter((tick) => weightOf(tick)).map((tick) => Date.parse(tick.time));
    const found = way < 0 ? times.filter((time) => time < at - 1).pop() : times.find((time) => time > at + 1);
    if (found !== undefined) seek(found);
    else if (way > 0) goLive();
    else earliest();
  }

  async function earliest() {
    seek(await timeline.first());
  }

  function play() {
    if (player.running) player.stop();
    else if (past) player.start();
    refresh();
  }

  function toggleCompare() {
    if (from) return stopComparing();
    return startComparing();
  }

  /** From the moment that is shown, or from where the bar begins; to now. */
  async function startComparing() {
    try {
      from = past ?? (await reach(new Date(timeline.shown().span.start).toISOString()))[0];
      show({ state: live.state, time: new Date().toISOString() });
    } catch {
      fail();
    }
  }

  function stopComparing() {
    from = null;
    compare.hide();
    // Nothing has come since: that is now.
    if (past && past.state.revision >= live.state.revision) return goLive();
    onShow();
    return refresh();
  }

  /** The address leads back to what is shown. */
  function remember() {
    clearTimeout(urlTimer);
    urlTimer = setTimeout(() => {
      const url = new URL(location.href);
      if (past) url.searchParams.set("time", past.time);
      else url.searchParams.delete("time");
      history.replaceState(history.state, "", url);
    }, URL_SETTLES_MS);
  }

  const asked = new URL(location.href).searchParams.get("time");
  if (asked && Number.isFinite(Date.parse(asked))) {
    timeline.choose(lengthFor(Date.parse(asked), Date.now()));
    seekTo(asked);
  }
  refresh();

  return {
    get past() { return past !== null; },
    /** The state to draw instead of the live one; null while live. */
    state: () => past && (from ? union(past.state, from.state) : past.state),
    /** Takes note of what came live. @param {import("../live.js").Update} update @returns {boolean} whether the page shows the past */
    hear(update) {
      timeline.hear(update);
      return past !== null;
    },
    /** Marks a picture that was just drawn. @param {import("../types.js").Picture} picture */
    drawn: (picture) => overlay.draw(picture.items, ops),
  };
}
