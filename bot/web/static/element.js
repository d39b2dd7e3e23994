// <iom-chat>: the conversation (talk.js) and its screen, put together.
import { Composer } from "./composer.js";
import { make, say } from "./dom.js";
import { explain } from "./host.js";
import { Idle } from "./idle.js";
import { leave, watch } from "./leave.js";
import { Log } from "./log.js";
import { Menu } from "./menu.js";
import { foot, header, launcher } from "./shell.js";
import { Talk } from "./talk.js";
import { words } from "./words.js";

const HERE = new URL(import.meta.url);

export class IomChat extends HTMLElement {
  static get observedAttributes() {
    return ["language"];
  }

  connectedCallback() {
    if (this.root) return;
    const mode = this.getAttribute("mode");
    this.mode = mode === "page" || mode === "inline" ? mode : "float";
    this.setAttribute("mode", this.mode); // the style sheet looks at it
    this.level = this.mode === "page" ? 1 : 2;
    this.opinions = new Map();
    this.base = (this.getAttribute("base") || HERE.origin).replace(/\/$/, "");
    const wished = this.getAttribute("language");
    this.talk = new Talk({ base: this.base, language: words[wished] ? wished : null, opener: this.getAttribute("programme") });
    this.language = this.talk.language;
    this.root = this.attachShadow({ mode: "open" });
    this.build();
    this.listen();
    this.relabel();
    if (this.mode !== "float") this.start();
  }

  disconnectedCallback() {
    setTimeout(() => this.isConnected || this.talk.stop()); // moved is not removed
  }

  attributeChangedCallback(name, before, after) {
    if (this.root && after !== this.language && words[after]) this.speak(after);
  }

  // The page's own words (a loading line, numbers to call) stand until the style sheet is there.
  build() {
    this.composer = new Composer(this);
    this.log = new Log(this);
    this.head = header(this);
    this.menu = new Menu(this, this.head.menu);
    this.idle = new Idle(this);
    this.foot = foot(this);
    const dialog = this.mode === "float" && { role: "dialog", "aria-labelledby": "title" };
    this.frame = make(
      "div",
      { class: "frame", "data-size": "100", hidden: true, ...dialog },
      this.head.element, make(this.mode === "page" ? "main" : "div", { class: "middle" }, this.menu.sheet, this.log.element), this.foot.element,
    );
    this.launcher = this.mode === "float" && launcher(this);
    this.screen = make("div", {}, this.launcher, this.frame);
    this.frame.addEventListener("scroll", this.log.look, { passive: true });
    const styles = make("link", { rel: "stylesheet", href: new URL("/static/chat.css", HERE).href });
    const before = make("slot");
    const ready = () => {
      before.remove();
      this.textContent = "";
      this.root.append(this.screen);
      this.frame.hidden = this.mode === "float";
      this.composer.look();
      this.log.toLatest();
    };
    styles.addEventListener("load", ready);
    styles.addEventListener("error", ready); // plain, but all there
    this.root.append(styles, before);
  }

  listen() {
    this.talk.addEventListener("items", ({ detail }) => {
      this.log.update(detail, this.talk.items);
      this.idle.touch();
    });
    this.talk.addEventListener("cleared", ({ detail }) => this.cleared(detail.why));
    this.talk.addEventListener("state", () => {
      if (this.talk.language !== this.language) this.language = this.talk.language;
      this.relabel();
    });
    watch(this);
  }

  async start() {
    if (this.started) return;
    this.started = true;
    await this.quietly(() => this.talk.start());
    if (!this.talk.connected) explain(this.base);
  }

  // What was said before is shown, not read aloud.
  async quietly(work) {
    this.log.aloud(false);
    this.returning = true;
    try {
      await work();
    } finally {
      this.returning = false;
      this.log.aloud(true);
    }
  }

  cleared(why) {
    const was = this.log.articles.size > 0 && !this.returning;
    const note = { expired: "expired", erased: "erased", new: was && "fresh" }[why];
    this.log.clear(note);
    this.opinions.clear();
    this.idle.touch();
    if (why !== "new") this.composer.clear();
    this.relabel();
  }

  /** The words of the screen, and of one message. */
  get words() {
    return words[this.language];
  }

  wordsOf(language) {
    return words[language] || this.words;
  }

  relabel() {
    this.screen.lang = this.language;
    say(this.screen, this.words);
    this.head.relabel();
    this.foot.relabel();
    this.composer.look();
    if (this.mode !== "page") return;
    document.documentElement.lang = this.language;
    document.title = this.words.title;
  }

  async speak(language) {
    this.language = language;
    this.relabel();
    this.idle.touch();
    if (!this.menu.sheet.hidden) this.menu.show(this.menu.page);
    try {
      await this.talk.speak(language);
    } catch (error) {
      this.tell(this.words.failed);
    }
  }

  /** Send what a button of an answer stands for; reading goes on from one's own message. */
  press(one) {
    this.talk.send({ button: one.id }, one.label);
    const own = this.log.list.lastElementChild;
    if (own) own.focus({ preventScroll: true });
  }

  comeBack(code) {
    return this.quietly(() => this.talk.comeBack(code));
  }

  /** Say something to who listens to the screen. */
  tell(text) {
    this.foot.told.textContent = text;
  }

  focusField() {
    this.composer.field.focus();
  }

  leave() {
    leave(this);
  }

  forget() {
    this.log.clear();
    this.opinions.clear();
    this.composer.clear();
    this.root.textContent = "";
  }

  /** Open or close the panel of a floating chat. */
  show(open) {
    this.frame.hidden = !open;
    this.launcher.hidden = open;
    this.launcher.setAttribute("aria-expanded", String(open));
    if (!open) return this.launcher.focus();
    this.start();
    this.log.toLatest();
    return this.focusField();
  }
}
