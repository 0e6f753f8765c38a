// Forms that give an order: the form shows that it is pending, and can't be sent twice.

/** @param {Document} page */
export function showBusy(page) {
  page.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!form.matches('form[method="post"]')) return;
    if (form.ariaBusy === "true") {
      event.preventDefault();
      return;
    }
    form.ariaBusy = "true";
    event.submitter?.classList.add("pressed");
  });
  // Back from the browser's cache: nothing is on its way any more.
  window.addEventListener("pageshow", () => {
    for (const form of page.querySelectorAll('form[aria-busy="true"]')) letGo(form);
  });
}

/** @param {Element} form */
function letGo(form) {
  form.ariaBusy = "false";
  for (const button of form.querySelectorAll(".pressed")) button.classList.remove("pressed");
}
