/** Shows the API's description with Swagger UI. Calls tried from here go out with this session, and so with its CSRF token. */

const place = document.getElementById("docs");

/** @param {{headers: Record<string, string>}} request */
function withCsrf(request) {
  request.headers["X-CSRFToken"] = place.dataset.csrf;
  return request;
}

/** Swagger UI's dark colours hang on a class of the document. */
function dress() {
  const chosen = document.documentElement.dataset.theme;
  document.documentElement.classList.toggle("dark-mode", chosen === "dark" || (chosen === "system" && dark.matches));
}

const dark = matchMedia("(prefers-color-scheme: dark)");
dark.addEventListener("change", dress);
dress();

window.SwaggerUIBundle({
  domNode: place,
  url: place.dataset.openapi,
  deepLinking: true,
  requestInterceptor: withCsrf,
  // The online validator would send the description to somebody else.
  validatorUrl: null,
});
