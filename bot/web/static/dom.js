// What every part of the screen builds with. Text goes in as text nodes only, never as markup.
const SVG = "http://www.w3.org/2000/svg";
const SHAPES = {
  more: "M5 12h.01M12 12h.01M19 12h.01",
  send: "M12 19V6M6 11l6-6 6 6",
  close: "M6 6l12 12M18 6L6 18",
  down: "M12 5v13M6 13l6 6 6-6",
  talk: "M4 5h16v11H10l-5 4v-4H4zM8 9h8M8 12h5",
  good: "M4 11h3v9H4zM7 12l4-8c3 0 3 3 2 6h6c2 0 2 1 2 2l-2 7c0 1-1 1-2 1H7",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
};
SHAPES.bad = SHAPES.good; // turned upside down by the style sheet

/** Make an element: functions become listeners, true an empty attribute, false and null none. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null && child !== false && child !== ""));
  return element;
}

/** Make a plain button: inside a form it would send that form otherwise. */
export function button(attributes, ...children) {
  return make("button", { type: "button", ...attributes }, ...children);
}

/** Draw an icon in the text's colour; words beside it say what it means. */
export function icon(name) {
  const drawn = document.createElementNS(SVG, "svg");
  drawn.setAttribute("viewBox", "0 0 24 24");
  drawn.setAttribute("aria-hidden", "true");
  drawn.setAttribute("class", `icon i-${name}`);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[name]);
  drawn.append(path);
  return drawn;
}

/** Empty an element (replaceChildren is too new for old phones). */
export function empty(element) {
  element.textContent = "";
  return element;
}

/** Say every `data-say` text and `data-name` label below `root` in these words. */
export function say(root, words) {
  for (const one of root.querySelectorAll("[data-say]")) one.textContent = words[one.dataset.say];
  for (const one of root.querySelectorAll("[data-name]")) {
    one.setAttribute("aria-label", words[one.dataset.name]);
  }
}

/** Turn lines into paragraphs; a phone number is not broken over two lines. */
export function paragraphs(text) {
  const lines = text.split("\n").filter((line) => line.trim());
  return lines.map((line) =>
    make("p", { dir: "auto" }, line.replace(/\+\d[\d ]+\d/g, (number) => number.replace(/ /g, "\u00a0"))),
  );
}

/** Hand a text to the person as a file. */
export function download(name, type, text) {
  const link = make("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
