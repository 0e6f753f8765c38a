// Which layers of the map are switched on: kept in this browser.

const STORED = "netviz.layers";
const DEFAULTS = { ips: true, ports: true, kernel: false, rates: false };

/** @returns {import("../layout/labels.js").Layers} */
export function loadLayers() {
  try {
    const stored = JSON.parse(localStorage.getItem(STORED) ?? "{}");
    return /** @type {any} */ (Object.fromEntries(Object.entries(DEFAULTS).map(([name, on]) => [name, typeof stored[name] === "boolean" ? stored[name] : on])));
  } catch {
    // Storage can be forbidden, or hold what another version wrote.
    return { ...DEFAULTS };
  }
}

/** @param {HTMLElement} menu of check boxes, named after the layers @param {import("../layout/labels.js").Layers} layers @param {(layers: import("../layout/labels.js").Layers) => void} onChange */
export function watchLayers(menu, layers, onChange) {
  const boxes = [.../** @type {NodeListOf<HTMLInputElement>} */ (menu.querySelectorAll("input[type=checkbox]"))];
  const reason = menu.querySelector("[data-reason]");
  for (const box of boxes) box.checked = layers[/** @type {keyof typeof layers} */ (box.name)];
  menu.addEventListener("change", () => {
    const chosen = /** @type {any} */ (Object.fromEntries(boxes.map((box) => [box.name, box.checked])));
    try {
      localStorage.setItem(STORED, JSON.stringify(chosen));
    } catch {
      // Then the choice lasts as long as the page.
    }
    onChange(chosen);
  });
  return {
    /** What is written beside a connection is written on cards alone: there is no room in lines. @param {string} step */
    show(step) {
      for (const box of boxes) box.disabled = step !== "cards" && box.name !== "ports";
      reason?.toggleAttribute("hidden", step === "cards");
    },
  };
}
