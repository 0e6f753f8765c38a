/** The header that proves that a request comes from this page; htmx sends the same. @returns {Record<string, string>} */
export function csrfHeaders() {
  return JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
}
