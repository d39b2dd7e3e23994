// Two minutes before an idle screen is emptied that is said, and one press gives the time anew.
import { button, make } from "./dom.js";

const AFTER = 18 * 60 * 1000; // ms; the conversation itself ends after 20 minutes

export class Idle {
  constructor(chat) {
    this.chat = chat;
    const stay = button({ "data-say": "stay", click: () => this.stay() });
    this.element = make("div", { class: "banner soon", hidden: true }, make("p", { role: "status" }), stay);
  }

  /** Something happened: count from now. */
  touch() {
    clearTimeout(this.timer);
    this.show(false);
    const { talk } = this.chat;
    if (talk.items.length > 0 && !talk.kept) this.timer = setTimeout(() => this.show(true), AFTER);
  }

  show(soon) {
    this.element.hidden = !soon;
    this.element.firstChild.textContent = soon ? this.chat.words.soon : "";
  }

  stay() {
    this.chat.speak(this.chat.language); // any call moves the end
    this.chat.focusField();
  }
}
