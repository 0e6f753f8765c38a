// The time bar under the map: Live, the track, and while the page is in the past what one can do there.

import { html, nothing, render } from "../../vendor/lit.js";
import { ago, clock, fill, gettext, moment, ngettext } from "../i18n.js";
import { SPEEDS } from "./play.js";
import { LENGTHS } from "./span.js";
import { sliderState, trackView, watchTrack } from "./track.js";
import { createTickTip } from "./ticktip.js";

/** @typedef {import("./span.js").Length} Length */
/**
 * @typedef {import("./track.js").Shown & {length: Length, since: number, playing: boolean, speed: number, comparing: boolean, waiting: boolean, problem: string}} Standing
 *   `since`: how many changes have come after the moment that is shown
 */
/**
 * @typedef {{live: () => void, seek: (time: number | null) => void, back: () => void, forward: () => void, jump: (way: -1 | 1) => void,
 *   earliest: () => void, play: () => void, speed: (speed: number) => void, length: (length: Length) => void, compare: () => void}} Acts
 */

/** @type {Record<Length, () => string>} */
const LENGTH_NAMES = {
  "15m": () => gettext("last 15 minutes"), "1h": () => gettext("last hour"), "6h": () => gettext("last 6 hours"), "1d": () => gettext("last day"), "7d": () => gettext("last 7 days"), all: () => gettext("everything known"),
};

/** @param {HTMLElement} element @param {Acts} acts @returns {{show: (standing: Omit<Standing, "width">) => void}} */
export function createBar(element, acts) {
  const track = /** @type {HTMLElement} */ (element.querySelector(".track"));
  const [past, before, after] = [".past-row", ".track-before", ".track-after"].map((name) => /** @type {HTMLElement} */ (element.querySelector(name)));
  const tip = createTickTip(/** @type {HTMLElement} */ (element.querySelector(".tick-tip")), track);
  /** @type {Standing | null} */
  let shown = null;
  // Kept: asked of the page while a change is drawn, it would lay out everything first.
  let width = track.clientWidth;

  /** @param {Omit<Standing, "width">} standing */
  function show(standing) {
    shown = { ...standing, width };
    render(trackView(shown), track);
    for (const [name, value] of Object.entries(sliderState(shown))) track.setAttribute(name, value);
    render(html`${liveButton(shown, acts)}<time class="track-start" datetime=${new Date(shown.span.start).toISOString()}>${startWords(shown.span)}</time>`, before);
    render(html`<span class="quiet track-now">${gettext("now")}</span>${lengths(shown, acts)}${shown.time === null ? compareButton(shown, acts) : nothing}`, after);
    render(shown.time === null ? html`<p class="past-words" role="alert">${shown.problem}</p>` : pastView(shown, acts), past);
    past.hidden = shown.time === null && !shown.problem;
  }

  watchTrack(track, () => /** @type {Standing} */ (shown), {
    onSeek: acts.seek,
    onHover: (mark) => tip.show(mark),
    onKey: (key) => keys(key, acts),
  });
  new ResizeObserver(() => {
    width = track.clientWidth;
    if (shown) show(shown);
  }).observe(track);
  return { show };
}

/** @param {string} key @param {Acts} acts @returns {boolean} whether it meant something */
function keys(key, acts) {
  /** @type {Record<string, () => void>} */
  const known = { ArrowLeft: acts.back, ArrowDown: acts.back, ArrowRight: acts.forward, ArrowUp: acts.forward, PageDown: () => acts.jump(-1), PageUp: () => acts.jump(1), Home: acts.earliest, End: acts.live, " ": acts.play };
  known[key]?.();
  return key in known;
}

/** @param {import("./span.js").Span} span */
function startWords({ start, end }) {
  const date = new Date(start);
  const day = { year: "numeric", month: "2-digit", day: "2-digit" };
  const format = end - start > 86_400_000 || moment(date, day) !== moment(new Date(end), day) ? { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" } : { hour: "2-digit", minute: "2-digit" };
  return moment(date, { ...format, hourCycle: "h23" });
}

/** @param {Standing} shown @param {Acts} acts */
function liveButton(shown, acts) {
  const live = shown.time === null;
  return html`<button type="button" class=${live ? "button live-button on" : "button live-button"} aria-pressed=${live} @click=${acts.live}><i class=${live ? "dot" : "dot off"}></i>${gettext("Live")}</button>`;
}

/** @param {Standing} shown @param {Acts} acts */
const lengths = (shown, acts) => html`<select class="track-length" aria-label=${gettext("Stretch of time")} @change=${(/** @type {any} */ event) => acts.length(event.target.value)}>
  ${Object.keys(LENGTHS).map((length) => html`<option value=${length} ?selected=${length === shown.length}>${LENGTH_NAMES[/** @type {Length} */ (length)]()}</option>`)}</select>`;

/** @param {Standing} shown @param {Acts} acts */
function compareButton(shown, acts) {
  const words = shown.comparing ? gettext("Stop comparing") : shown.time === null ? gettext("What changed") : gettext("What changed since");
  return html`<button type="button" class="button compare-button" aria-pressed=${shown.comparing} @click=${acts.compare}>${words}</button>`;
}

/** @param {Standing} shown @param {Acts} acts */
function pastView(shown, acts) {
  const time = new Date(shown.time ?? 0).toISOString();
  return html`<p class="past-words" role="status"><b>${fill(gettext("As it was at %(time)s"), { time: clock(time) })}</b>
      <span class="quiet">${fill(gettext("%(ago)s ago"), { ago: ago(time) })} · ${shown.since ? fill(ngettext("%(count)s change since", "%(count)s changes since", shown.since), { count: shown.since }) : gettext("no change since")}</span>
      ${shown.words ? html`<span class="past-change">${shown.words}</span>` : nothing}
      ${shown.problem ? html`<span class="failed" role="alert">${shown.problem}</span>` : nothing}</p>
    <div class="past-acts" role="group" aria-label=${gettext("Replay")}>
      <button type="button" class="button" @click=${acts.back}>${gettext("Step back")}</button>
      <button type="button" class="button play-button" aria-pressed=${shown.playing} @click=${acts.play}>${shown.playing ? gettext("Pause") : gettext("Play")}</button>
      <button type="button" class="button" @click=${acts.forward}>${gettext("Step forward")}</button>
      <select class="play-speed" aria-label=${gettext("Speed")} @change=${(/** @type {any} */ event) => acts.speed(Number(event.target.value))}>
        ${SPEEDS.map((speed) => html`<option value=${speed} ?selected=${speed === shown.speed}>${fill(gettext("%(times)s× speed"), { times: speed })}</option>`)}</select>
      ${compareButton(shown, acts)}
    </div>`;
}
