// The map alone, live: a wall screen, or whoever has a share link. Nothing here changes anything, and nothing leads elsewhere.

import { createDrawing } from "../draw.js";
import { clock, gettext } from "../i18n.js";
import { live } from "../live.js";
import { isOld, keepStanding } from "../standing.js";
import { createMeasure } from "../map/measure.js";
import { baseScale, createStage } from "../map/stage.js";
import { showNotices, showState } from "../map/states.js";
import { showTitle } from "../map/title.js";
import { createView } from "../map/view.js";
import { snapshotOf } from "../store.js";

const LAYERS = { ips: true, ports: true, kernel: false, rates: false };
const CLOCK_EVERY_MS = 1000;
// A person who has moved the map is left alone for so long; then a wall screen shows all of it again.
const FITS_AFTER_MS = 60_000;

const byId = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const scroll = byId("scroll");
const svg = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (byId("map")));
const kiosk = document.body.classList.contains("kiosk");

const drawing = createDrawing(svg);
const view = createView(scroll, svg, { onRest: () => draw(), onMove: () => drawing.stick(view.top()), base: baseScale });
const stage = createStage({ room: view.room, measure: createMeasure(), step: null, projects: null });
/** @type {import("../types.js").Picture | null} */
let picture = null;
let touched = -Infinity;

function lay() {
  if (!live.state.loaded) return;
  const whole = snapshotOf(live.state);
  picture = stage.lay(whole, whole, LAYERS, live.fresh());
  view.setSize(picture);
  if (kiosk && performance.now() - touched > FITS_AFTER_MS) view.fit();
  draw();
}

function draw() {
  if (!picture) return;
  drawing.draw(picture, view.near());
  drawing.stick(view.top());
}

function show() {
  lay();
  showTitle(byId("map-title"), live.state);
  showState(byId("state"), live.state, false);
  showNotices(byId("notes"), live.state);
}

/** @type {Record<string, () => string>} */
const STANDINGS = { live: () => gettext("live"), "catching-up": () => gettext("catching up"), lost: () => gettext("connection lost") };

/** The mark says by its shape and its words whether what is shown is still true, and from when it is. */
function stand() {
  const standing = live.standing;
  const old = standing === "live" && isOld(byId("old"));
  const words = standing === "lost" && since ? `${STANDINGS.lost()} · ${clock(since)}` : old ? gettext("old") : STANDINGS[standing]();
  byId("standing").innerHTML = "";
  const dot = document.createElement("i");
  dot.className = standing === "live" && !old ? "dot" : standing === "lost" ? "dot bad" : "dot warn";
  byId("standing").append(dot, words);
}

/** @type {string | null} */
let since = null;
live.on("standing", (standing) => {
  since = standing === "live" ? null : (since ?? new Date().toISOString());
  stand();
});

function tick() {
  const now = new Date();
  const time = byId("clock");
  time.setAttribute("datetime", now.toISOString());
  time.textContent = clock(now.toISOString());
}

// Who follows a share link has no time zone of their own here: the browser's, as for all other times of this page.
function ownTimes() {
  for (const time of document.querySelectorAll(":is(.wall-top, .standing) time[datetime]")) time.textContent = clock(time.getAttribute("datetime"));
}
if (kiosk) {
  tick();
  setInterval(tick, CLOCK_EVERY_MS);
} else {
  byId("fit").addEventListener("click", () => view.fit());
  byId("larger").addEventListener("click", () => view.by(1.25));
  byId("smaller").addEventListener("click", () => view.by(0.8));
}
for (const type of ["wheel", "pointerdown", "keydown"]) scroll.addEventListener(type, () => (touched = performance.now()), { passive: true });
new ResizeObserver(lay).observe(scroll);
// "5 min" must not stay "5 min".
setInterval(() => showNotices(byId("notes"), live.state), 30_000);
keepStanding(byId("old"), () => (ownTimes(), stand()));
ownTimes();
stand();
showState(byId("state"), live.state, false);
live.subscribe(show);
live.start();
