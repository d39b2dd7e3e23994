// Sends what the person wrote: in order, one at a time until it is stored, each once by its name.
import { Nap, pause } from "./stream.js";

const LONGEST = 600000; // ms for which the server keeps trying to answer
const OLD = 1200000; // ms after which an unsent text is nobody's any more
const PATIENCE = 15; // tries for what follows a text that has not arrived
const BROKEN = 3; // tries when the server says that it is broken

function newName() {
  // randomUUID exists on https only.
  return crypto.randomUUID ? crypto.randomUUID() : [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
}

export class Outbox {
  constructor(talk) {
    this._talk = talk;
    this._nap = new Nap();
    this._entries = new Map();
    this._last = null; // what the server took last from here: the next text follows it
  }

  /** Take up what was unsent when the page was left. */
  load() {
    for (const one of this._talk._shelf.unsent()) {
      if (this._entries.has(one.id)) continue;
      if (!this._talk.kept && !(Date.now() - one.at < OLD)) this._talk._shelf.drop(one.id);
      else this._enter({ ...one });
    }
  }

  add(body, label) {
    const entry = { id: newName(), body, label, at: Date.now() };
    this._enter(entry);
    this._talk._shelf.put(entry);
    this.pump();
  }

  _enter(entry) {
    const stored = new Promise((done) => (entry.nowStored = done));
    Object.defineProperty(entry, "live", { value: { tries: 0, broken: 0, patience: PATIENCE, stored, nowStored: entry.nowStored } });
    delete entry.nowStored;
    this._entries.set(entry.id, entry);
    this._talk._items.own(entry.id, entry.label, this._talk.language);
    if (entry.stuck) this._talk._items.change(entry.id, { state: "unsent", error: entry.stuck });
  }

  has(key) {
    return this._entries.has(key);
  }

  /** Whether an answer is awaited, or a text under way. */
  get busy() {
    return [...this._entries.values()].some((one) => one.live.stored === true || one.live.flying);
  }

  retry(key) {
    const entry = this._entries.get(key);
    if (!entry || entry.live.stored === true) return;
    entry.stuck = null;
    this._talk._shelf.put(entry);
    this._talk._items.change(key, { state: "sending", error: null });
    this.wake();
  }

  drop(key) {
    const entry = this._entries.get(key);
    if (!entry || entry.live.stored === true) return;
    this._gone(entry);
    this._talk._items.drop(key);
    this.wake();
  }

  empty() {
    for (const entry of [...this._entries.values()]) this._gone(entry);
    this._last = null;
  }

  /** The conversation is another one: nothing in it goes before. Buttons of the old mean nothing. */
  renew() {
    this._last = null;
    for (const entry of this._entries.values()) {
      delete entry.follows;
      if (entry.body.button) entry.body = { text: entry.label };
    }
  }

  wake() {
    this._nap.wake();
    this.pump();
  }

  async pump() {
    if (this._running) return;
    this._running = true;
    for (let entry = this._first(); entry; entry = this._first()) {
      const wait = await this._talk._shelf.alone(entry.id, () => this._attempt(entry));
      this._talk._show();
      if (wait) await this._nap.sleep(wait);
    }
    this._running = false;
  }

  _first() {
    return [...this._entries.values()].find((one) => one.live.stored !== true && !one.stuck);
  }

  /** Post once; return ms until the next try, 0 for none. Goes on as soon as the text is stored. */
  async _attempt(entry) {
    const { live } = entry;
    if (!this._waits(entry)) return 0;
    if (!("follows" in entry) && this._last) entry.follows = this._last;
    const posted = this._post(entry).then((wait) => (live.stored === true ? this._later(entry, wait) : wait));
    return Promise.race([posted, live.stored]);
  }

  /** Whether it is still to be sent: another tab of this conversation may have done it. */
  _waits(entry) {
    if (!this._entries.has(entry.id)) return false;
    if (this._talk._shelf.unsent().some((one) => one.id === entry.id)) return true;
    this._gone(entry);
    this._talk._items.change(entry.id, { state: "said" });
    return false;
  }

  _later(entry, wait) {
    if (wait && Date.now() - entry.at < LONGEST) {
      setTimeout(() => this._entries.has(entry.id) && this._post(entry).then((again) => this._later(entry, again)), wait);
    } else if (this._entries.has(entry.id)) this.settle(entry.id);
    return 0;
  }

  async _post(entry) {
    const talk = this._talk;
    const { id, body, follows, live } = entry;
    live.flying = true;
    talk._show();
    let wait = 0;
    try {
      if (!talk._here) await talk._open();
      const answer = await talk._ask("/messages", { method: "POST", body: { ...body, client_message_id: id, ...(follows && { follows }) } });
      if (this._entries.has(id)) wait = this._took(entry, answer);
      else if (answer.erased) talk._erased(answer.messages);
    } catch (error) {
      live.flying = false;
      if (this._entries.has(id)) wait = await this._failed(entry, error);
    }
    live.flying = false;
    talk._show();
    return wait;
  }

  _took(entry, { status, messages, erased }) {
    if (erased) {
      this._talk._erased(messages);
      return 0;
    }
    this.stored(entry.id);
    this._talk._items.before(entry.id, messages);
    if (status === 202) {
      entry.live.tries += 1;
      return Math.max(2000, pause(Math.min(entry.live.tries, 3)));
    }
    this.settle(entry.id);
    this._talk._take(messages);
    this._talk._expect(messages);
    return 0;
  }

  /** The server has it: it is unsent no more, and the next may go. */
  stored(id) {
    const entry = this._entries.get(id);
    if (!entry || entry.live.stored === true) return;
    entry.live.stored = true;
    entry.live.tries = 0;
    this._last = id;
    this._talk._shelf.drop(id);
    this._talk._items.change(id, { state: "waiting", error: null });
    entry.live.nowStored(0);
  }

  /** It is answered. */
  settle(id) {
    this._entries.delete(id);
    this._talk._items.change(id, { state: "said" });
    this._talk._items.settle(id);
  }

  /** A reply came by itself: if one text waits only, it is that one's. */
  replied(seq) {
    const waiting = [...this._entries.values()].filter((one) => one.live.stored === true);
    if (waiting.length === 1 && this._talk._items.get(waiting[0].id).place < seq) this.settle(waiting[0].id);
  }

  _gone(entry) {
    this._entries.delete(entry.id);
    this._talk._shelf.drop(entry.id);
    if (entry.live.stored !== true) entry.live.nowStored(0);
  }

  async _failed(entry, error) {
    const { live } = entry;
    const dead = error.status === 401 || error.status === 404;
    if (live.stored === true) {
      if (!dead) return pause((live.tries += 1));
      this._talk._dead(error.token);
      return 0;
    }
    if (dead && error.token) return this._talk._renew(error.token);
    if (error.code === "button_unknown" && entry.body.button) {
      entry.body = { text: entry.label };
      return 1;
    }
    if (error.code === "earlier_missing") {
      if ((live.patience -= 1) <= 0) delete entry.follows;
      return 2000;
    }
    return this._unsent(entry, error);
  }

  _unsent(entry, { status, code, message, messages = [], after }) {
    const { live } = entry;
    const again = !status || status === 408 || status === 429 || (status >= 500 && (code !== "broken" || (live.broken += 1) < BROKEN));
    const error = { code, message, auto: again };
    if (!again) this._talk._shelf.put(Object.assign(entry, { stuck: error }));
    this._talk._items.change(entry.id, { state: "unsent", error });
    this._talk._items.under(entry.id, messages, "help");
    if (!again) return 0;
    live.tries += 1;
    return after ? after * 1000 : pause(live.tries - 1);
  }
}
