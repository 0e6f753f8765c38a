// The colours that the networks have on the map.

import { wholeColours } from "../layout/whole.js";

/** @param {import("../types.js").Snapshot} snapshot @param {ReadonlySet<string>} fresh @returns {Map<string, number>} `engine network` -> 0 to 7 */
export const networkColours = (snapshot, fresh) => new Map([...wholeColours(snapshot, fresh)].map(([key, { colour }]) => [key, colour]));
