// The measures of the picture, in its own units (1 is a CSS pixel at 100%).

export const WORLD = { x: 42, r: 29 };
export const FRAME = { x: 86, title: 36, top: 2, pad: 12, gap: 14 };
export const HOST = { x: 98, w: 150 };
export const INTERFACE = { x: 107, w: 80, h: 36, gap: 12 };
export const PIN = { x: 104, w: 88, h: 20, pitch: 24, most: 8 };
export const FILTER = { x: 200, w: 38 };
export const HEADER = { x: 286, w: 176, h: 86 };
export const RAIL = { x: HEADER.x + HEADER.w, thick: 5, offset: 15 };
export const COLUMN = { x: RAIL.x + 24, pitch: 118 };
export const CARD = { w: 104, h: 40, member: 20 };
export const LANE = { gap: 8, bottom: 6, thin: 24 };
export const TRUNK = { strip: 56 };
// A stub is as long as the lines of text beside it need.
export const LINE = 11;
export const STUB = 26;
// Where a card's drops leave it, from its left edge.
export const DROPS = [28, 12];
// A container in this many networks is drawn as one line that crosses them.
export const TRUNK_FROM = 4;
