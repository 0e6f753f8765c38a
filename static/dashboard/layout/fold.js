// What is folded: a lane's containers into one card, a Compose project's lanes into one lane. Above a number of containers all that is
// full folds by itself; what a person opened or folded stays so. And what is narrowed to some projects.

import { compare, groupBy, laneIdOf } from "./model.js";

/** @typedef {import("../types.js").Lane} Lane */
/** @typedef {import("../types.js").Unit} Unit */
/** @typedef {import("../types.js").Fold} Fold */
/** @typedef {import("./parts.js").Reuse} Reuse */
/** @typedef {import("./model.js").EngineModel} EngineModel */
/** @typedef {{opened: ReadonlySet<string>, closed: ReadonlySet<string>}} Choices keys of folds: those that a person opened, and those folded by hand */

export const FOLD_ABOVE = 400;
const FULL_LANE = 8;

/** Only the lanes of some projects, and what hangs on them. @param {EngineModel} model @param {ReadonlySet<string> | null} projects null: all @param {Reuse} reuse @returns {EngineModel} */
export function narrowModel(model, projects, reuse) {
  if (!projects) return model;
  const lanes = model.lanes.filter((lane) => projects.has(lane.network.project ?? ""));
  const keys = new Set(lanes.map((lane) => lane.key));
  const byKey = new Map(model.lanes.map((lane) => [lane.key, lane]));
  const units = model.units
    .map((unit) => narrowUnit(model, unit, unit.endpoints.filter((endpoint) => keys.has(laneIdOf(endpoint, byKey))), reuse))
    .filter((unit) => unit.endpoints.length || projects.has(unit.container.project ?? ""));
  return { ...model, lanes: units.some((unit) => !unit.endpoints.length) ? [...new Set([...lanes, ...model.lanes.filter((lane) => lane.kind === "adrift")])] : lanes, units, hostUnits: model.hostUnits.filter((unit) => projects.has(unit.container.project ?? "")) };
}

/** @param {EngineModel} model @param {Unit} unit @param {import("../types.js").Endpoint[]} endpoints @param {Reuse} reuse @returns {Unit} */
const narrowUnit = (model, unit, endpoints, reuse) => reuse(`${model.engine.name} narrow ${unit.key}`, [unit, ...endpoints], () => ({ ...unit, endpoints }));

/** @param {EngineModel} model @param {Choices} choices @param {boolean} auto whether what is full folds by itself: there are many, on this host and the others @param {Reuse} given @returns {EngineModel & {folds: Map<string, string>}} `folds`: which lane stands for another */
export function foldModel(model, choices, auto, given) {
  /** @type {Reuse} */
  const reuse = (key, from, make) => given(`${model.engine.name} ${key}`, from, make);
  const wanted = (/** @type {string} */ key, /** @type {boolean} */ full) => (auto && full && !choices.opened.has(key)) || choices.closed.has(key);
  // Nothing is: of hundreds of containers none need be looked at.
  if (!auto && !choices.closed.size) return { ...model, folds: new Map() };
  const folds = foldedProjects(model, wanted);
  const byKey = new Map(model.lanes.map((lane) => [lane.key, lane]));
  const laneOf = (/** @type {import("../types.js").Endpoint} */ endpoint) => {
    const key = laneIdOf(endpoint, byKey);
    return folds.get(key) ?? key;
  };
  const homes = model.units.map((unit) => ({ unit, keys: new Set(unit.endpoints.length ? unit.endpoints.map(laneOf) : ["adrift"]) }));
  const inside = groupBy(homes.filter(({ keys }) => keys.size === 1).map(({ unit, keys }) => ({ unit, key: [...keys][0] })), (one) => one.key);
  const projects = projectLanes(model, folds, inside, reuse);
  const lanes = [...model.lanes.filter((lane) => !folds.has(lane.key)), ...projects].map((lane) => foldLane(lane, inside, wanted, reuse));
  const folded = new Map(lanes.filter((lane) => lane.fold).map((lane) => [lane.key, /** @type {Fold} */ (lane.fold)]));
  if (!folded.size) return { ...model, folds };
  const units = homes.filter(({ keys }) => keys.size !== 1 || !folded.has([...keys][0])).map(({ unit }) => unit);
  return { ...model, lanes, units: [...[...folded].filter(([, fold]) => fold.ids.length).map(([key, fold]) => reuse(`fold-unit ${key}`, [fold], () => foldUnit(key, fold, model.engine.name))), ...units], folds };
}

