// A small tree of SVG elements, and how an element becomes it by changing only what differs. An element that stays keeps its
// transitions, its focus and its place.

/** @typedef {[tag: string, attributes: Record<string, string | number | null | undefined | false>, ...children: (Node | string)[]]} Node */

const SVG = "http://www.w3.org/2000/svg";

/** @param {Node} node @returns {SVGElement} */
export function make([tag, attributes, ...children]) {
  const element = document.createElementNS(SVG, tag);
  patch(element, attributes, children);
  return element;
}

/** @param {Element} element @param {Node[1]} attributes @param {(Node | string)[]} children */
export function patch(element, attributes, children) {
  setAttributes(element, attributes);
  if (children.length === 1 && typeof children[0] === "string") {
    if (element.textContent !== children[0]) element.textContent = children[0];
    return;
  }
  children.forEach((child, index) => patchChild(element, /** @type {Node} */ (child), element.children[index]));
  while (element.children.length > children.length) element.lastElementChild?.remove();
}

/** @param {Element} parent @param {Node} node @param {Element | undefined} old */
function patchChild(parent, node, old) {
  const [tag, attributes, ...children] = node;
  if (old?.localName === tag) patch(old, attributes, children);
  else if (old) old.replaceWith(make(node));
  else parent.append(make(node));
}

/** Sets those given, and takes away what an earlier call gave. @param {Element} element @param {Node[1]} attributes */
export function setAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) element.removeAttribute(name);
    else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
  }
  for (const name of element.getAttributeNames()) {
    if (!(name in attributes) && name !== "style") element.removeAttribute(name);
  }
}
