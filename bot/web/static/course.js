// The course of a conversation: opened, resumed, followed, ended. Talk adds what a person may do.
import { call, failure } from "./call.js";
import { Items } from "./items.js";
import { Kept } from "./kept.js";
import { Outbox } from "./sending.js";
import { Nap, Stream, pause } from "./stream.js";

export const ROOT = "/api/v1/conversations";
export const IDLE = 20 * 60 * 1000; // ms after which nobody else shall read what stands here
const LATELY = 60000; // ms for which, after a reload, an answer is still awaited
const TOLD = ["typing", "connected", "language", "expired", "kept"];

const isDead = (error) => error.token && (error.status === 401 || error.status === 404);

export class Course extends EventTarget {
  constructor(base, local, session, language) {
    super();
    this._base = base;
    this._wished = language; // null: as the browser says
    this._shelf = new Kept(base, local, session);
    this._items = new Items();
    this._outbox = new Outbox(this);
    this._nap = new Nap();
    this._here = null; // {id, token, expires, kept}
    this._era = 0; // what was asked in another is no news
    const guess = (navigator.language || "").startsWith("fr") ? "fr" : "en";
    Object.assign(this, { typing: false, connected: true, expired: false, kept: false, language: language || guess });
  }

  // ---- calls

  async _call(path, options) {
    const era = this._era;
    try {
      const told = await call(this._base + path, { ...options, language: this.language });
      this._set({ connected: true });
      if (era !== this._era && !told.erased) throw failure(0, "over");
      return told;
    } catch (error) {
      if (error.code !== "over") this._set({ connected: error.status > 0 });
      throw error;
    }
  }

  async _ask(path, options) {
    if (!this._here) throw failure(401, "unauthorized");
    const { id, token } = this._here;
    const told = await this._call(`${ROOT}/${id}${path}`, { ...options, token });
    if (this._here) this._moved();
    return told;
  }

  // ---- opening and ending

  /** Read the history, or open a conversation; try again until one is there. */
  async _begin(tries = 0) {
    const era = this._era;
    try {
      if (this._here) await this._resume();
      else await this._open();
    } catch (error) {
      if (isDead(error)) await this._renew(error.token);
      if (era !== this._era) return;
      if (!this._here) this._nap.sleep(error.after * 1000 || pause(tries)).then(() => this._here || era !== this._era || this._begin(tries + 1));
    }
    this._follow(); // which brings the history, too, if that failed
    this._show();
  }

  async _resume() {
    const [{ messages }, about] = await Promise.all([this._ask("/messages"), this._ask("").catch(() => ({}))]);
    this._arrived(messages);
    if (about.language && !this._untold) this._set({ language: about.language });
    const last = this._items.list.filter((one) => one.message.seq).pop();
    if (!last || last.message.author !== "user" || Date.now() - Date.parse(last.message.at) > LATELY) return;
    this._items.change(last.key, { state: "waiting" });
    setTimeout(() => this._items.change(last.key, { state: "said" }) || this._show(), LATELY);
  }

  _open() {
    this._opening = this._opening || this._make().finally(() => (this._opening = null));
    return this._opening;
  }

  async _make() {
    const made = await this._call(ROOT, { method: "POST", body: { language: this._wished } });
    this._untold = false;
    this._adopt({ id: made.conversation_id, token: made.token, expires: Date.now() + IDLE });
    this._arrived(made.messages);
    this._follow();
  }

  _adopt(here) {
    this._here = here;
    this._shelf.write(here);
    this._set({ expired: false, kept: Boolean(here.kept) });
    this._clock();
  }

  /** Go on in another conversation; what is unsent goes into it. */
  _change(here) {
    this._unfollow();
    this._here = null;
    this._outbox.renew();
    this._items.reset((one) => this._outbox.has(one.key));
    this._tell("cleared", { why: "new" });
    if (here) this._adopt(here);
    this._show();
  }

