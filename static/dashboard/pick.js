// Buttons that fill a field with what stands on them, such as an image that the engine has.

/** @param {Document} page */
export function fillByPick(page) {
  page.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-pick]") : null;
    if (!(button instanceof HTMLButtonElement)) return;
    const field = page.getElementById(button.dataset.pick ?? "");
    if (!(field instanceof HTMLInputElement)) return;
    field.value = button.value;
    field.focus();
  });
}
