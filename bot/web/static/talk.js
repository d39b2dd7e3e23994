// A conversation without a screen: what was said, what is under way, what this device remembers.
// Beyond the agreed interface: an unsent item's `error.auto` is true while it will be sent again by
// itself; an item that is "changed" may have moved in `items`; `stop()` lets go without forgetting.
import { call, failure } from "./call.js";
import { Items } from "./items.js";
import { Kept } from "./kept.js";
import { Outbox } from "./sending.js";
import { Nap, Stream, pause } from "./stream.js";

const ROOT = "/api/v1/conversations";
const IDLE = 20 * 60 * 1000; // ms after which the token dies, and nobody else shall read what stands here
const LATELY = 60000; // ms for which, after a reload, an answer is still awaited

export class Talk extends EventTarget {
  constructor({ base = location.origin, local, session, language = null, opener = null } = {}) {
    super();
    Object.assign(this, { _base: base, _wished: language, _opener: opener });
    this._shelf = new Kept(base, local, session);
    this._items = new Items();
    this._outbox = new Outbox(this);
    this._nap = new Nap();
    this._here = null; // {id, token, expires}
    this._stops = [];
    this.language = language || ((navigator.language || "").startsWith("fr") ? "fr" : "en");
    Object.assign(this, { typing: false, connected: true, expired: false, kept: false });
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
    if (!(await this._begin(0))) return;
    this._outbox.pump();
    if (this._opener) await this._askAbout(this._opener);
  }

  send(body, label) {
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
    this._holds = this.typing; // what comes now was asked before
    this._set({ language });
    this._untold = true;
    await this._tellLanguage().catch(() => null);
  }

  async judge(seq, useful, comment = null) {
    await this._ask(`/messages/${seq}/feedback`, { method: "POST", body: { useful, comment } });
  }

  inOther(seq, language) {
    return this._ask(`/messages/${seq}?lang=${language}`);
  }

  async mine() {
    const { status, ...held } = await this._ask("/export");
    return held;
  }

  async erase() {
    if (this._here) {
      await this._ask("", { method: "DELETE" }).catch((error) => {
        if (error.status !== 401 && error.status !== 404) throw error; // else it is gone already
      });
    }
    this._clear("erased");
  }

  async comeBack(code) {
    const made = await this._call("/api/v1/resume", { method: "POST", body: { code } });
    this._change({ id: made.conversation_id, token: made.token, expires: Date.now() + IDLE });
    await this._begin(0);
    this._outbox.wake();
  }

  async keep(days) {
    const { expires_at: until } = await this._ask("/keep", { method: "PUT", body: { days } });
    const most = Date.now() + (days ? days * 86400000 : IDLE); // the clock here may be wrong
    this._here.expires = Math.min(most, Date.parse(until) || most);
    this._here.kept = days > 0;
    this._shelf.write(this._here);
    this._set({ kept: days > 0 });
    this._clock();
  }

  async contact(value) {
    const body = value === null ? { contact: null } : { contact: value, consent: true };
    await this._ask("/contact", { method: "POST", body });
  }

  leave() {
    this._shelf.forget(true);
    this._clear("left");
  }

  stop() {
    this._stops.forEach((stop) => stop());
    this._unfollow();
    clearTimeout(this._idle);
  }

  // ---- calls

  _call(path, options = {}) {
    return call(this._base + path, { ...options, language: this.language }).then(
      (told) => {
        this._set({ connected: true });
        return told;
      },
      (error) => {
        this._set({ connected: Boolean(error.status) });
        throw error;
      },
    );
  }

  async _ask(path, options) {
    const here = this._here;
    if (!here) throw failure(401, "unauthorized");
    const told = await this._call(`${ROOT}/${here.id}${path}`, { ...options, token: here.token });
    if (here === this._here) this._moved();
    return told;
  }

  async _tellLanguage() {
    if (!this._here || !this._untold) return;
    await this._ask("/language", { method: "PUT", body: { language: this.language } });
    this._untold = false;
  }

  // ---- opening, resuming, ending

  /** Read the history, or open a conversation; tries again until it can. */
  async _begin(tries) {
    try {
      if (this._here) {
        const [{ messages }, about] = await Promise.all([this._ask("/messages"), this._ask("").catch(() => ({}))]);
        this._arrived(messages);
        if (about.language && !this._untold) this._set({ language: about.language });
        this._awaitAgain();
      } else await this._open();
    } catch (error) {
      if (error.token && (error.status === 401 || error.status === 404)) await this._renew(error.token);
      else {
        this._follow(); // which catches up by itself, if there is a conversation
        if (!this._here) this._nap.sleep(error.after * 1000 || pause(tries)).then(() => this._here || this._stopped || this._begin(tries + 1));
      }
    }
    this._follow();
    this._show();
    return Boolean(this._here);
  }

  _open() {
    if (!this._opening) this._opening = this._make().finally(() => (this._opening = null));
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
    this.dispatchEvent(new CustomEvent("cleared", { detail: { why: "new" } }));
    if (here) this._adopt(here);
    this._show();
  }

  /** The token is dead: open a new conversation, unless that was done; return ms until to try again. */
  async _renew(token) {
    if (!this._here || this._here.token !== token) return 1;
    const unsent = this._shelf.unsent();
    this._shelf.forget();
    this._change(null);
    unsent.forEach((one) => this._shelf.put(one));
    await this._open().catch(() => null);
    return 1;
  }

