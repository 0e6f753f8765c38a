// What the map shows of all there is: in which step, which projects, what is folded. Keeps what must not jump from picture to picture.

import { layout } from "../layout.js";
import { wholeColours } from "../layout/whole.js";
import { keyOf } from "../store.js";

/** @typedef {import("../types.js").Picture} Picture */
/** @typedef {import("../layout/metrics.js").Step} Step */

// Of the map's own scale: on a projector the smallest text is 16 px high.
const FAR = 1.6;

export const isProjector = () => document.documentElement.dataset.theme === "projector";
export const baseScale = () => (isProjector() ? FAR : 1);

/** @param {{room: () => {w: number, h: number}, measure: import("../layout/text.js").Measure, step: string | null, projects: Set<string> | null}} asked `step`, `projects`: those that the address names */
export function createStage({ room, measure, ...asked }) {
  /** @type {Step | "fitting"} */
  let step = isStep(asked.step) ? asked.step : "fitting";
  /** @type {Picture | null} */
  let kept = null;
  let [width, height] = [0, 0];
  // A network keeps the colour that it had on the whole map, whatever part of it is shown.
  /** @type {Map<string, import("../layout/colours.js").Style>} */
  const colours = new Map();
  /** @type {Set<string>} the networks that were there when colours were given */
  const seen = new Set();
  const folds = { opened: /** @type {Set<string>} */ (new Set()), closed: /** @type {Set<string>} */ (new Set()) };
  let { projects } = asked;

  /** Colours for the networks that have none yet. @param {import("../types.js").Snapshot} whole @param {ReadonlySet<string>} fresh */
  function learn(whole, fresh) {
    const keys = whole.networks.map((network) => keyOf(network.engine, network.id));
    if (keys.every((key) => seen.has(key))) return;
    for (const key of keys) seen.add(key);
    for (const [key, style] of wholeColours(whole, fresh, (known) => colours.get(known))) colours.set(key, style);
  }

  return {
    /** @param {import("../types.js").Snapshot} snapshot what is drawn @param {import("../types.js").Snapshot} whole all that there is @param {import("../layout/labels.js").Layers} layers @param {ReadonlySet<string>} fresh @returns {Picture} */
    lay(snapshot, whole, layers, fresh) {
      const scale = baseScale();
      const { w, h } = room();
      const size = [w / scale, h / scale];
      if (Math.abs(size[0] - width) > 1) kept = null;
      [width, height] = size;
      learn(whole, fresh);
      kept = layout(snapshot, { width, height, step, layers, fresh, measure, projector: isProjector(), projects, folds, colours, kept });
      return kept;
    },
    /** The colour that a network has on the map, 0 to 7. @param {string} engine @param {string} network */
    colourOf: (engine, network) => colours.get(keyOf(engine, network))?.colour ?? null,
    /** @param {string} wanted */
    choose(wanted) {
      if (isStep(wanted)) step = wanted;
      kept = null;
    },
    /** What is shown is quite another: nothing of the picture before is kept. */
    afresh() {
      kept = null;
    },
    /** @param {string} key */
    unfold(key) {
      folds.closed.delete(key);
      folds.opened.add(key);
    },
    /** @param {string} key */
    fold(key) {
      folds.opened.delete(key);
      folds.closed.add(key);
    },
    /** Only these; all, with null. @param {Set<string> | null} wanted */
    narrow(wanted) {
      projects = wanted;
      kept = null;
    },
    get projects() {
      return projects;
    },
    /** The keys of the folds that a person opened. */
    get opened() {
      return folds.opened;
    },
  };
}

/** @param {string | null} name @returns {name is Step} */
const isStep = (name) => name === "cards" || name === "names" || name === "dots";
