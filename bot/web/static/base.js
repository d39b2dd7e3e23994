// What a conversation rests on: its parts, its calls, and what it tells the screen.
import { call, failure } from "./call.js";
import { Items } from "./items.js";
import { Kept } from "./kept.js";
import { Outbox } from "./sending.js";
import { Nap } from "./stream.js";

export const ROOT = "/api/v1/conversations";
// ms after which nobody else shall read what stands here.
export const IDLE = 20 * 60 * 1000;

export class Base extends EventTarget {
  constructor(base, local, session, language) {
    super();
    this._base = base;
    this._wished = language;
    this._shelf = new Kept(base, local, session);
    this._items = new Items();
    this._outbox = new Outbox(this);
    this._nap = new Nap();
    // {id, token, expires, kept}
    this._here = null;
    // What was asked in another is no news.
    this._era = 0;
    const guess = (navigator.language || "").startsWith("fr") ? "fr" : "en";
    Object.assign(this, { typing: false, connected: true, expired: false, kept: false, language: language || guess });
  }

  async _call(path, options = {}) {
    const { _era: era, _base: base, language } = this;
    try {
      const told = await call(base + path, { ...options, language });
      this._set({ connected: true });
      if (era !== this._era && !told.erased) throw failure(0, "over");
      return told;
    } catch (error) {
      if (error.code !== "over") this._set({ connected: error.status > 0 });
      throw error;
    }
  }

  /** Call about this conversation. `quiet`: the machine does, which is no sign that somebody is there. */
  async _ask(path, method, body, quiet) {
    if (!this._here) throw failure(401, "unauthorized");
    const { id, token } = this._here;
    const told = await this._call(`${ROOT}/${id}${path}`, { method, body, token });
    if (this._here && !quiet) {
      this._here.expires = Math.max(this.kept ? this._here.expires : 0, Date.now() + IDLE);
      this._adopt(this._here);
    }
    return told;
  }

  _tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  _show() {
    const detail = this._items.flush();
    if (detail) this._tell("items", detail);
    this._awaits = this._outbox.busy || this._items.list.some((one) => one.state === "waiting");
    // What was asked before another language was chosen is answered.
    if (!this._awaits) this._holds = false;
    this._set({ typing: this._awaits && this.connected });
  }

  _set(values) {
    const differs = Object.keys(values).some((name) => values[name] !== this[name]);
    Object.assign(this, values);
    if (differs) this._tell("state");
  }
}
