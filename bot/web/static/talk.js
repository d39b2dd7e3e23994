// A conversation without a screen: what was said, what is under way, what this device remembers.
// Beyond the agreed interface: an unsent item's `error.auto` is true while it will be sent again by
// itself; an item that is told as changed may have moved in `items`; `stop()` forgets nothing.
import { IDLE } from "./base.js";
import { Course } from "./course.js";

export class Talk extends Course {
  constructor({ base = location.origin, local, session, language = null, opener = null } = {}) {
    super(base, local, session, language);
    this._opener = opener;
    this._stops = [];
  }

  get items() {
    return this._items.list;
  }

  async start() {
    this._watch();
    const held = this._shelf.read();
    if (held && held.expires > Date.now()) this._adopt(held);
    else if (held) this._shelf.forget();
    this._outbox.load();
    this._show();
    await this._begin();
    this._outbox.pump();
    if (this._opener && this._here) await this._askAbout(this._opener);
  }

  send(body, label) {
    this._clock();
    this._outbox.add(body, label || body.text);
    this._show();
  }

  retry(key) {
    this._outbox.retry(key);
    this._show();
  }

  drop(key) {
    this._outbox.drop(key);
    this._show();
  }

  async speak(language) {
    this._wished = language;
    this._untold = true;
    this._holds = this._awaits;
    this._set({ language });
    if (this._here) await this._tellLanguage();
  }

  async _tellLanguage() {
    try {
      await this._ask("/language", "PUT", { language: this.language });
      this._untold = false;
    } catch (error) {
      // Then before the next text.
    }
  }

  async judge(seq, useful, comment = null) {
    await this._do(`/messages/${seq}/feedback`, "POST", { useful, comment });
  }

  inOther(seq, language) {
    return this._do(`/messages/${seq}?lang=${language}`);
  }

  async mine() {
    const { status, ...held } = await this._do("/export");
    return held;
  }

  /** How it stands on the server: is there a case, may a contact be left, was one left. */
  about() {
    return this._ask("");
  }

  async erase() {
    try {
      if (this._here) await this._ask("", "DELETE");
    } catch (error) {
      // The stream was quicker.
      if (error.code === "over") return;
      if (error.status !== 401 && error.status !== 404) throw error;
    }
    this._clear("erased");
  }

  async comeBack(code) {
    const made = await this._call("/api/v1/resume", { method: "POST", body: { code } });
    await this._change({ id: made.conversation_id, token: made.token, expires: Date.now() + IDLE });
    this._outbox.wake();
  }

  async keep(days) {
    const { expires_at: until } = await this._do("/keep", "PUT", { days });
    // The clock here may be wrong.
    const most = Date.now() + (days ? days * 86400000 : IDLE);
    this._adopt({ ...this._here, expires: Math.min(most, Date.parse(until) || most), kept: days > 0 });
  }

  async contact(value) {
    await this._do("/contact", "POST", value === null ? { contact: null } : { contact: value, consent: true });
  }

  leave() {
    this._shelf.leave();
    this._clear("left");
  }

  stop() {
    this._era += 1;
    this._stopped = true;
    this._stops.forEach((stop) => stop());
    this._unfollow();
    clearTimeout(this._idle);
  }

  async _do(path, method, body) {
    try {
      return await this._ask(path, method, body);
    } catch (error) {
      if (error.status === 401) this._dead(error.token);
      throw error;
    }
  }

  _watch() {
    const on = (target, name, heard) => {
      target.addEventListener(name, heard);
      this._stops.push(() => target.removeEventListener(name, heard));
    };
    on(window, "online", () => this._back(true));
    on(window, "offline", () => {
      this._set({ connected: false });
      if (this._stream) this._stream.cut("lost"); // what still arrives is from before
    });
    on(window, "focus", () => this._clock());
    on(window, "pagehide", () => this._stream && this._stream.unseen(0));
    on(window, "pageshow", (event) => event.persisted && this._back());
    on(document, "visibilitychange", () => {
      if (!document.hidden) this._back();
      else if (this._stream) this._stream.unseen();
    });
    on(window, "storage", ({ key }) => key === this._shelf.name && this.kept && this._elsewhere());
  }

  /** Somebody is here again, or the network: what waited goes on, unless it is too late. */
  _back(anew) {
    this._clock();
    if (this._stream) this._stream.seen(anew);
    this._nap.wake();
    this._outbox.wake();
  }

  /** Another tab left, erased, or went on in another conversation. */
  _elsewhere() {
    const held = this._shelf.read();
    if (!held) return this._clear("left");
    if (held.token === this._here.token) return (this._here.expires = held.expires);
    return this._change(held);
  }

  async _askAbout(programme) {
    const found = await this._call(`/api/v1/programmes/${encodeURIComponent(programme)}`).catch(() => null);
    if (!found) return;
    const name = found.name[this.language];
    const text = this.language === "fr" ? `Parlez-moi du programme «\u00a0${name}\u00a0».` : `Tell me about the programme “${name}”.`;
    if (!this.items.some((one) => one.message.text === text)) this.send({ text });
  }
}
