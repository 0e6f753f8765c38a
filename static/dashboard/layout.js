// The map's layout: a snapshot in, positions out. Pure: the same snapshot gives the same picture, and nothing else is looked at.

import { drawFrame, overlayLinks } from "./layout/frame.js";
import { FOLD_ABOVE, foldModel, narrowModel } from "./layout/fold.js";
import { metricsOf } from "./layout/metrics.js";
import { modelOf } from "./layout/model.js";
import { createParts } from "./layout/parts.js";
import { placesOf, planOf } from "./layout/plan.js";
import { sizesOf } from "./layout/sizes.js";
import { estimate } from "./layout/text.js";

/** @typedef {import("./types.js").Item} Item */
/** @typedef {import("./types.js").Picture} Picture */
/** @typedef {import("./layout/metrics.js").Step} Step */
/** @typedef {import("./layout/fold.js").Choices} Choices */
/** @typedef {import("./layout/model.js").EngineModel & {folds: Map<string, string>}} FoldedModel */
/**
 * `width`, `height`: of the view. `step`: the one that fits, unless chosen. `projects`: the only ones shown. `kept`: of the picture
 * before, what must not jump: its step where none is chosen, its widths, the order of its lanes, the places of its cards; and its parts,
 * which only spare work: without them the picture is the same. `colours`: those that networks have already, by `engine network`.
 * @typedef {{width: number, height: number, step: Step | "fitting", layers: import("./layout/labels.js").Layers, fresh: ReadonlySet<string>,
 *   measure: import("./layout/text.js").Measure, projector: boolean, projects: ReadonlySet<string> | null, folds: Choices, colours: ReadonlyMap<string, import("./layout/colours.js").Style> | null,
 *   kept: Pick<Picture, "step" | "sizes" | "order" | "places" | "parts"> | null}} Options
 */

const NOTHING = new Set();
/** @type {Options} */
const DEFAULTS = {
  width: 1040, height: 800, step: "cards", layers: { ips: true, ports: true, kernel: false, rates: false }, fresh: NOTHING, measure: estimate,
  projector: false, projects: null, folds: { opened: NOTHING, closed: NOTHING }, colours: null, kept: null,
};
// "One scroll away": a picture of cards may be this many views high.
const SCREENS = 2;

/** @typedef {{models: FoldedModel[], hosts: Map<string, number>, snapshot: import("./types.js").Snapshot, reuse: import("./layout/parts.js").Reuse, parts: import("./layout/parts.js").Parts}} Known what a picture of any step is made from */

/** @param {import("./types.js").Snapshot} snapshot @param {Partial<Options>} [options] @returns {Picture} */
export function layout(snapshot, options = {}) {
  const full = { ...DEFAULTS, ...options };
  const { reuse, parts } = createParts(full.kept?.parts);
  const models = modelOf(snapshot, full.fresh, reuse).map((model) => narrowModel(model, full.projects, reuse));
  const hosts = hostsOf(models);
  const drawn = (/** @type {Step} */ step) => picture({ models: step === "dots" ? models.map(unfolded) : folded(models, full.folds, reuse), hosts, snapshot, reuse, parts }, step, full);
  if (full.step !== "fitting") return drawn(full.step);
  if (full.kept) return drawn(full.kept.step);
  // Too many to be cards on any screen: not even tried.
  const cards = lanesIn(folded(models, full.folds, reuse)) <= 80 ? drawn("cards") : null;
  return cards && cards.height <= SCREENS * full.height ? cards : drawn("names");
}

/** @param {import("./layout/model.js").EngineModel} model @returns {FoldedModel} */
const unfolded = (model) => ({ ...model, folds: new Map() });

/** @param {import("./layout/model.js").EngineModel[]} models @param {Choices} choices @param {import("./layout/parts.js").Reuse} reuse */
function folded(models, choices, reuse) {
  const many = models.reduce((sum, model) => sum + model.units.length, 0) > FOLD_ABOVE;
  return models.map((model) => foldModel(model, choices, many, reuse));
}

/** @param {FoldedModel[]} models */
const lanesIn = (models) => models.reduce((sum, model) => sum + model.lanes.length, 0);

/** @param {Known} known @param {Step} step @param {Options} options @returns {Picture} */
function picture({ models, hosts, snapshot, reuse, parts }, step, options) {
  const how = { projector: options.projector, titled: models.length > 1 };
  const measures = (/** @type {import("./layout/metrics.js").Sizes} */ { card, header, pitch }) =>
    reuse("metrics", [step, card, header, pitch, how.projector, how.titled], () => metricsOf(step, { card, header, pitch }, how));
  const plansAt = (/** @type {import("./layout/metrics.js").Sizes} */ sizes) => models.map((model) => planOf(model, snapshot, measures(sizes), options));
  const sizes = options.kept?.step === step ? options.kept.sizes : sizesOf(models, step, options, (wanted) => rowsIn(plansAt(wanted)));
  const metrics = measures(sizes);
  const plans = plansAt(sizes);
  const columns = Math.max(0, ...plans.map((plan) => plan.trunkRoom + plan.columns * metrics.column.pitch));
  const right = Math.max(options.width - metrics.frame.pad, metrics.column.x + columns + metrics.end);
  /** @type {Item[]} */
  const items = [];
  let y = metrics.frame.top;
  for (const plan of plans) {
    const frame = drawFrame(plan, y, right, hosts, options, reuse);
    items.push(...frame.items);
    y = frame.bottom + metrics.frame.gap;
  }
  items.push(...overlayLinks(items, hosts, right));
  const order = plans.flatMap((plan) => plan.lanes.map((lane) => lane.key));
  return {
    width: right + metrics.frame.pad, height: y - metrics.frame.gap + metrics.frame.top, items: backToFront(items), step, sizes, order, parts,
    places: new Map(plans.flatMap(placesOf)), folded: models.some((model) => model.lanes.some((lane) => lane.fold)),
  };
}

/** By layer, in each as they came. @param {Item[]} items */
function backToFront(items) {
  /** @type {Item[][]} */
  const layers = [];
  for (const item of items) (layers[item.layer] ??= []).push(item);
  return layers.flat();
}

/** @param {import("./layout/plan.js").Plan[]} plans */
const rowsIn = (plans) => plans.reduce((sum, plan) => sum + plan.rows.reduce((all, rows) => all + rows, 0), 0);

/** On how many engines each overlay is. @param {import("./layout/model.js").EngineModel[]} models @returns {Map<string, number>} */
function hostsOf(models) {
  const counts = new Map();
  for (const model of models) for (const lane of model.lanes) counts.set(lane.key, (counts.get(lane.key) ?? 0) + 1);
  return counts;
}
