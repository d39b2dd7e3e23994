// What this device remembers: id, token, expiry and unsent texts, in the tab's own storage; in the
// device's only when the person chose to keep the conversation. Without storage: in memory.

// ms for which a tab that said so may be sending a text.
const CLAIM = 60000;

function reach(name) {
  try {
    return globalThis[name];
  } catch (error) {
    // Forbidden: a private window, a frame of another site.
    return null;
  }
}

/** Return a function that gives what stands under a name, or puts it there; null takes it away. */
function guarded(storage) {
  const memory = {};
  return (name, value) => {
    try {
      if (value === undefined) return memory[name] || JSON.parse(storage.getItem(name));
      memory[name] = value;
      if (value) storage.setItem(name, JSON.stringify(value));
      else storage.removeItem(name);
      delete memory[name];
    } catch (error) {
      // What cannot be put there stays in memory.
    }
    return null;
  };
}

export class Kept {
  constructor(base, local = reach("localStorage"), session = reach("sessionStorage")) {
    // The storage may be that of a page with other chats.
    this.name = `iom-chat ${base}`;
    this.texts = `${this.name} unsent`;
    this.session = guarded(session);
    this.local = guarded(local);
    this.place = this.session;
  }

  /** Return {id, token, expires, kept} or null. */
  read() {
    for (const place of [this.session, this.local]) {
      const held = place(this.name);
      if (held && typeof held.id === "string" && typeof held.token === "string" && held.expires > 0) {
        this.place = place;
        return { ...held, kept: place === this.local };
      }
    }
    this.place = this.session;
    return null;
  }

  write({ id, token, expires, kept }) {
    const unsent = this.unsent();
    const place = kept ? this.local : this.session;
    if (place !== this.place) this.forget();
    this.place = place;
    place(this.name, { id, token, expires });
    unsent.forEach((one) => this.put(one));
  }

  /** Forget the conversation and what was to be sent. */
  forget() {
    this.place(this.name, null);
    this.place(this.texts, null);
    this.place = this.session;
  }

  /** Forget all on this device. */
  leave() {
    this.forget();
    this.place = this.local;
    this.forget();
  }

  unsent() {
    const all = this.place(this.texts);
    return Array.isArray(all) ? all.filter((one) => one && one.id && one.body) : [];
  }

  /** Add or change an unsent text; other tabs may have theirs in the same place. */
  put(entry) {
    this.drop(entry.id, [entry]);
  }

  drop(id, instead = []) {
    const all = [...this.unsent().filter((one) => one.id !== id), ...instead];
    this.place(this.texts, all.length ? all : null);
  }

  /** Do `work` while no other tab does that of the same name: by a lock, else by a claim. */
  async alone(name, work) {
    const lock = `${this.name} ${name}`;
    // A frozen tab may hold it for ever.
    const giveUp = new AbortController();
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
      if (begun) throw error;
    }
    for (const until = Date.now() + CLAIM; Date.now() < until && this.place(lock) > Date.now(); ) {
      await new Promise((done) => setTimeout(done, 500));
    }
    this.place(lock, Date.now() + CLAIM);
    try {
      return await working();
    } finally {
      this.place(lock, null);
    }
  }
}
