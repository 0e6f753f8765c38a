// The menu that saves the map: pictures are made in the page, the rest comes from the API. What makes a picture is fetched when it is wanted.

import { announce } from "../announce.js";
import { gettext } from "../i18n.js";

/**
 * @param {HTMLDetailsElement} menu whose data-script is the address of picture.js, and whose buttons carry data-save ("svg", "png", "json", "mermaid", "dot") and perhaps data-whole
 * @param {{svg: SVGSVGElement, scroll: HTMLElement, picture: () => import("../types.js").Picture, moment: () => {revision: number | null, time: string}}} map
 *   `moment`: the revision that is shown (null: now) and when that was
 */
export function createExport(menu, { svg, scroll, picture, moment }) {
  menu.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? /** @type {HTMLElement | null} */ (event.target.closest("[data-save]")) : null;
    if (!button) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
    const { save = "", whole } = button.dataset;
    if (save !== "svg" && save !== "png") return download(save, moment().revision);
    try {
      const { savePicture } = await import(menu.dataset.script ?? "");
      await savePicture(save, whole !== undefined, { svg, scroll, picture: picture(), time: moment().time });
    } catch (error) {
      announce(gettext("The picture could not be made."));
      throw error;
    }
  });
}

/** @param {string} format @param {number | null} revision */
function download(format, revision) {
  location.assign(`/api/v1/topology/export?format=${format}${revision === null ? "" : `&revision=${revision}`}`);
}
