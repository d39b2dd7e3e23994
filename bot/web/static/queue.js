// What is under way: texts that are not stored yet, or stored and not answered.
import { Nap } from "./stream.js";

// ms after which an unsent text is nobody's any more.
const OLD = 1200000;

// randomUUID exists on https only.
const newName = () => (crypto.randomUUID ? crypto.randomUUID() : crypto.getRandomValues(new Uint32Array(4)).join("-"));

export class Queue {
  constructor(talk) {
    this.talk = talk;
    this.items = talk._items;
    this.shelf = talk._shelf;
    this.nap = new Nap();
    this.entries = new Map();
    // What the server took last from here: the next text follows it.
    this.last = null;
  }

  /** Take up what was unsent when the page was left. */
  load() {
    for (const one of this.shelf.unsent()) {
      if (!this.talk.kept && !(Date.now() - one.at < OLD)) this.shelf.drop(one.id);
      else this.enter(one);
    }
  }

  add(body, label) {
    const saved = { id: newName(), body, label, at: Date.now() };
    this.shelf.put(saved);
    this.enter(saved);
    this.pump();
  }

  enter(saved) {
    const { id, label, stuck } = saved;
    if (this.has(id)) return;
    const entry = { ...saved, saved, tries: 0, again: 0 };
    entry.whenStored = new Promise((done) => (entry.done = done));
    this.entries.set(id, entry);
    this.items.mine(id, label, this.talk.language);
    if (stuck) this.items.change(id, { state: "unsent", error: stuck });
  }

  has(id) {
    return this.entries.has(id);
  }

  all(is = () => true) {
    return [...this.entries.values()].filter(is);
  }

  /** Whether an answer is awaited. */
  get busy() {
    return this.all((one) => one.stored || one.flying).length > 0;
  }

  retry(id) {
    const entry = this.entries.get(id);
    if (!entry || entry.stored) return;
    entry.stuck = null;
    this.items.change(id, { state: "sending", error: null });
    this.wake();
  }

  drop(id) {
    const entry = this.entries.get(id);
    if (!entry || entry.stored) return;
    this.items.drop(id);
    this.gone(entry);
    this.wake();
  }

  empty() {
    this.all().forEach((one) => this.gone(one));
    this.last = null;
  }

  gone(entry) {
    this.entries.delete(entry.id);
    this.shelf.drop(entry.id);
    entry.done();
  }

  /** The conversation is another one: nothing goes before, and its buttons were not offered here. */
  renew() {
    this.last = null;
    for (const entry of this.all()) {
      if (entry.stored) this.gone(entry);
      entry.follows = null;
      if (entry.body.button) entry.body = { text: entry.label };
    }
  }
}
