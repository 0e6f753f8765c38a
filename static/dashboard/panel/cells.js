// The pieces of the grid: a network's header, a group's heading, a container's name, a crossing.

import { html, nothing } from "../../vendor/lit.js";
import { fill, gettext, ngettext } from "../i18n.js";
import { stateDot } from "../inspector/parts.js";
import { literal } from "../layout/text.js";
import { containerState } from "../words.js";
import { hostPart } from "./model.js";
import { addressText, labelOf, reason, stands, wish } from "./words.js";

/** @typedef {import("./model.js").Column} Column */
/** @typedef {import("./model.js").Row} Row */
/** @typedef {import("./model.js").Heading} Heading */
/** @typedef {import("./words.js").Standing} Standing */
/** @typedef {{index: number, here: boolean, colour: number}} Spot `index` of the column; `here`: the keyboard is on it */

/** @param {Column} column @param {Spot & {left: number, sorted: boolean, current: boolean, pointed: boolean}} spot */
export function headerCell({ network, name, mark }, spot) {
  const subnet = literal((network.subnets ?? [])[0]?.subnet) || network.driver;
  const note = network.driver === "host" ? gettext("host stack") : network.driver === "null" ? gettext("loopback") : network.gone ? gettext("gone") : subnet;
  return html`<div role="columnheader" class="p-network c${spot.colour} ${spot.pointed ? "pointed" : ""} ${spot.current ? "current" : ""}" .style=${`left:${spot.left}px`} tabindex=${spot.here ? 0 : -1} aria-colindex=${spot.index + 2}
      aria-sort=${spot.sorted ? "ascending" : nothing} data-kind="network" data-id=${network.id} data-engine=${network.engine} title=${[name, note, literal(network.project)].filter(Boolean).join("\n")}><span class="p-network-name">${literal(network.name)}</span>${mark ? html`<span class="p-mark">id ${mark}</span>` : nothing}<span class="p-subnet">${note}</span></div>`;
}

/** @param {Heading} heading @param {{here: boolean, columns: number, byState: boolean}} spot */
export function headingCell(heading, spot) {
  const name = spot.byState ? containerState(heading.name) : heading.name ? literal(heading.name) : gettext("no project");
  return html`<div role="rowheader" class="p-heading" tabindex=${spot.here ? 0 : -1} aria-colindex="1" aria-colspan=${spot.columns + 1} aria-expanded=${heading.folded ? "false" : "true"}>
      <span class="p-fold" aria-hidden="true">${heading.folded ? "▸" : "▾"}</span><b>${name}</b><span class="quiet">${fill(ngettext("%(count)s container", "%(count)s containers", heading.count), { count: heading.count })}</span></div>`;
}

/** @param {Row} row @param {{here: boolean, current: boolean}} spot */
export function nameCell({ container, name, note }, spot) {
  const whole = literal(container.name);
  return html`<div role="rowheader" class="p-name ${spot.current ? "current" : ""}" tabindex=${spot.here ? 0 : -1} aria-colindex="1" data-kind="container" data-id=${container.id} data-engine=${container.engine}
      title=${`${whole}\n${literal(container.image)}`}>${stateDot(container)}<span class="p-name-text">${name}</span><span class="p-note">${note}</span></div>`;
}

/** @param {Row} row @param {Column} column @param {Standing} standing @param {Spot & {left: number, narrow: boolean, ranged: boolean, edit: unknown}} spot */
export function crossingCell(row, column, standing, spot) {
  const { crossing, pending, failure, staged } = standing;
  const { network } = column;
  const said = stands(standing, network.driver);
  const marks = [crossing.stopped && "stopped", spot.ranged && "ranged", pending && "pending", failure && !pending && "failed", staged && "staged"].filter(Boolean).join(" ");
  const why = crossing.state === "refused" && crossing.why ? reason(crossing.why) : null;
  const title = failure ?? why ?? (spot.narrow && crossing.addresses.length ? crossing.addresses.join("\n") : nothing);
  return html`<div role="gridcell" class="p-cell c${spot.colour} ${crossing.state} ${marks}" .style=${`left:${spot.left}px`} tabindex=${spot.edit ? nothing : spot.here ? 0 : -1} aria-colindex=${spot.index + 2} aria-selected=${crossing.state === "joined" ? "true" : "false"}
      aria-disabled=${crossing.state === "refused" || (crossing.why && crossing.state === "joined") ? "true" : nothing} aria-busy=${pending ? "true" : nothing} aria-label=${labelOf(literal(row.container.name), column.name, said)} title=${title}
      data-container=${row.key} data-network=${column.key} data-staged=${staged?.action ?? nothing} data-pending=${pending ?? nothing}>${spot.edit ?? content(standing, column, spot.narrow)}</div>`;
}

/** @param {Standing} standing @param {Column} column @param {boolean} narrow */
function content({ crossing, staged, pending, failure }, { network }, narrow) {
  const text = addressText(crossing, network.driver);
  const shown = narrow && crossing.addresses.length ? hostPart(text, network) : text;
  if (pending) return html`<span class="p-pill waiting">${pending === "connect" ? (narrow ? "…" : gettext("connecting…")) : shown}</span>`;
  if (staged) return html`<span class="p-pill wish ${staged.action}">${staged.action === "connect" && narrow ? "+" : staged.action === "disconnect" ? shown : wish(staged)}</span>`;
  if (failure) return html`<span class="p-pill bad">${crossing.state === "joined" ? shown : narrow ? "!" : gettext("failed")}</span>`;
  if (!text) return nothing;
  const more = crossing.addresses.length > 1 && !narrow ? html`<span class="p-more" title=${crossing.addresses.join("\n")}>+${crossing.addresses.length - 1}</span>` : nothing;
  return html`<span class="p-pill">${shown}</span>${more}`;
}
