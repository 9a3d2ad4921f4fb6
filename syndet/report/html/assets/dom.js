// Elements: made one by one, their text always set as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

function build(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** An HTML element; a child may be an element, a text, a list of these, or nothing. */
function h(name, attributes, ...children) {
  return build(document.createElement(name), attributes, children);
}

/** An SVG element. */
function s(name, attributes, ...children) {
  return build(document.createElementNS(SVG, name), attributes, children);
}

/** A text of somebody else's inside ours: its direction and its direction marks end with it. */
function foreign(text) {
  return h("bdi", {}, text);
}

// Marks that turn the direction of what follows; where no element can keep them in, they are left out.
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** The same where only plain text can stand: in a drawing, a tooltip, the window's title. */
function plain(text, most = 200) {
  const line = text.replace(TURNING, "").replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ");
  if (line.length <= most) return line;
  return line.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "") + "…";
}

/** A link to an address of an article, for the web's own two schemes; else its text. */
function outward(address) {
  if (!/^https?:\/\//i.test(address)) return foreign(address);
  return h("a", { href: address, rel: "noopener noreferrer nofollow", target: "_blank", class: "outward" }, foreign(address));
}

/** Draws `paint(width)` into a box, and again whenever the box gets another width. */
function drawing(paint, attributes) {
  const box = h("div", { class: "drawing", ...attributes });
  let drawn = 0;
  new ResizeObserver(() => {
    const width = Math.floor(box.clientWidth);
    if (width === 0 || width === drawn) return;
    drawn = width;
    box.replaceChildren(paint(width));
  }).observe(box);
  return box;
}

/** A list that shows its first items, and more of them at a press. */
function growing(items, show, { step = 50, name = "more", list = "ol", attributes = {} } = {}) {
  const box = h(list, attributes);
  const more = h("button", { type: "button", class: "more" });
  let shown = 0;
  const grow = () => {
    const first = shown;
    shown = Math.min(shown + step, items.length);
    for (let place = first; place < shown; place++) box.append(show(items[place], place));
    more.hidden = shown === items.length;
    more.textContent = `Show ${Math.min(step, items.length - shown)} of ${number(items.length - shown)} ${name}`;
    if (first > 0) box.children[first].querySelector("a, button")?.focus();
  };
  more.addEventListener("click", grow);
  grow();
  return [box, more];
}

/** Says something to those who listen to the page instead of looking at it. */
function say(text) {
  document.getElementById("said").textContent = text;
}
