// The sheet behind "Options": text size, one's data, the code, keeping and deleting.
import { button, download, empty, make } from "./dom.js";
import { transcript } from "./tools.js";

const SIZES = ["100", "125", "150"];

export class Menu {
  constructor(chat, opener) {
    this.chat = chat;
    this.opener = opener;
    this.sheet = make("section", { class: "sheet", role: "dialog", "data-name": "menu", hidden: true });
    opener.addEventListener("click", () => (this.sheet.hidden ? this.show("main") : this.close()));
    this.sheet.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
    });
  }

  /** Show a page of the sheet: main, data, code, keep, contact or erase. */
  show(page) {
    this.page = page;
    const t = this.chat.words;
    const title = make(`h${this.chat.level + 1}`, { tabindex: "-1" }, page === "main" ? t.menu : t[page]);
    this.status = make("p", { class: "told", role: "status" });
    const back = page !== "main" && button({ click: () => this.show("main") }, t.back);
    const parts = [title, ...this[page](t), this.status, back].filter(Boolean);
    empty(this.sheet).append(...parts, button({ class: "shut", click: () => this.close() }, t.close));
    this.sheet.hidden = false;
    this.opener.setAttribute("aria-expanded", "true");
    (this.sheet.querySelector("input") || title).focus();
  }

  close(then = this.opener) {
    if (this.sheet.hidden) return;
    this.sheet.hidden = true;
    empty(this.sheet);
    this.opener.setAttribute("aria-expanded", "false");
    then.focus();
  }

  main(t) {
    const { chat } = this;
    const handed = chat.talk.items.some((item) => item.message.kind === "handoff");
    const to = (page, words) => button({ class: "row", click: () => this.show(page) }, words);
    const unkeep = button({ class: "row", click: () => this.act(() => chat.talk.keep(0), t.unkept) }, t.unkeep);
    return [
      this.sizes(t),
      to("data", t.data),
      to("code", t.code),
      chat.talk.kept ? unkeep : handed && to("keep", t.keep),
      handed && this.reachable(to("contact", t.contact)),
      to("erase", t.erase),
      make("a", { class: "row", href: `${chat.base}/privacy#${chat.language}`, target: "_blank", rel: "noopener" }, t.privacy, make("span", { class: "unseen" }, ` ${t.tab}`)),
      make("p", { class: "soft" }, t.leaveNote),
    ];
  }

  // Only where somebody reads it, which the server knows.
  reachable(row) {
    row.hidden = true;
    this.chat.talk.about().then(
      (about) => {
        this.left = about.contact_left;
        row.hidden = !about.may_leave_contact && !this.left;
      },
      () => {},
    );
    return row;
  }

  contact(t) {
    const field = make("input", { id: "contact", maxlength: "100", autocomplete: "off", spellcheck: "false", required: true });
    const agreed = make("label", { class: "pick" }, make("input", { type: "checkbox", required: true }), t.consent);
    const form = make("form", {}, make("label", { for: "contact" }, t.contactLabel), field, agreed, make("button", { class: "main" }, t.save));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.act(() => this.chat.talk.contact(field.value.trim()), t.saved);
    });
    const back = button({ click: () => this.act(() => this.chat.talk.contact(null), t.takenBack) }, t.takeBack);
    return [make("p", {}, t.contactNote), form, this.left && back];
  }

  sizes(t) {
    const pressed = (size) => String(this.chat.frame.dataset.size === size);
    const row = SIZES.map((size) => button({ "aria-pressed": pressed(size), click: (event) => this.size(size, event.target) }, `${size}\u00a0%`));
    return make("div", { class: "sizes", role: "group", "aria-label": t.size }, make("span", { "aria-hidden": "true" }, t.size), make("div", { class: "pair" }, ...row));
  }

  // In memory only: the next person on this device need not see that somebody read large print.
  size(size, pressed) {
    this.chat.frame.dataset.size = size;
    for (const one of pressed.parentNode.children) one.setAttribute("aria-pressed", String(one === pressed));
    this.chat.composer.look();
    pressed.scrollIntoView({ block: "nearest" }); // larger words above may have pushed it away
  }

  data(t) {
    const save = (name, type, text) => this.act(async () => download(name, type, text(await this.chat.talk.mine())), "");
    return [
      make("p", {}, t.dataNote),
      make(
        "div",
        { class: "pair" },
        button({ class: "main", click: () => save("iom-assistant.txt", "text/plain;charset=utf-8", (held) => transcript(held, this.chat.language)) }, t.txt),
        button({ click: () => save("iom-assistant-data.json", "application/json", (held) => JSON.stringify(held, null, 2)) }, t.json),
      ),
    ];
  }

  code(t) {
    const field = make("input", { id: "code", maxlength: "100", autocomplete: "off", autocapitalize: "none", spellcheck: "false", required: true });
    const form = make("form", {}, make("label", { for: "code" }, t.codeLabel), field, make("button", { class: "main" }, t.find));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        await this.chat.comeBack(field.value);
        this.close(this.chat.composer.field);
      } catch (error) {
        this.status.textContent = error.status === 404 ? t.badCode : error.message || t.failed;
        field.focus();
      }
    });
    return [form];
  }

  keep(t) {
    const yes = button({ class: "main", click: () => this.act(() => this.chat.talk.keep(7), t.kept) }, t.keepYes);
    return [make("p", {}, t.keepNote), yes];
  }

  erase(t) {
    const gone = async () => {
      await this.chat.talk.erase();
      this.close(this.chat.composer.field);
    };
    return [make("p", {}, t.eraseNote), button({ class: "main danger", click: () => this.act(gone, "") }, t.eraseYes)];
  }

  // Whatever is asked of the server may fail on a poor link: it is said, and can be tried again.
  async act(work, done) {
    const { status } = this;
    try {
      await work();
      status.textContent = done;
    } catch (error) {
      status.textContent = error.message || this.chat.words.failed;
    }
  }
}