  /** The token is dead: take the conversation of another tab, or open one. */
  async _renew(token) {
    if (!this._here || this._here.token !== token) return;
    const other = this._shelf.read();
    if (other && other.token !== token) {
      this._change(other);
      return this._begin();
    }
    const unsent = this._shelf.unsent();
    this._shelf.forget();
    this._change(null);
    unsent.forEach((one) => this._shelf.put(one));
    await this._open().catch(() => null); // it is tried again with what is to be sent
  }

  _dead(token) {
    if (this._here && this._here.token === token) this._clear("expired");
  }

  /** The last words of a conversation stay on the screen. */
  _erased(messages, era) {
    if (era === this._era) this._clear("erased");
    else if (this._why !== "erased" || this._here) return; // left, or begun anew
    this._items.farewell(messages);
    this._show();
  }

  _clear(why) {
    this._era += 1;
    this._why = why;
    this._unfollow();
    this._outbox.empty();
    this._shelf.forget(why === "left");
    this._here = null;
    this._clock();
    this._items.reset();
    this._tell("cleared", { why });
    this._set({ expired: why === "expired", kept: false, typing: false });
  }

  // ---- the idle minutes

  _moved() {
    this._here.expires = Math.max(this._here.kept ? this._here.expires : 0, Date.now() + IDLE);
    this._shelf.write(this._here);
    this._clock();
  }

  /** End when it is time. A timer alone would sleep with the machine, so this is asked often. */
  _clock() {
    clearTimeout(this._idle);
    if (!this._here) return;
    const left = this._here.expires - Date.now();
    if (left > 0) this._idle = setTimeout(() => this._clock(), left);
    else this._clear("expired");
  }

  // ---- what arrives

  _follow() {
    if (!this._here || this._stream) return;
    const { id, token } = this._here;
    const path = `${ROOT}/${id}`;
    const era = this._era;
    this._stream = new Stream({
      open: (signal) => {
        const headers = { Authorization: `Bearer ${token}`, "Last-Event-ID": String(this._items.last) };
        return fetch(`${this._base}${path}/events`, { headers, signal, cache: "no-store", credentials: "omit" });
      },
      told: (event) => this._told(event),
      poll: () => this._catchUp(path, token),
      away: (away) => era === this._era && this._set({ connected: !away }),
      dead: () => this._dead(token),
      busy: () => this.typing,
    });
    if (document.hidden) this._stream.unseen();
  }

  _unfollow() {
    if (this._stream) this._stream.stop();
    this._stream = null;
  }

  /** Read what is new without a stream; that is no sign that somebody is there. */
  async _catchUp(path, token) {
    const mine = this._stream;
    try {
      const { messages } = await this._call(`${path}/messages?after=${this._items.last}`, { token });
      if (mine === this._stream) this._arrived(messages);
      return messages.length;
    } catch (error) {
      if (isDead(error)) this._dead(token);
      throw error;
    }
  }

  _told({ type, data }) {
    if (type === "erased") return this._clear("erased");
    const message = JSON.parse(data);
    if (message.seq) return this._arrived([message]);
    if (this._outbox.has(message.client_message_id)) this._items.under(message.client_message_id, [message], "coming");
    this._show();
  }

  /** Messages came, and nothing is missing before them. */
  _arrived(messages) {
    this._take(messages);
    for (const { seq } of messages) this._items.last = Math.max(this._items.last, seq);
  }

  _take(messages) {
    this._items.take(messages);
    for (const one of messages) {
      if (one.author === "user") this._outbox.stored(one.client_message_id);
      else this._outbox.replied(one.seq);
    }
    const said = messages.filter((one) => one.author !== "user" && one.kind !== "notice").pop();
    if (said && !this._holds) this._set({ language: said.language });
    this._show();
  }

  // ---- telling the screen

  _tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  _show() {
    const detail = this._items.flush();
    if (detail) this._tell("items", detail);
    const typing = this._outbox.busy || this._items.list.some((one) => one.state === "waiting");
    if (!typing) this._holds = false; // answers in the language chosen before are over
    this._set({ typing: typing && this.connected });
  }

  _set(values) {
    const differs = TOLD.some((name) => name in values && values[name] !== this[name]);
    Object.assign(this, values);
    if (differs) this._tell("state");
  }
}
