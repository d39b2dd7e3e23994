// The event stream of a conversation, read by fetch (EventSource carries no token); where it cannot
// be read, what is new is asked for.

// ms without a first byte: something on the way holds the stream back.
const UNHEARD = 20000;
// ms; the server says at least a word every 15 s.
const SILENT = 45000;
// ms after which a page that nobody sees stops listening.
const HIDDEN = 60000;
// ms of asking before a stream that could not be read is tried again.
const ASKING = 300000;

/** Return a function that takes a stream's text, cut anywhere, and tells each event in it. */
export function parser(told) {
  let rest = "";
  let wasReturn = false;
  let event = { data: [] };
  const line = (text) => {
    const [, name, value] = /^([^:]*):? ?([^]*)$/.exec(text);
    if (!text) {
      if (event.data.length) told({ type: event.event || "message", id: event.id, data: event.data.join("\n") });
      event = { data: [] };
    } else if (name === "data") event.data.push(value);
    else if (name === "event" || name === "id") event[name] = value;
  };
  return (chunk) => {
    // The other half of a CRLF comes with the next chunk.
    const from = wasReturn && chunk[0] === "\n" ? 1 : 0;
    if (chunk) wasReturn = chunk.endsWith("\r");
    const lines = (rest + chunk.slice(from)).split(/\r\n|\r|\n/);
    rest = lines.pop();
    lines.forEach(line);
  };
}

/** Return how many ms to wait after so many failures: longer each time, in step with nobody. */
export function pause(tries, random = Math.random()) {
  return Math.min(30000, 1000 * 2 ** tries) * (0.5 + random / 2);
}

/** A sleep that can be ended early. */
export class Nap {
  sleep(ms) {
    return new Promise((done) => {
      this.wake = done;
      setTimeout(done, ms);
    });
  }

  wake() {}
}

/** Follows the conversation of a Talk until it is stopped. */
export class Stream {
  constructor(talk) {
    this.talk = talk;
    this.nap = new Nap();
    this.askUntil = 0;
    this.listen();
  }

  stop() {
    this.stopped = true;
    this.seen(true);
  }

  /** Somebody is there. `anew`: perhaps by another network, so not by the old connection. */
  seen(anew) {
    clearTimeout(this.hiding);
    this.hidden = false;
    if (anew) this.cut("anew");
    this.nap.wake();
  }

  /** Nobody looks: after a while the stream is let go. */
  unseen(after = HIDDEN) {
    clearTimeout(this.hiding);
    const hide = () => {
      this.hidden = true;
      this.cut("anew");
    };
    if (after) this.hiding = setTimeout(hide, after);
    else hide();
  }

  /** An answer came another way: a stream that does not bring it, too, is held back. */
  expect(arrived) {
    const { abort } = this;
    setTimeout(() => abort === this.abort && !arrived() && this.cut("unread"), UNHEARD);
  }

  cut(why) {
    this.why = this.why || why;
    if (this.abort) this.abort.abort();
  }

  async listen() {
    for (let tries = 0; !this.stopped; tries += 1) {
      while (this.hidden && !this.stopped) await this.nap.sleep(HIDDEN);
      const asking = Date.now() < this.askUntil;
      const why = asking || this.stopped ? "asking" : await this.read();
      if (this.stopped) return;
      if (why === "anew" || this.hidden) continue;
      if (why === "unread") this.askUntil = Date.now() + ASKING;
      if (why === "heard") tries = 0;
      else if (await this.talk._catchUp().then(() => true, () => false)) tries = Math.min(tries, 3);
      await this.nap.sleep(Math.min(pause(tries), this.talk._awaits ? 2000 : 30000));
    }
  }

  /** Read one stream to its end; return "heard" if it brought anything, else what was wrong. */
  async read() {
    const abort = (this.abort = new AbortController());
    this.why = null;
    let heard = "lost";
    this.watch(UNHEARD, "unread");
    try {
      const answer = await this.talk._events(abort.signal);
      if (!answer.ok) return "refused";
      if (!answer.body || !answer.body.getReader) return "unread";
      const reader = answer.body.getReader();
      const decoder = new TextDecoder();
      const parse = parser((event) => this.stopped || this.talk._told(event));
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        heard = "heard";
        this.watch(SILENT, "silent");
        this.talk._set({ connected: true });
        parse(decoder.decode(part.value, { stream: true }));
      }
    } catch (error) {
      // Whether the network is there, asking will tell.
    } finally {
      clearTimeout(this.watching);
      abort.abort();
      this.abort = null;
    }
    return this.why || heard;
  }

  watch(ms, why) {
    clearTimeout(this.watching);
    this.watching = setTimeout(() => this.cut(why), ms);
  }
}
