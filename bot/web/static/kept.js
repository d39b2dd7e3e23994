// What this device remembers: id, token, expiry and unsent texts, in the tab's own storage; in
// the device's only when the person chose to keep the conversation. Without storage: in memory.
const CLAIM = 60000; // ms for which a tab that said so may be sending a text

function reach(name) {
  try {
    return globalThis[name];
  } catch (error) {
    return null; // forbidden: a private window, a frame of another site
  }
}

function guarded(storage) {
  const memory = new Map();
  return {
    get(name) {
      if (memory.has(name)) return memory.get(name);
      try {
        return JSON.parse(storage.getItem(name));
      } catch (error) {
        return null;
      }
    },
    set(name, value) {
      memory.delete(name);
      try {
        if (value === null) storage.removeItem(name);
        else storage.setItem(name, JSON.stringify(value));
      } catch (error) {
        if (value !== null) memory.set(name, value);
      }
    },
  };
}

export class Kept {
  constructor(base, local = reach("localStorage"), session = reach("sessionStorage")) {
    this.name = `iom-chat ${base}`; // the storage may be that of a page with other chats
    this._local = guarded(local);
    this._session = guarded(session);
    this._here = this._session;
  }

  /** Return {id, token, expires, kept} or null. */
  read() {
    for (const place of [this._session, this._local]) {
      const held = place.get(this.name);
      if (held && typeof held.id === "string" && typeof held.token === "string" && held.expires > 0) {
        this._here = place;
        return { ...held, kept: place === this._local };
      }
    }
    this._here = this._session;
    return null;
  }

  write({ id, token, expires, kept = false }) {
    const unsent = this.unsent();
    const place = kept ? this._local : this._session;
    if (place !== this._here) this.forget();
    this._here = place;
    place.set(this.name, { id, token, expires });
    if (unsent.length) place.set(`${this.name} unsent`, unsent);
  }

  /** Forget the conversation and what was to be sent; `everywhere`: on the whole device. */
  forget(everywhere = false) {
    const places = everywhere ? [this._session, this._local] : [this._here];
    for (const place of places) {
      place.set(this.name, null);
      place.set(`${this.name} unsent`, null);
    }
    this._here = this._session;
  }

  unsent() {
    const all = this._here.get(`${this.name} unsent`);
    return Array.isArray(all) ? all.filter((one) => one && one.id && one.body) : [];
  }

  /** Add or change an unsent text; other tabs may have theirs in the same place. */
  put(entry) {
    const all = this.unsent().filter((one) => one.id !== entry.id);
    this._here.set(`${this.name} unsent`, [...all, entry]);
  }

  drop(id) {
    const all = this.unsent().filter((one) => one.id !== id);
    this._here.set(`${this.name} unsent`, all.length ? all : null);
  }

  /** Do `work` while no other tab does that of the same name: by a lock, else by a claim. */
  async alone(name, work) {
    const lock = `${this.name} ${name}`;
    const giveUp = new AbortController(); // a frozen tab may hold it for ever
    const timer = setTimeout(() => giveUp.abort(), CLAIM);
    let begun = false;
    const working = () => {
      begun = true;
      clearTimeout(timer);
      return work();
    };
    try {
      return await navigator.locks.request(lock, { signal: giveUp.signal }, working);
    } catch (error) {
      if (begun) throw error; // its own
    }
    return this._claimed(lock, working);
  }

  async _claimed(lock, work) {
    const mine = `${Math.random()}`;
    const until = Date.now() + CLAIM;
    for (let other = this._here.get(lock); other && other.until > Date.now() && Date.now() < until; ) {
      await new Promise((done) => setTimeout(done, 500));
      other = this._here.get(lock);
    }
    this._here.set(lock, { mine, until: Date.now() + CLAIM });
    try {
      return await work();
    } finally {
      this._here.set(lock, null);
    }
  }
}
