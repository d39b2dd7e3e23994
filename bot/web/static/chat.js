// The chat page: the HTTP contract and the DOM, nothing else. All text goes in by textContent.
const words = {
  fr: {
    title: "Questions sur les programmes de l'OIM",
    by: (name) => `Géré par ${name || "ce service d'essai"}, pas par l'OIM.`, privacy: "Vos données",
    label: "Votre question", send: "Envoyer", sending: "envoi…", waiting: "réponse en cours…",
    failed: "non envoyé", retry: "réessayer", sources: "Sources", undated: "non daté",
    fresh: "La conversation précédente est terminée ; en voici une nouvelle.",
    closed: "Écran fermé après 20 minutes. Écrivez pour commencer une nouvelle conversation.",
    mine: "Mes données", back: "J'ai un code", code: "Votre code : trois mots et quatre chiffres",
    reopen: "Retrouver", unknown: "Code inconnu : vérifiez chaque mot.", test: "Service d'essai : ne vous y fiez pas seul.",
  },
  en: {
    title: "Questions on IOM programmes",
    by: (name) => `Run by ${name || "this test service"}, not by IOM.`, privacy: "Your data",
    label: "Your question", send: "Send", sending: "sending…", waiting: "answer coming…",
    failed: "not sent", retry: "retry", sources: "Sources", undated: "undated",
    fresh: "The earlier conversation has ended; here is a new one.",
    closed: "Screen closed after 20 minutes. Write to begin a new conversation.",
    mine: "My data", back: "I have a code", code: "Your code: three words and four digits",
    reopen: "Find it", unknown: "No such code: check each word.", test: "Test service: do not rely on it alone.",
  },
};
const root = "/api/v1/conversations";
const log = document.querySelector("main");
const field = document.querySelector("#text");
const code = document.querySelector("#code");
const operator = document.querySelector("meta[name=operator]").content;
let language = navigator.language.startsWith("fr") ? "fr" : "en";
let conversation = JSON.parse(sessionStorage.getItem("conversation") || "null");
const shown = new Set();
let last = null; // what was sent last, and did not fail: the next message follows it, by any gateway

function make(tag, text, properties = {}) {
  const element = Object.assign(document.createElement(tag), properties);
  if (text) element.textContent = text;
  return element;
}

// The token dies after 20 idle minutes; then nobody else shall read what stands here.
const IDLE = 20 * 60 * 1000;
let closing;
function stayOpen() {
  clearTimeout(closing);
  closing = setTimeout(() => {
    leave([]);
    log.append(make("p", words[language].closed, { className: "state" }));
  }, IDLE);
}

async function call(method, path, body, from = root) {
  const headers = { "Content-Type": "application/json" };
  if (conversation) headers.Authorization = `Bearer ${conversation.token}`;
  const answer = await fetch(from + path, { method, headers, body: body && JSON.stringify(body) });
  const json = answer.status === 204 ? {} : await answer.json();
  if (!answer.ok) throw Object.assign(new Error(json.error?.message), { status: answer.status, code: json.error?.code, messages: json.messages || [] });
  stayOpen();
  return { ...json, status: answer.status };
}

function speak(chosen) {
  language = chosen;
  document.documentElement.lang = chosen;
  for (const element of document.querySelectorAll("[data-words]")) {
    const word = words[chosen][element.dataset.words];
    element.textContent = typeof word === "function" ? word(operator) : word;
  }
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === chosen));
  }
  document.querySelector("header a").hash = chosen;
}

// One paragraph a line; a phone number is not broken over two lines.
function bubble(text) {
  const box = make("div", "", { className: "bubble" });
  for (const line of text.split("\n").filter((one) => one.trim())) {
    box.append(make("p", line.replace(/\+\d[\d ]+\d/g, (number) => number.replaceAll(" ", "\u00a0"))));
  }
  return box;
}

function dated(source, language) {
  return source.published || source.note || words[language].undated;
}

function sourceList(sources, language) {
  const details = make("details");
  details.append(make("summary", `${words[language].sources} (${sources.length})`));
  const list = make("ul");
  for (const source of sources) {
    const item = make("li", `${source.title} – ${dated(source, language)} `);
    // Only web addresses become links.
    if (/^https?:\/\//.test(source.url || "")) {
      item.append(make("a", "↗", { href: source.url, rel: "noopener noreferrer", target: "_blank", ariaLabel: source.title }));
    }
    list.append(item);
  }
  details.append(list);
  return details;
}

function contactList(contacts, language) {
  const list = make("ul", "", { className: "contacts" });
  for (const contact of contacts) {
    const item = make("li", `${contact.label}${language === "fr" ? "\u00a0" : ""}: `);
    const schemes = { phone: `tel:${contact.value.replace(/[^+\d]/g, "")}`, email: `mailto:${contact.value}` };
    const target = contact.current && schemes[contact.kind];
    item.append(target ? make("a", contact.value, { href: target }) : make("span", contact.value));
    if (contact.hours) item.append(` (${contact.hours})`);
    list.append(item);
  }
  return list;
}

function buttonRow(buttons) {
  const row = make("div", "", { className: "buttons" });
  for (const button of buttons) {
    row.append(make("button", button.label, { type: "button", onclick: () => send({ button: button.id }, button.label) }));
  }
  return row;
}

