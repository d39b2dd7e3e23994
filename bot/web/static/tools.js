// What can be done with a message: read it in the other language, judge it, copy it.
import { button, make } from "./dom.js";
import { quiet } from "./parts.js";
import { dated, words } from "./words.js";

const UNJUDGED = ["notice", "smalltalk", "question"];
const LONGEST_REASON = 500;

/** The row of tools under a message; `swap` shows a message in its place. */
export function tools(message, chat, swap) {
  const t = words[message.language];
  const row = make("div", { class: "tools", lang: message.language, "aria-live": "off" });
  const told = make("span", { class: "told", role: "status" });
  if (message.author === "assistant") {
    row.append(other(message, chat, swap, told));
    if (!UNJUDGED.includes(message.kind)) row.append(...opinion(message, chat, row, told));
  }
  if (message.kind === "handoff") row.append(quiet(t.keep, null, { click: () => chat.menu.show("keep") }));
  row.append(quiet(t.copy, "copy", { click: () => copy(message, chat).then((done) => { told.textContent = done ? t.copied : t.failed; }) }));
  row.append(told);
  return row;
}

function other(message, chat, swap, told) {
  const wanted = message.language === "fr" ? "en" : "fr";
  const see = quiet(words[message.language].see, null, { class: "quiet see" });
  see.addEventListener("click", async () => {
    try {
      swap(await chat.talk.inOther(message.seq, wanted));
    } catch (error) {
      told.textContent = words[message.language].failed;
    }
  });
  return see;
}

function opinion(message, chat, row, told) {
  const t = words[message.language];
  const given = chat.opinions.get(message.seq);
  const judge = async (useful, comment) => {
    try {
      await chat.talk.judge(message.seq, useful, comment);
      chat.opinions.set(message.seq, useful);
      good.setAttribute("aria-pressed", useful);
      bad.setAttribute("aria-pressed", !useful);
      told.textContent = t.thanks;
    } catch (error) {
      told.textContent = t.failed;
    }
  };
  const good = quiet(t.useful, "good", { "aria-pressed": `${given === true}`, click: () => judge(true, null) });
  const bad = quiet(t.useless, "bad", {
    "aria-pressed": `${given === false}`, "aria-expanded": "false", click: () => ask(bad, row, t, judge),
  });
  return [good, bad];
}

// Why a reply was of no use: one press on a reason is enough, words are optional.
function ask(bad, row, t, judge) {
  const there = row.querySelector("form");
  if (there) return close(bad, there);
  const reasons = Object.entries(t.reasons).map(([value, text], place) =>
    make("label", { class: "pick" }, make("input", { type: "radio", name: "why", value, checked: place === 0 }), text),
  );
  const more = make("textarea", { rows: "2", maxlength: LONGEST_REASON - 20 });
  const form = make(
    "form",
    { class: "why" },
    make("fieldset", {}, make("legend", {}, t.why), ...reasons),
    make("label", {}, t.more, more),
    make("div", { class: "pair" }, make("button", { class: "main" }, t.tell), button({ click: () => close(bad, form) }, t.cancel)),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const said = more.value.trim();
    const reason = form.querySelector("input:checked").value;
    close(bad, form);
    await judge(false, said ? `${reason}: ${said}` : reason);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close(bad, form);
  });
  row.append(form);
  bad.setAttribute("aria-expanded", "true");
  form.querySelector("input").focus();
}

function close(bad, form) {
  form.remove();
  bad.setAttribute("aria-expanded", "false");
  bad.focus();
}

/** The message as a text of its own: with its sources and the date on which it was said. */
export function asText(message) {
  const t = words[message.language] || words.fr;
  const colon = message.language === "en" ? ":" : "\u00a0:";
  const lines = [message.text];
  for (const one of message.contacts || []) {
    lines.push(`${one.label}${colon} ${one.value}${one.current ? "" : ` (${t.old})`}`);
  }
  if ((message.sources || []).length) lines.push("", `${t.sources}${colon}`);
  for (const one of message.sources || []) {
    const date = one.published ? dated(one.published, message.language) : one.note || t.undated;
    lines.push(`- ${[one.title, date, one.url].filter(Boolean).join(" – ")}`);
  }
  if (message.at) lines.push("", dated(message.at.slice(0, 10), message.language));
  return lines.join("\n");
}

async function copy(message, chat) {
  const text = asText(message);
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    return copyByHand(text, chat.root); // no clipboard on plain http, or on old phones
  }
}

function copyByHand(text, root) {
  const before = root.activeElement;
  const field = make("textarea", { class: "unseen", readonly: true, tabindex: "-1" });
  field.value = text;
  root.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (before) before.focus();
  return done;
}

/** Everything said, to be read by people: what "My data" gives as text. */
export function transcript(held, language) {
  const t = words[language];
  const who = { user: t.you, assistant: t.assistant, staff: t.staff };
  return held.messages
    .map((one) => `${who[one.author] || one.author} (${String(one.at || "").slice(0, 16).replace("T", " ")})\n${asText({ ...one, at: null, text: one.text || "", language: one.language || language })}`)
    .join("\n\n");
}