/** Which lanes disappear in their project's. @param {EngineModel} model @param {(key: string, full: boolean) => boolean} wanted @returns {Map<string, string>} */
function foldedProjects(model, wanted) {
  const folds = new Map();
  const groups = groupBy(model.lanes.filter((lane) => lane.network.project && lane.kind === "rail"), (lane) => lane.network.project ?? "");
  for (const [project, lanes] of groups) {
    const key = `project:${project}`;
    if (wanted(key, lanes.length > 1)) for (const lane of lanes) folds.set(lane.key, key);
  }
  return folds;
}

/** @param {EngineModel} model @param {Map<string, string>} folds @param {Map<string, {unit: Unit, key: string}[]>} inside @param {Reuse} reuse @returns {Lane[]} */
function projectLanes(model, folds, inside, reuse) {
  const groups = groupBy(model.lanes.filter((lane) => folds.has(lane.key)), (lane) => folds.get(lane.key) ?? "");
  return [...groups].sort((a, b) => compare(a[0], b[0])).map(([key, lanes]) => {
    const fold = foldOf(key, lanes[0].network.project ?? "", lanes.map((lane) => lane.key), inside.get(key) ?? [], reuse);
    return reuse(`project-lane ${key}`, [fold, ...lanes], () => projectLane(key, lanes, fold));
  });
}

/** @param {string} key @param {Lane[]} lanes @param {Fold} fold @returns {Lane} */
function projectLane(key, lanes, fold) {
  const [first] = lanes;
  const network = { ...first.network, id: key, name: first.network.project ?? "", driver: "", subnets: [], bridge: null, project: null, internal: lanes.every((lane) => lane.network.internal) };
  return { ...first, key, network, used: lanes.some((lane) => lane.used), fresh: lanes.some((lane) => lane.fresh), shares: [], fold };
}

/** @param {Lane} lane @param {Map<string, {unit: Unit, key: string}[]>} inside @param {(key: string, full: boolean) => boolean} wanted @param {Reuse} reuse @returns {Lane} */
function foldLane(lane, inside, wanted, reuse) {
  const units = inside.get(lane.key) ?? [];
  if (lane.fold || !units.length || !wanted(lane.key, units.length > FULL_LANE)) return lane;
  const fold = foldOf(lane.key, null, [lane.key], units, reuse);
  return reuse(`folded-lane ${lane.key}`, [lane, fold], () => ({ ...lane, fold }));
}

/** @param {string} key @param {string | null} project @param {string[]} lanes @param {{unit: Unit}[]} inside @param {Reuse} reuse @returns {Fold} */
function foldOf(key, project, lanes, inside, reuse) {
  const containers = inside.flatMap(({ unit }) => [unit.container, ...unit.members]);
  return reuse(`fold ${key}`, [project, ...lanes, null, ...containers], () => countFold(key, project, lanes, containers));
}

/** @param {string} key @param {string | null} project @param {string[]} lanes @param {import("../types.js").Container[]} containers @returns {Fold} */
function countFold(key, project, lanes, containers) {
  /** @type {Map<string, number>} */
  const states = new Map();
  for (const { state, health } of containers) {
    const shown = health === "unhealthy" ? "unhealthy" : state;
    states.set(shown, (states.get(shown) ?? 0) + 1);
  }
  return { key, project, lanes, states, ids: containers.map((container) => container.id) };
}

/** A stand-in for all of them, first in its lane. @param {string} key @param {Fold} fold @param {string} engine @returns {Unit} */
function foldUnit(key, fold, engine) {
  const container = { engine, id: `fold:${key}`, name: "", image: "", created: "", state: "running" };
  const endpoint = { engine, id: `fold:${key}`, container_id: container.id, network_id: key, network_name: "" };
  return { key: `fold:${key}`, container, members: [], endpoints: key === "adrift" ? [] : [endpoint], fold };
}