function show(message) {
  if (shown.has(message.seq)) return;
  shown.add(message.seq);
  const article = make("article", "", { className: `${message.author} ${message.kind || ""}`, lang: message.language });
  article.append(bubble(message.text));
  if (message.contacts.length) article.append(contactList(message.contacts, message.language));
  if (message.sources.length) article.append(sourceList(message.sources, message.language));
  if (message.buttons.length) article.append(buttonRow(message.buttons));
  log.append(article);
  if (message.author !== "user" && message.kind !== "notice" && message.language !== language) speak(message.language);
  // An answer taller than the screen is read from its beginning.
  article.scrollIntoView({ block: article.offsetHeight > log.clientHeight ? "start" : "nearest" });
}

function begin(made) {
  last = null;
  conversation = { id: made.conversation_id, token: made.token };
  sessionStorage.setItem("conversation", JSON.stringify(conversation));
  shown.clear();
  log.replaceChildren();
}

async function open(note) {
  conversation = null;
  const made = await call("POST", "", { language: null });
  begin(made);
  if (note) log.append(make("p", note, { className: "state" }));
  made.messages.forEach(show);
}

// Everything is gone on the server: nothing stays on the screen but the last words.
function leave(messages) {
  conversation = last = null;
  sessionStorage.removeItem("conversation");
  shown.clear();
  log.replaceChildren();
  messages.forEach(show);
}

async function save() {
  if (!conversation) return;
  const held = await call("GET", `/${conversation.id}/export`).catch(() => null);
  if (!held) return open(words[language].fresh);
  const file = new Blob([JSON.stringify(held, null, 2)], { type: "application/json" });
  const link = make("a", "", { href: URL.createObjectURL(file), download: "iom-assistant-data.json" });
  link.click();
  URL.revokeObjectURL(link.href);
}

async function resume() {
  if (!conversation) return open();
  try {
    (await call("GET", `/${conversation.id}/messages`)).messages.forEach(show);
  } catch (error) {
    if (error.status === 401 || error.status === 404) await open(words[language].fresh);
  }
}

function showCode(open) {
  code.hidden = !open;
  document.querySelector("#back").setAttribute("aria-expanded", String(open));
  (open ? code.querySelector("input") : field).focus();
}

async function comeBack() {
  const state = code.querySelector(".state");
  try {
    begin(await call("POST", "/resume", { code: code.querySelector("input").value }, "/api/v1"));
  } catch (error) {
    state.textContent = error.status === 404 ? words[language].unknown : error.message || words[language].failed;
    return;
  }
  code.reset();
  state.textContent = "";
  showCode(false);
  await resume();
}

async function poll(asked) {
  // A slow answer comes by history; the server keeps trying for ten minutes.
  for (let tries = 0; tries < 330; tries += 1) {
    await new Promise((done) => setTimeout(done, 2000));
    const { messages } = await call("GET", `/${conversation.id}/messages?after=${Math.max(0, ...shown)}`);
    const replies = messages.filter((message) => message.author !== "user");
    if (!replies.length) continue;
    asked.remove();
    return replies.forEach(show);
  }
  return asked.remove();
}

async function send(body, label) {
  const id = crypto.randomUUID?.() || `${Date.now()}-${Math.random()}`;
  const article = make("article", "", { className: "user" });
  const state = make("div", words[language].sending, { className: "state", role: "status" });
  article.append(bubble(label), state);
  log.append(article);
  article.scrollIntoView({ block: "nearest" });
  field.focus();
  const whole = { ...body, client_message_id: id, ...(last && { follows: last }) };
  last = id;
  await attempt(whole, article, state);
}

async function attempt(body, article, state, patience = 15) {
  article.classList.remove("failed");
  state.textContent = words[language].waiting;
  try {
    if (!conversation) {
      await open();
      log.append(article);
    }
    const { status, messages, erased } = await call("POST", `/${conversation.id}/messages`, body);
    if (erased) return leave(messages);
    if (status === 202) return await poll(state);
    state.remove(); // first: the page would move under an answer that is in place already
    messages.forEach(show);
  } catch (error) {
    if (error.code === "earlier_missing" && patience > 0) {
      await new Promise((done) => setTimeout(done, 2000));
      // Whatever became of the one before: in the end this one goes without it.
      const { follows, ...alone } = body;
      return attempt(patience > 1 ? body : alone, article, state, patience - 1);
    }
    if (error.status === 401 || error.status === 404) return open(words[language].fresh);
    if (last === body.client_message_id) last = null;
    article.classList.add("failed");
    (error.messages || []).forEach(show); // the numbers, if it told of danger
    state.textContent = `${error.status ? error.message : words[language].failed} `;
    state.append(make("button", words[language].retry, { type: "button", onclick: () => attempt(body, article, state) }));
  }
}

document.querySelector("#say").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (!text) return;
  field.value = "";
  send({ text }, text);
});
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", async () => {
    speak(button.dataset.language);
    if (conversation) await call("PUT", `/${conversation.id}/language`, { language });
    field.focus();
  });
}
document.querySelector("#back").addEventListener("click", () => showCode(code.hidden));
code.addEventListener("submit", (event) => {
  event.preventDefault();
  comeBack();
});
document.querySelector("#mine").addEventListener("click", save);
speak(language);
resume();