  _dead(token) {
    if (this._here && this._here.token === token) this._clear("expired");
  }

  _erased(messages = []) {
    if (this._here) this._clear("erased");
    this._items.farewell(messages);
    this._show();
  }

  _clear(why) {
    this._unfollow();
    clearTimeout(this._idle);
    this._outbox.empty();
    this._shelf.forget();
    this._here = null;
    this._items.reset();
    this.dispatchEvent(new CustomEvent("cleared", { detail: { why } }));
    this._set({ expired: why === "expired", kept: false, typing: false });
  }

  // ---- the idle minutes

  _moved() {
    this._here.expires = Math.max(this._here.kept ? this._here.expires : 0, Date.now() + IDLE);
    this._shelf.write(this._here);
    this._clock();
  }

  /** End when it is time. A timer alone would sleep with the machine. */
  _clock() {
    clearTimeout(this._idle);
    if (!this._here) return;
    const left = this._here.expires - Date.now();
    if (left <= 0) this._clear("expired");
    else this._idle = setTimeout(() => this._clock(), left);
  }

  _watch() {
    const on = (target, name, heard) => {
      target.addEventListener(name, heard);
      this._stops.push(() => target.removeEventListener(name, heard));
    };
    const back = () => {
      this._clock();
      if (this._stream) this._stream.wake();
      this._nap.wake();
      this._outbox.wake();
    };
    on(window, "online", back);
    on(window, "offline", () => this._set({ connected: false }));
    on(window, "focus", () => this._clock());
    on(window, "pageshow", (event) => event.persisted && back());
    on(document, "visibilitychange", () => {
      if (!document.hidden) this._clock();
      if (this._stream) this._stream.seen(!document.hidden);
    });
  }

  // ---- what arrives

  _follow() {
    if (!this._here || this._stream) return;
    const { id, token } = this._here;
    const headers = () => ({ Authorization: `Bearer ${token}`, "Last-Event-ID": String(this._items.last) });
    this._stream = new Stream({
      open: (signal) => fetch(`${this._base}${ROOT}/${id}/events`, { headers: headers(), signal, cache: "no-store", credentials: "omit" }),
      told: (event) => this._told(event),
      poll: () => this._call(`${ROOT}/${id}/messages?after=${this._items.last}`, { token }).then(({ messages }) => this._arrived(messages) || messages.length),
      away: (away) => this._set({ connected: !away }),
      dead: () => this._dead(token),
      busy: () => this.typing,
    });
  }

  _unfollow() {
    if (this._stream) this._stream.stop();
    this._stream = null;
  }

  _told({ type, data }) {
    if (type === "erased") return this._clear("erased");
    const message = JSON.parse(data);
    if (message.seq === null) {
      if (this._outbox.has(message.client_message_id)) this._items.under(message.client_message_id, [message], "coming");
      return this._show();
    }
    this._arrived([message]);
  }

  /** Messages came with all that were before them. */
  _arrived(messages) {
    this._take(messages);
    for (const { seq } of messages) this._items.last = Math.max(this._items.last, seq);
  }

  _take(messages) {
    this._items.take(messages, (key) => (this._outbox.has(key) ? "waiting" : "said"));
    for (const one of messages) {
      if (one.author === "user") this._outbox.stored(one.client_message_id);
      else this._outbox.replied(one.seq);
    }
    const said = messages.filter((one) => one.author !== "user" && one.kind !== "notice").pop();
    if (said && !this._holds) this._set({ language: said.language });
    this._show();
  }

  _expect(messages) {
    const last = messages.length && messages[messages.length - 1].seq;
    if (this._stream) this._stream.expect(() => this._items.last >= last);
  }

  /** After a reload: what was said a moment ago will be answered. */
  _awaitAgain() {
    const item = this.items.filter((one) => one.message.seq).pop();
    if (!item || item.message.author !== "user" || Date.now() - Date.parse(item.message.at) > LATELY) return;
    this._items.change(item.key, { state: "waiting" });
    setTimeout(() => this._items.change(item.key, { state: "said" }) || this._show(), LATELY);
  }

  async _askAbout(programme) {
    const { name } = await this._call(`/api/v1/programmes/${encodeURIComponent(programme)}?lang=${this.language}`).catch(() => ({}));
    if (!name) return;
    const text = this.language === "fr" ? `Parlez-moi du programme « ${name} ».` : `Tell me about the programme “${name}”.`;
    if (!this.items.some((one) => one.message.text === text)) this.send({ text }, text);
  }

  // ---- telling the screen

  _show() {
    const detail = this._items.flush();
    if (detail) this.dispatchEvent(new CustomEvent("items", { detail }));
    const typing = this.connected && (this._outbox.busy || this.items.some((one) => one.state === "waiting"));
    if (!typing) this._holds = false;
    this._set({ typing });
  }

  _set(values) {
    const before = JSON.stringify([this.typing, this.connected, this.language, this.expired, this.kept]);
    Object.assign(this, values);
    const after = JSON.stringify([this.typing, this.connected, this.language, this.expired, this.kept]);
    if (before !== after) this.dispatchEvent(new CustomEvent("state"));
  }
}
