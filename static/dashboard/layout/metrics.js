// The measures of the picture, in its own units (1 is a CSS pixel at 100%), for each of its steps: cards, names, dots.

/** @typedef {"cards" | "names" | "dots"} Step */
/** @typedef {{card: number, header: number, pitch: number}} Sizes the widths that follow from what is written; the height of a line of names */
/** @typedef {ReturnType<typeof metricsOf>} Metrics */

/** The host's side: how far from the left each of its parts is. Far away (on a projector) and in lines of names it is narrower. */
const SIDES = {
  usual: { world: { x: 42, r: 29 }, frame: 86, host: { x: 98, w: 150 }, interface: { x: 107, w: 80 }, pin: { x: 104, w: 88 }, filter: { x: 200, w: 38 }, header: 286 },
  far: { world: { x: 28, r: 23 }, frame: 54, host: { x: 60, w: 134 }, interface: { x: 67, w: 78 }, pin: { x: 65, w: 84 }, filter: { x: 157, w: 34 }, header: 232 },
  lines: { world: { x: 0, r: 0 }, frame: 6, host: { x: 16, w: 148 }, interface: { x: 25, w: 80 }, pin: { x: 22, w: 88 }, filter: { x: 120, w: 36 }, header: 196 },
};

/** What differs between the steps. `stub`: from a rail to its cards; `offset`: from a lane's top to its rail. */
const STEPS = {
  cards: { gap: 8, bottom: 6, thin: 24, thick: 5, offset: 15, stub: 26, card: 40, member: 20, hostCard: 40, header: 86, space: 14, lead: 24, end: 28 },
  names: { gap: 0, bottom: 0, thin: 18, thick: 3, offset: 0, stub: 0, card: 15, member: 0, hostCard: 24, header: 16, space: 16, lead: 20, end: 20 },
  dots: { gap: 0, bottom: 0, thin: 14, thick: 2, offset: 0, stub: 0, card: 8, member: 0, hostCard: 24, header: 13, space: 4, lead: 12, end: 20 },
};
const FAR = { stub: 20, offset: 13, card: 26, header: 62, gap: 5, thick: 7, space: 8, lead: 16, end: 20 };

// Widths grow in steps, so that a name more seldom changes the picture.
export const CARD_WIDTHS = [104, 124, 144, 168, 196];
export const HEADER_WIDTHS = [176, 192, 208, 224, 248];
export const FAR_HEADER_WIDTHS = [140, 160, 180];
export const LINE_HEADER_WIDTHS = [150, 190, 230, 270];
// From the roomiest: a finger or an unsteady hand hits what is 24 high.
export const PITCHES = { names: [26, 24, 18], dots: [18, 14] };

export const LINE = 11;
// A container in this many networks is drawn as one line that crosses them.
export const TRUNK_FROM = 4;
// Where a card's drops leave it, from its left edge.
export const DROPS = [28, 12];
export const MOST_PINS = 8;

/**
 * @param {Step} step @param {Sizes} sizes @param {{projector: boolean, titled: boolean}} how `titled`: each frame has a line with its host's name
 */
export function metricsOf(step, sizes, { projector, titled }) {
  const side = SIDES[step !== "cards" ? "lines" : projector ? "far" : "usual"];
  const one = { ...STEPS[step], ...(projector && step === "cards" ? FAR : {}) };
  const rail = { x: side.header + sizes.header, thick: one.thick, offset: one.offset };
  return {
    step,
    world: side.world,
    frame: step === "cards" ? { x: side.frame, title: titled ? 36 : 10, top: 2, pad: 12, gap: 14 } : { x: side.frame, title: titled ? 32 : 5, top: 2, pad: 8, gap: 8 },
    host: side.host,
    interface: { ...side.interface, h: 36, gap: 12 },
    pin: { ...side.pin, h: 20, pitch: 24 },
    filter: side.filter,
    header: { x: side.header, w: sizes.header, h: step === "cards" ? one.header : Math.min(sizes.pitch - 2, 22), lines: !projector },
    rail,
    column: { x: rail.x + one.lead, pitch: sizes.card + one.space },
    card: { w: sizes.card, h: step === "names" && sizes.pitch > 20 ? 20 : one.card, member: one.member, host: one.hostCard },
    lane: { gap: one.gap, bottom: one.bottom, thin: step === "cards" ? one.thin : sizes.pitch, pitch: sizes.pitch },
    stub: one.stub,
    end: one.end,
  };
}
