// Sends what the person wrote: in order, one at a time until it is stored, each once by its name.
import { Nap, pause } from "./stream.js";

const LONGEST = 600000; // ms for which the server keeps trying to answer
const OLD = 1200000; // ms after which an unsent text is nobody's any more
const PATIENCE = 15; // tries for what follows a text that has not arrived
const BROKEN = 3; // tries when the server says that it is broken

// randomUUID exists on https only.
const newName = () => (crypto.randomUUID ? crypto.randomUUID() : crypto.getRandomValues(new Uint32Array(4)).join("-"));

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
      if (!this._talk.kept && !(Date.now() - one.at < OLD)) this._talk._shelf.drop(one.id);
      else if (!this.has(one.id)) this._enter(one);
    }
  }

  add(body, label) {
    const saved = { id: newName(), body, label, at: Date.now() };
    this._talk._shelf.put(saved);
    this._enter(saved);
    this.pump();
  }

  _enter(saved) {
    const entry = { ...saved, saved, tries: 0, broken: 0, patience: PATIENCE };
    entry.whenStored = new Promise((done) => (entry.done = done));
    this._entries.set(entry.id, entry);
    this._talk._items.own(entry.id, entry.label, this._talk.language);
    if (entry.stuck) this._talk._items.change(entry.id, { state: "unsent", error: entry.stuck });
  }

  has(id) {
    return this._entries.has(id);
  }

  _all() {
    return [...this._entries.values()];
  }

  /** Whether an answer is awaited. */
  get busy() {
    return this._all().some((one) => one.stored || one.flying);
  }

  retry(id) {
    const entry = this._entries.get(id);
    if (!entry || entry.stored) return;
    entry.stuck = null;
    this._talk._items.change(id, { state: "sending", error: null });
    this.wake();
  }

  drop(id) {
    const entry = this._entries.get(id);
    if (!entry || entry.stored) return;
    this._talk._items.drop(id);
    this._gone(entry);
    this.wake();
  }

  empty() {
    this._all().forEach((one) => this._gone(one));
    this._last = null;
  }

  _gone(entry) {
    this._entries.delete(entry.id);
    this._talk._shelf.drop(entry.id);
    entry.done();
  }

  /** The conversation is another one: nothing goes before, and its buttons were not offered here. */
  renew() {
    this._last = null;
    for (const entry of this._all()) {
      if (entry.stored) this._gone(entry);
      entry.follows = null;
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
    const next = () => this._all().find((one) => !one.stored && !one.stuck);
    for (let entry = next(); entry; entry = next()) {
      const wait = await this._talk._shelf.alone(entry.id, () => this._attempt(entry));
      this._talk._show();
      if (wait) await this._nap.sleep(wait);
    }
    this._running = false;
  }

  /** Post once; return ms until the next try. Goes on as soon as the text is stored. */
  async _attempt(entry) {
    const { _talk: talk } = this;
    if (talk.kept && !talk._shelf.unsent().some((one) => one.id === entry.id)) {
      await talk._catchUp(`/api/v1/conversations/${talk._here.id}`, talk._here.token).catch(() => 0); // another tab sent it
    }
    if (!this.has(entry.id) || entry.stored) return 0;
    if (entry.follows === undefined) entry.follows = this._last;
    return Promise.race([this._post(entry).then((wait) => (entry.stored ? this._later(entry, wait) : wait)), entry.whenStored]);
  }

  /** Ask for the answer to what is stored: what is posted again is answered, not said again. */
  _later(entry, wait) {
    if (!this.has(entry.id)) return;
    if (!wait || Date.now() - entry.at > LONGEST) this.settle(entry.id);
    else setTimeout(() => this.has(entry.id) && this._post(entry).then((again) => this._later(entry, again)), wait);
  }

  async _post(entry) {
    const { _talk: talk } = this;
    const { id, body, follows } = entry;
    entry.flying = true;
    entry.flown = true;
    talk._show();
    let wait = 0;
    try {
      if (!talk._here) await talk._open();
      if (talk._untold) await talk._tellLanguage();
      const era = talk._era;
      const whole = { ...body, client_message_id: id, ...(follows && { follows }) };
      const answer = await talk._ask("/messages", { method: "POST", body: whole });
      if (answer.erased) talk._erased(answer.messages, era);
      else wait = this._took(entry, answer);
    } catch (error) {
      if (this.has(id)) wait = await this._failed(entry, error);
    }
    entry.flying = false;
    talk._show();
    return wait;
  }

  _took(entry, { status, messages }) {
    const { _talk: talk } = this;
    this.stored(entry.id);
    if (status === 202) return Math.max(2000, pause(Math.min((entry.tries += 1), 3)));
    this.settle(entry.id);
    talk._items.before(entry.id, messages);
    talk._take(messages);
    const { seq } = messages[messages.length - 1] || {};
    if (seq && talk._stream) talk._stream.expect(() => talk._items.last >= seq);
    return 0;
  }

  /** The server has it: it is unsent no more, and the next may go. */
  stored(id) {
    const entry = this._entries.get(id);
    if (!entry || entry.stored) return;
    entry.stored = true;
    entry.tries = 0;
    this._last = id;
    this._talk._shelf.drop(id);
    entry.done();
    if (!entry.flown) return this.settle(id); // another tab sent it, or this one before a reload
    this._talk._items.change(id, { state: "waiting", error: null });
    if (!entry.flying) this._later(entry, 2000);
  }

  /** It is answered. */
  settle(id) {
    this._entries.delete(id);
    this._talk._items.change(id, { state: "said", error: null });
    this._talk._items.settle(id);
  }

  /** A reply came by itself: if one text waits only, it is that one's. */
  replied(seq) {
    const waiting = this._all().filter((one) => one.stored);
    if (waiting.length === 1 && this._talk._items.get(waiting[0].id).place < seq) this.settle(waiting[0].id);
  }

  async _failed(entry, error) {
    const dead = error.token && (error.status === 401 || error.status === 404);
    if (entry.stored) {
      if (dead) this._talk._dead(error.token);
      return pause((entry.tries += 1));
    }
    if (dead) await this._talk._renew(error.token);
    else if (error.code === "button_unknown" && entry.body.button) entry.body = { text: entry.label };
    else if (error.code !== "earlier_missing") return this._unsent(entry, error);
    else {
      if ((entry.patience -= 1) <= 0) entry.follows = null; // whatever became of the one before
      return 2000;
    }
    return 1;
  }

  _unsent(entry, { status, code, message, messages = [], after }) {
    const { _talk: talk } = this;
    const passes = code === "broken" ? (entry.broken += 1) < BROKEN : !status || status >= 500;
    const error = { code, message, auto: passes || status === 408 || status === 429 };
    talk._items.change(entry.id, { state: "unsent", error });
    talk._items.under(entry.id, messages, "help");
    if (error.auto) return after * 1000 || pause(entry.tries++);
    entry.stuck = error;
    talk._shelf.put({ ...entry.saved, stuck: error });
    return 0;
  }
}
