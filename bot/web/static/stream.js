// The event stream of a conversation, read by fetch (EventSource carries no token); polling when
// it cannot be read.
const UNHEARD = 20000; // ms without a first byte: something on the way holds the stream back
const SILENT = 45000; // ms; the server says at least a word every 15 s
const HIDDEN = 60000; // ms after which a page that nobody sees stops listening
const POLLED = 300000; // ms of polling before a stream that could not be read is tried again

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
    const from = wasReturn && chunk[0] === "\n" ? 1 : 0; // the other half of a CRLF
    if (chunk) wasReturn = chunk.endsWith("\r");
    const lines = (rest + chunk.slice(from)).split(/\r\n|\r|\n/);
    rest = lines.pop();
    lines.forEach(line);
  };
}

/** Return how many ms to wait after so many failures: longer each time, never in step with others. */
export function pause(tries, random = Math.random()) {
  return Math.min(30000, 1000 * 2 ** tries) * (0.5 + random / 2);
}

/** A sleep that can be ended early. */
export class Nap {
  sleep(ms) {
    return new Promise((done) => {
      const timer = setTimeout(done, ms);
      this.wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }

  wake() {}
}

/** Follows one conversation until `stop`; what it needs to know comes by four functions:
 *  open(signal) → Response, told(event), poll() → Promise, away(isAway), dead(), busy() → boolean. */
export class Stream {
  constructor(ways) {
    this._ways = ways;
    this._nap = new Nap();
    this._stopped = false;
    this._pollUntil = 0;
    this._listen();
  }

  stop() {
    this._stopped = true;
    clearTimeout(this._hiding);
    this._cut("stopped");
    this._nap.wake();
  }

  /** Somebody looks at the page again; `anew`: by another network, so not by the old connection. */
  seen(anew) {
    clearTimeout(this._hiding);
    this._hidden = false;
    if (anew) this._cut("anew");
    this._nap.wake();
  }

  /** Nobody looks: after a while the stream is let go. */
  unseen(after = HIDDEN) {
    clearTimeout(this._hiding);
    const hide = () => {
      this._hidden = true;
      this._cut("hidden");
    };
    if (after) this._hiding = setTimeout(hide, after);
    else hide();
  }

  /** An answer came another way: a stream that does not bring it, too, is held back. */
  expect(arrived) {
    if (!this._abort || this._stopped) return;
    const mine = this._abort;
    setTimeout(() => mine === this._abort && !arrived() && this._cut("unread"), UNHEARD);
  }

  _cut(why) {
    this._why = this._why || why;
    if (this._abort) this._abort.abort();
  }

  async _listen() {
    for (let tries = 0; !this._stopped; tries += 1) {
      while (this._hidden && !this._stopped) await this._nap.sleep(2 ** 31 - 1);
      if (this._stopped) return;
      const why = Date.now() < this._pollUntil ? "unread" : await this._read();
      if (this._stopped) return;
      if (why === "hidden" || why === "anew") continue;
      if (why === "unread" && Date.now() >= this._pollUntil) this._pollUntil = Date.now() + POLLED;
      if (why === "heard") tries = 0;
      else if (!(await this._ways.poll().catch(() => true))) tries = Math.min(tries, 3);
      if (this._stopped) return;
      await this._nap.sleep(this._ways.busy() ? Math.min(2000, pause(tries)) : pause(tries));
    }
  }

  /** Read one stream to its end; return "heard" if it brought anything, else what was wrong. */
  async _read() {
    this._abort = new AbortController();
    this._why = null;
    let heard = false;
    this._watch(UNHEARD, "unread");
    try {
      const answer = await this._ways.open(this._abort.signal);
      if (answer.status === 401 || answer.status === 404) this._ways.dead();
      if (!answer.ok) return "refused";
      if (!answer.body || !answer.body.getReader) return "unread";
      const reader = answer.body.getReader();
      const decoder = new TextDecoder();
      const parse = parser((event) => this._stopped || this._ways.told(event));
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        heard = true;
        this._watch(SILENT, "silent");
        this._ways.away(false);
        parse(decoder.decode(value, { stream: true }));
      }
    } catch (error) {
      if (!this._why) this._ways.away(true);
    } finally {
      clearTimeout(this._watching);
      this._abort.abort();
      this._abort = null;
    }
    return this._why || (heard ? "heard" : "lost");
  }

  _watch(ms, why) {
    clearTimeout(this._watching);
    this._watching = setTimeout(() => this._cut(why), ms);
  }
}
