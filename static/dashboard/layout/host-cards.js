// Host-mode containers, in the host's box where no wire and no interface is; and what a card's second line says.

import { fill, gettext } from "../i18n.js";
import { heightOf } from "./boxes.js";
import { imageOf, nameOf, stateWord } from "./names.js";
import { literal, shorten } from "./text.js";

/** @typedef {import("../types.js").Container} Container */
/** @typedef {import("../types.js").Item} Item */
/** @typedef {import("./model.js").EngineModel} EngineModel */
/** @typedef {import("./host.js").Ground} Ground */
/** @typedef {import("./text.js").Measure} Measure */

/** @param {EngineModel} model @param {import("./host.js").Placed[]} placed @param {Ground} ground @param {Measure} measure @returns {{items: Item[], bottom: number}} */
export function hostCards(model, placed, ground, measure) {
  const taken = takenBy(placed, ground);
  const { h } = sizeOf(ground);
  let y = ground.metrics.step === "cards" ? ground.filter.bottom + 14 : Math.max(ground.top + 28, ...placed.map(({ box, y: top }) => top + heightOf(box, ground) + 14));
  const items = model.hostUnits.flatMap((unit) =>
    [unit.container, ...unit.members].map((container) => {
      for (const [top, bottom] of taken) if (y + h + 6 > top && y - 6 < bottom) y = bottom + 8;
      const item = hostCard(model, container, y, ground, measure);
      y += h + 8;
      return item;
    }),
  );
  return { items, bottom: items.length ? y + 4 : 0 };
}

/** @param {Ground} ground */
const sizeOf = ({ metrics: { interface: { x, w }, filter, card, step } }) => ({ x: step === "cards" ? x : x - 3, w: step === "cards" ? filter.x + filter.w - x : w + 6, h: card.host });

/** Where interfaces and wires are, from the top. @param {import("./host.js").Placed[]} placed @param {Ground} ground @returns {[number, number][]} */
function takenBy(placed, ground) {
  /** @type {[number, number][]} */
  const taken = [
    ...placed.map(({ box, y }) => /** @type {[number, number]} */ ([y, y + heightOf(box, ground)])),
    ...ground.direct.map((lane) => /** @type {[number, number]} */ ([lane.way - 20, lane.way + 4])),
    ...ground.tunnels.map((lane) => /** @type {[number, number]} */ ([lane.way - 4, lane.way + 4])),
  ];
  return taken.sort((a, b) => a[0] - b[0]);
}

/** @param {EngineModel} model @param {Container} container @param {number} y @param {Ground} ground @param {Measure} measure @returns {Item} */
function hostCard(model, container, y, ground, measure) {
  const { x, w, h } = sizeOf(ground);
  const running = [gettext("host mode"), ...exposed(container)].join(" · ");
  return {
    key: `${model.engine.name} card ${container.id}`, type: "hostcard", layer: 4, x, y, w, h, engine: model.engine.name, id: container.id, state: container.state, health: container.health ?? null,
    name: shorten(nameOf(container, model.replicas), w - 34, "card", measure),
    note: h < 36 ? "" : container.state === "running" && container.health !== "unhealthy" ? shorten(running, w - 32, "small", measure) : stateNote(container, w - 32, measure), full: literal(container.name),
    label: fill(gettext("Container %(name)s, %(state)s, in the host's own network"), { name: literal(container.name), state: stateWord(container.state) }),
  };
}

/** @param {Container} container */
const exposed = (container) => [...new Set((container.ports ?? []).map((port) => `:${port.port}`))].slice(0, 3);

/** The state where it isn't running well, then the image, which gives way. @param {Container} container @param {number} width @param {Measure} measure */
export function stateNote(container, width, measure) {
  const told = container.state === "running" && container.health === "unhealthy" ? "unhealthy" : container.state;
  const state = told === "running" ? "" : `${stateWord(told)} · `;
  return state + shorten(imageOf(container.image), width - (state ? measure(state, "small") : 0), "small", measure);
}
