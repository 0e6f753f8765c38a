// The control "Cards · Names · Dots" above the map.

/** @param {HTMLElement} control with a radio button per step @param {(step: string) => void} onChoose */
export function createSteps(control, onChoose) {
  const radios = [.../** @type {NodeListOf<HTMLInputElement>} */ (control.querySelectorAll("input[type=radio]"))];
  control.addEventListener("change", (event) => {
    const { value } = /** @type {HTMLInputElement} */ (event.target);
    const url = new URL(location.href);
    url.searchParams.set("step", value);
    history.replaceState(null, "", url);
    onChoose(value);
  });
  return {
    /** @param {string} step */
    show(step) {
      for (const radio of radios) radio.checked = radio.value === step;
    },
  };
}
