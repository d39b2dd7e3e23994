// What is shown, in order, each message once: by its number, a person's own by its client's name.
const LATER = 1e9; // places behind every number

const keyOf = (message) =>
  (message.author === "user" && message.client_message_id) || `seq-${message.seq}`;

export class Items {
  constructor() {
    this.list = [];
    this.last = 0; // the highest number that came by stream or history, with all before it
    this._keys = new Map();
    this._next = 0;
    this._fresh();
  }

  _fresh() {
    this._added = new Set();
    this._changed = new Set();
    this._removed = new Set();
  }

  /** Return what changed since the last call; null when nothing did. */
  flush() {
    const { _added: added, _changed: changed, _removed: removed } = this;
    this._fresh();
    if (!added.size && !changed.size && !removed.size) return null;
    return { added: [...added], changed: [...changed].filter((one) => !added.has(one)), removed: [...removed] };
  }

  get(key) {
    return this._keys.get(key);
  }

  /** Show one's own text that is not on the server yet. */
  own(key, text, language) {
    this._next += 1;
    const message = { seq: null, author: "user", kind: null, language, text, at: null, client_message_id: key };
    const nothing = { sources: [], contacts: [], buttons: [], programme: null, asks: null, category: null, eligibility: null };
    return this._put(key, { state: "sending", message: { ...message, ...nothing }, error: null }, LATER + this._next);
  }

  change(key, values) {
    const item = this.get(key);
    if (!item || Object.keys(values).every((name) => item[name] === values[name])) return;
    Object.assign(item, values);
    this._changed.add(item);
  }

  /** Take in messages of the server. */
  take(messages) {
    for (const message of messages) {
      const key = keyOf(message);
      const old = this.get(key);
      const other = this.list.find((one) => one.place === message.seq && one.key !== key);
      if (other) this.remove(other.key); // its number was a guess while the database was away
      if (!old) this._put(key, { state: "said", message, error: null }, message.seq);
      else if (old.place !== message.seq || old.message.text !== message.text) {
        this._move(old, message.seq);
        this.change(key, { message });
      }
    }
  }

  /** The replies to one's own text came before its number: it stands right before them. */
  before(key, messages) {
    const item = this.get(key);
    if (item && item.place > LATER && messages.length) this._move(item, messages[0].seq - 0.5);
  }

  /** Show messages that are no part of the history under one's own, until `settle`. */
  under(key, messages, name) {
    const item = this.get(key);
    if (!item) return;
    messages.forEach((message, n) => {
      const own = `${name}-${key}-${n}`;
      if (this.get(own)) return;
      const under = this._put(own, { state: "said", message: { ...message, seq: null }, error: null }, item.place + 0.1 + n / 100);
      under.under = key;
    });
  }

  /** One's own is answered: what stood under it for a while goes. */
  settle(key) {
    for (const one of this.list.filter((one) => one.under === key)) this.remove(one.key);
  }

  /** Take one's own away; numbers for who is in danger stay. */
  drop(key) {
    const notes = this.list.filter((one) => one.under === key);
    notes.forEach((one, n) => this._move(one, this.last + 0.1 + n / 100));
    this.remove(key);
  }

  remove(key) {
    const item = this.get(key);
    if (!item) return;
    this._keys.delete(key);
    this.list.splice(this.list.indexOf(item), 1);
    this._changed.delete(item);
    if (!this._added.delete(item)) this._removed.add(key);
  }

  /** Empty the list but for what `stays`; nothing is told about it. */
  reset(stays = () => false) {
    this.list = this.list.filter(stays);
    this._keys = new Map(this.list.map((one) => [one.key, one]));
    this.last = 0;
    this._fresh();
    this.list.forEach((one) => this._added.add(one));
  }

  /** Show the last words of a conversation that is no more, above all that may follow. */
  farewell(messages) {
    messages.forEach((message, n) => {
      this._put(`last-${n}`, { state: "said", message: { ...message, seq: null }, error: null }, n / 100 - 1);
    });
  }

  _put(key, values, place) {
    const item = { key, ...values, place };
    this._keys.set(key, item);
    this._insert(item);
    this._removed.delete(key);
    this._added.add(item);
    return item;
  }

  _insert(item) {
    let at = this.list.length;
    while (at && this.list[at - 1].place > item.place) at -= 1;
    this.list.splice(at, 0, item);
  }

  _move(item, place) {
    const notes = this.list.filter((one) => one.under === item.key);
    this.list.splice(this.list.indexOf(item), 1);
    item.place = place;
    this._insert(item);
    this._changed.add(item);
    notes.forEach((one, n) => this._move(one, place + 0.1 + n / 100));
  }
}
