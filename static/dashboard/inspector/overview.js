// What the inspector shows while nothing is selected: each engine in figures, and how to read the map.

import { html, nothing } from "../../vendor/lit.js";
import { clock, gettext } from "../i18n.js";
import { literal } from "../layout/text.js";
import { facts, section } from "./parts.js";

/** @param {import("../inspector.js").Tools} tools */
export function overview(tools) {
  const { tables } = tools.state;
  return html`
    ${[...tables.engine.values()].map((engine) => engineView(engine, tables))}
    ${section(gettext("Reading the map"))}
    <ul class="legend">
      <li>${sample("M2 8H34", "rail")}<span>${gettext("a network, with its containers below")}</span></li>
      <li>${ring(false)}<span>${gettext("connected here: press it to disconnect")}</span></li>
      <li>${arrow()}<span>${gettext("the container's default route")}</span></li>
      <li>${sample("M2 8H34", "dotted")}<span>${gettext("the way of a published port")}</span></li>
      <li>${ring(true)}<span>${gettext("not running: the addresses that it had")}</span></li>
    </ul>
    ${section(gettext("Keys"))}
    <dl class="kv keys">
      <dt><kbd>/</kbd></dt><dd>${gettext("search")}</dd>
      <dt><kbd>←</kbd> <kbd>→</kbd> <kbd>↑</kbd> <kbd>↓</kbd></dt><dd>${gettext("move on the map")}</dd>
      <dt><kbd>Enter</kbd></dt><dd>${gettext("select")}</dd>
      ${tools.mayOrder ? html`<dt><kbd>C</kbd></dt><dd>${gettext("connect what is selected")}</dd><dt><kbd>D</kbd></dt><dd>${gettext("disconnect the joint")}</dd>` : nothing}
      <dt><kbd>F</kbd></dt><dd>${gettext("only this and its neighbours")}</dd>
      <dt><kbd>Ctrl</kbd> <kbd>K</kbd></dt><dd>${gettext("pages, objects, orders")}</dd>
      <dt><kbd>Esc</kbd></dt><dd>${gettext("back")}</dd>
    </dl>
  `;
}

/** @param {import("../types.js").Engine} engine @param {import("../store.js").Tables} tables */
function engineView(engine, tables) {
  const count = (/** @type {"network" | "container"} */ kind, /** @type {(row: any) => boolean} */ test) => [...tables[kind].values()].filter((row) => row.engine === engine.name && test(row)).length;
  const product = engine.product ? `${engine.product === "podman" ? "Podman" : "Docker"} ${engine.version ?? ""}` : "";
  return html`
    <h2><i class="dot ${engine.state === "live" ? "" : engine.state === "unreachable" ? "bad" : "warn"}"></i>${literal(engine.host_name || engine.name)}</h2>
    <p class="sub">${[literal(engine.operating_system), literal(product)].filter(Boolean).join(" · ")}</p>
    ${section(gettext("Watched"))}${facts([
      [gettext("containers"), containersIn(count)],
      [gettext("networks"), String(count("network", () => true))],
      [gettext("since"), clock(engine.since)],
    ])}
  `;
}

/** As the engine's own `info` counts them: one that is being restarted runs. @param {(kind: "container", test: (row: any) => boolean) => number} count */
function containersIn(count) {
  const running = count("container", (row) => ["running", "restarting"].includes(row.state));
  const paused = count("container", (row) => row.state === "paused");
  const stopped = count("container", () => true) - running - paused;
  const told = [`${running} ${gettext("running")}`, paused ? `${paused} ${gettext("paused")}` : "", stopped || !paused ? `${stopped} ${gettext("stopped")}` : ""];
  return told.filter(Boolean).join(", ");
}

/** @param {string} d @param {string} tone */
const sample = (d, tone) => html`<svg class="sample c0 ${tone}" viewBox="0 0 36 16" aria-hidden="true"><path d=${d} /></svg>`;
/** @param {boolean} remembered */
const ring = (remembered) => html`<svg class="sample c0 ${remembered ? "remembered" : ""}" viewBox="0 0 36 16" aria-hidden="true"><path class="through" d="M2 8H34" /><circle class="ring" cx="18" cy="8" r="5" /></svg>`;
const arrow = () => html`<svg class="sample c0" viewBox="0 0 36 16" aria-hidden="true"><path class="through" d="M18 1V15" /><path class="arrow" d="M18 3l5 8h-10z" /></svg>`;
