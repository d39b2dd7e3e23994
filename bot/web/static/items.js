// What is shown, in order, each message once: by its number, a person's own by its client's name.

// Places behind every number.
const LATER = 1e9;

export class Items {
  constructor() {
    this.own = 0;
    this.reset([]);
  }

  /** Keep only these; a screen hears of them again. */
  reset(stays) {
    this.list = stays;
    // The highest number that came by stream or history, with all before it.
    this.last = 0;
    this.listen(stays);
  }

  listen(added) {
    this.added = new Set(added);
    this.changed = new Set();
    this.removed = new Set();
  }

  /** Return what changed since the last call; null when nothing did. */
  flush() {
    const { added, changed, removed } = this;
    if (!added.size && !changed.size && !removed.size) return null;
    this.listen();
    return { added: [...added], changed: [...changed].filter((one) => !added.has(one)), removed: [...removed] };
  }

  get(key) {
    return this.list.find((one) => one.key === key);
  }

  /** Show one's own text that is not on the server yet. */
  mine(key, text, language) {
    this.own += 1;
    const message = { seq: null, author: "user", kind: null, language, text, client_message_id: key, sources: [], contacts: [], buttons: [] };
    this.add(key, message, LATER + this.own, "sending");
  }

  add(key, message, place, state = "said") {
    const item = { key, state, message, error: null, place };
    this.insert(item);
    this.removed.delete(key);
    this.added.add(item);
    return item;
  }

  change(key, values) {
    const item = this.get(key);
    if (!item || Object.keys(values).every((name) => item[name] === values[name])) return;
    Object.assign(item, values);
    this.changed.add(item);
  }

  /** Take in messages of the server; return those that are new. */
  take(messages) {
    const fresh = [];
    for (const message of messages) {
      const { seq, text } = message;
      const key = (message.author === "user" && message.client_message_id) || `seq-${seq}`;
      // While the database was away its number was a guess.
      const wrong = this.list.find((one) => one.place === seq && one.key !== key);
      if (wrong) this.remove(wrong);
      const old = this.get(key);
      if (!old) fresh.push(this.add(key, message, seq).message);
      else if (old.place !== seq || old.message.text !== text) {
        this.move(old, seq);
        old.message = message;
      }
    }
    return fresh;
  }

  /** The replies to one's own text came before its number: it stands right before them. */
  before(key, [reply]) {
    const item = this.get(key);
    if (item && reply && item.place > LATER) this.move(item, reply.seq - 0.5);
  }

  /** Show messages that are no part of the history under one's own, until it is answered. */
  under(key, messages, name) {
    const { place } = this.get(key);
    messages.forEach((message, n) => {
      const own = `${name}-${key}-${n}`;
      if (!this.get(own)) this.add(own, { ...message, seq: null }, place + 0.1 + n / 100).under = key;
    });
  }

  notes(key) {
    return this.list.filter((one) => one.under === key);
  }

  settle(key) {
    this.notes(key).forEach((one) => this.remove(one));
  }

  /** Take one's own away; numbers for who is in danger stay. */
  drop(key) {
    this.moveNotes(key, this.last);
    this.remove(this.get(key));
  }

  remove(item) {
    this.list.splice(this.list.indexOf(item), 1);
    this.changed.delete(item);
    if (!this.added.delete(item)) this.removed.add(item.key);
  }

  insert(item) {
    let at = this.list.length;
    while (at && this.list[at - 1].place > item.place) at -= 1;
    this.list.splice(at, 0, item);
  }

  move(item, place) {
    this.list.splice(this.list.indexOf(item), 1);
    item.place = place;
    this.insert(item);
    this.changed.add(item);
    this.moveNotes(item.key, place);
  }

  moveNotes(key, place) {
    this.notes(key).forEach((one, n) => this.move(one, place + 0.1 + n / 100));
  }
}
