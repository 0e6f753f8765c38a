// The time bar's track: a line with a tick per stretch in which something changed, and a handle. A slider: by pointer, by keys.

import { html, nothing, svg } from "../../vendor/lit.js";
import { clock, gettext } from "../i18n.js";
import { markAt, marksOf, placeOf, timeAt } from "./span.js";

/** @typedef {import("./span.js").Span} Span */
/** @typedef {import("./span.js").Tick} Tick */
/**
 * @typedef {{span: Span, ticks: Tick[], time: number | null, pin: number | null, words: string,
 *   colourOf: (engine: string, network: string) => number | null, width: number}} Shown `time`: null while live; `pin`: what is compared with
 */

export const HEIGHT = 30;
const LINE = 21;
// This near to the right end the handle is at now.
const SNAP_PX = 9;
const REACH_PX = 7;
const EDGE_PX = 7;

/** The slider's drawing. @param {Shown} shown */
export function trackView(shown) {
  const { span, ticks, time, pin, width } = shown;
  const inner = Math.max(1, width - 2 * EDGE_PX);
  const at = (/** @type {number} */ place) => EDGE_PX + place * inner;
  const x = time === null ? at(1) : at(placeOf(span, time));
  return html`<svg width=${width} height=${HEIGHT} aria-hidden="true">
    <rect class="track-line" x=${EDGE_PX} y=${LINE - 1.5} width=${inner} height="3" rx="1.5"></rect>
    ${pin === null ? nothing : svg`<rect class="track-span" x=${Math.min(x, at(placeOf(span, pin)))} y=${LINE - 4} width=${Math.abs(x - at(placeOf(span, pin)))} height="8" rx="2"></rect>`}
    ${marksOf(ticks, span).map((mark) => tickView(mark, at(mark.x), shown))}
    ${pin === null ? nothing : svg`<path class="track-pin" d=${`M${at(placeOf(span, pin))} ${LINE + 6}v-22h9l-3 3.5 3 3.5h-9`}></path>`}
    <circle class="track-handle" cx=${x} cy=${LINE} r="6.5"></circle>
  </svg>`;
}

/** @param {import("./span.js").Mark} mark @param {number} x @param {Shown} shown */
function tickView(mark, x, { colourOf, time }) {
  const { engine, network } = mark.tick;
  const colour = engine && network ? colourOf(engine, network) ?? 7 : null;
  const height = 4 + 12 * mark.height;
  const later = time !== null && Date.parse(mark.tick.time) > time;
  return svg`<rect class=${`tick${colour === null ? "" : ` c${colour}`}${later ? " later" : ""}`} x=${x - 1.25} y=${LINE - height} width="2.5" height=${height} rx="1"></rect>`;
}

/**
 * Listens to the slider: `onSeek` gets milliseconds, null for now; `onHover` the mark under the pointer.
 * @param {HTMLElement} element @param {() => Shown} shown
 * @param {{onSeek: (time: number | null) => void, onKey: (key: string) => boolean, onHover: (mark: import("./span.js").Mark | null) => void}} given
 */
export function watchTrack(element, shown, { onSeek, onKey, onHover }) {
  let held = false;
  let last = NaN;

  /** @param {PointerEvent} event */
  function seek({ clientX }) {
    if (clientX === last) return;
    last = clientX;
    const { span, width } = shown();
    const x = clientX - element.getBoundingClientRect().left;
    onSeek(x >= width - EDGE_PX - SNAP_PX ? null : timeAt(span, placeAt(x, width)));
  }

  element.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    held = true;
    last = NaN;
    element.setPointerCapture(event.pointerId);
    element.focus({ preventScroll: true });
    seek(event);
    event.preventDefault();
  });
  element.addEventListener("pointermove", (event) => {
    const { span, ticks, width } = shown();
    if (held) seek(event);
    onHover(markAt(marksOf(ticks, span), placeAt(event.clientX - element.getBoundingClientRect().left, width), REACH_PX / width));
  });
  element.addEventListener("pointerup", (event) => {
    if (held) seek(event);
    held = false;
  });
  element.addEventListener("pointercancel", () => (held = false));
  element.addEventListener("pointerleave", () => onHover(null));
  element.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey && onKey(event.key)) event.preventDefault();
  });
}

/** @param {number} x within the track @param {number} width */
const placeAt = (x, width) => (x - EDGE_PX) / Math.max(1, width - 2 * EDGE_PX);

/** What a screen reader reads. @param {Shown} shown @returns {Record<string, string>} */
export function sliderState({ span, time, words }) {
  const seconds = (/** @type {number} */ value) => String(Math.round((value - span.start) / 1000));
  const text = time === null ? gettext("now, live") : [clock(new Date(time).toISOString()), words].filter(Boolean).join(", ");
  return { "aria-valuemin": "0", "aria-valuemax": seconds(span.end), "aria-valuenow": seconds(Math.min(span.end, Math.max(span.start, time ?? span.end))), "aria-valuetext": text };
}
