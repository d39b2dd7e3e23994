// The conversation as a list that is read aloud as it grows, and that never jumps under a reader.
import { button, empty, icon, make } from "./dom.js";
import { article, fill } from "./messages.js";

const NEAR = 80; // pixels from the end that still count as being there

export class Log {
  constructor(chat) {
    this.chat = chat;
    this.articles = new Map();
    this.list = make("div", { class: "list" });
    this.box = make(
      "div",
      { class: "log", role: "log", tabindex: "0", "data-name": "log", "aria-live": "off", "aria-relevant": "additions" },
      this.list,
    );
    this.newer = button({ class: "newer", hidden: true, click: () => this.toEnd() }, icon("down"), make("span", { "data-say": "newer" }));
    this.alert = make("p", { class: "unseen", role: "alert" });
    this.element = make("div", { class: "talk" }, this.box, this.newer, this.alert);
    this.look = () => this.atEnd() && this.seen();
    this.box.addEventListener("scroll", this.look, { passive: true });
  }

  /** Read aloud what comes from now on (true), or nothing: the history is no news. */
  aloud(on) {
    this.live = on;
    // Not in the same moment: what was just put in would be told, too.
    setTimeout(() => this.box.setAttribute("aria-live", this.live ? "polite" : "off"), on ? 100 : 0);
  }

  /** Show what changed; `items` is the whole conversation in its order. */
  update({ added = [], changed = [], removed = [] }, items) {
    const stuck = this.atEnd();
    const held = this.chat.root.activeElement;
    for (const key of removed) this.drop(key);
    for (const item of changed) {
      const there = this.articles.get(item.key);
      if (there) fill(there, item, this.chat);
    }
    for (const item of added.filter((one) => !this.articles.has(one.key))) {
      this.articles.set(item.key, article(item, this.chat));
    }
    if (added.length || changed.length) this.order(items);
    if (held && held !== this.chat.root.activeElement && !held.isConnected) this.chat.focusField();
    if (stuck && changed.some((item) => item.state === "unsent")) this.toEnd(); // what one may do about it
    this.follow(added, stuck, items);
  }

  drop(key) {
    const there = this.articles.get(key);
    if (there) there.remove();
    this.articles.delete(key);
  }

  // From the end: what is in its place already is not touched, so that it is not read again.
  order(items) {
    let next = null;
    for (let place = items.length - 1; place >= 0; place -= 1) {
      const one = this.articles.get(items[place].key);
      if (!one) continue;
      if (one.parentNode !== this.list || one.nextElementSibling !== next) this.list.insertBefore(one, next);
      next = one;
    }
  }

  // A new answer is shown from its beginning to who was at the end; others are told of it.
  follow(added, stuck, items) {
    if (!added.length) return;
    const own = added.some((item) => item.message.author === "user" && item.state !== "said");
    const first = added.find((item) => item.message.author !== "user") || added[0];
    if (this.live && added.some((item) => item.message.kind === "safety" && item.message.author !== "user")) this.warn(first);
    if (own) this.toEnd();
    else if (!this.live) this.toLatest(items);
    else if (stuck) this.toStart(this.articles.get(first.key));
    else this.newer.hidden = false;
  }

  // Said at once and once; the words themselves are read as those of any message.
  warn({ message }) {
    this.alert.lang = message.language;
    this.alert.textContent = this.chat.wordsOf(message.language).alert;
    setTimeout(() => empty(this.alert), 5000);
  }

  /** Empty the list, but for a note. */
  clear(note) {
    this.articles.clear();
    empty(this.list);
    this.newer.hidden = true;
    if (note) this.list.append(make("p", { class: "aside", "data-say": note }, this.chat.words[note]));
  }

  // On a low screen, or at 400 %, the whole chat moves and not this box.
  get scroller() {
    return getComputedStyle(this.box).overflowY === "auto" ? this.box : this.chat.frame;
  }

  atEnd() {
    const box = this.scroller;
    return box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
  }

  seen() {
    this.newer.hidden = true;
  }

  toEnd() {
    this.move((box) => box.scrollHeight);
    this.seen();
  }

  /** Show the last answer from its beginning. */
  toLatest(items = this.chat.talk.items) {
    const last = items.filter((item) => item.message.author !== "user").pop();
    if (last) this.toStart(this.articles.get(last.key));
    else this.toEnd();
  }

  toStart(one) {
    this.move((box) => box.scrollTop + one.getBoundingClientRect().top - box.getBoundingClientRect().top - 8);
  }

  // Twice: what was not drawn yet may turn out taller than thought.
  move(where) {
    const box = this.scroller;
    box.scrollTop = where(box);
    requestAnimationFrame(() => {
      box.scrollTop = where(box);
    });
  }
}
