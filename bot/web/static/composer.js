// Where one writes: grows to four lines, counts near the end, and never loses what was typed.
import { icon, make } from "./dom.js";

const LONGEST = 1000;
const COUNTED = 900;
const LINES = 4;

/** Count as the server does: code points after NFC. */
export function length(text) {
  return Array.from(text.normalize("NFC")).length;
}

export class Composer {
  constructor(chat) {
    this.chat = chat;
    this.field = make("textarea", {
      id: "field", rows: "1", dir: "auto", autocomplete: "off", enterkeyhint: "send", "aria-describedby": "count",
    });
    this.count = make("span", { id: "count", class: "count" });
    this.button = make("button", { class: "main send", "data-name": "send", disabled: true }, icon("send"));
    this.over = make("div", { class: "over" }, make("label", { for: "field", "data-say": "label" }), this.count);
    this.element = make(
      "form",
      { class: "composer" },
      this.over,
      make("div", { class: "line" }, this.field, this.button),
    );
    this.field.addEventListener("input", () => this.look());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
  }

  // An Enter that ends the writing of a sign (Chinese, say, or a keyboard's proposal) sends nothing.
  key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.send();
  }

  send() {
    const text = this.field.value.trim();
    if (text && length(text) <= LONGEST) {
      this.field.value = "";
      this.chat.talk.send({ text }, text);
    }
    this.look();
    this.field.focus();
  }

  /** Bring size, counter and button in line with the text. */
  look() {
    const { field, chat } = this;
    const count = field.value.length > COUNTED / 2 ? length(field.value.trim()) : 0;
    const long = count > LONGEST;
    this.button.disabled = !field.value.trim();
    this.count.textContent = long ? chat.words.long(count) : count > COUNTED ? chat.words.left(count) : "";
    this.count.classList.toggle("long", long);
    // Told aloud once, when it becomes too long, and not at every sign.
    if (long && !field.hasAttribute("aria-invalid")) chat.tell(chat.words.long(count));
    if (long) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    field.rows = 1;
    const line = parseFloat(getComputedStyle(field).lineHeight) || 24;
    field.rows = Math.max(1, Math.min(LINES, Math.round((field.scrollHeight - this.padding()) / line)));
  }

  padding() {
    const style = getComputedStyle(this.field);
    return parseFloat(style.paddingTop) + parseFloat(style.paddingBottom);
  }

  clear() {
    this.field.value = "";
    this.look();
  }
}
