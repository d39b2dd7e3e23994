// The desk's pages work without this. With it they are live, and ready-made replies fill the box.
const live = ["counts", "cases", "said", "notes"];

// The session is over. What somebody has written stays on their screen until they go on.
function leave() {
  const written = [...document.querySelectorAll("textarea")].some((one) => one.value.trim());
  if (!written) location.assign(document.body.dataset.here);
}

// What is new is taken out of the page as the server makes it; what somebody is writing stays.
async function renew() {
  const { pathname, search } = location;
  const { here } = document.body.dataset; // another one than ours after a form that was refused
  const answer = await fetch(here === pathname ? here + search : here, { headers: { Accept: "text/html", "X-Desk-Look": "1" } });
  if (answer.redirected || !answer.ok) return leave();
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const open = new Set([...document.querySelectorAll("details[open] > summary")].map((one) => one.textContent));
  for (const id of live) {
    const [here, there] = [document.getElementById(id), fresh.getElementById(id)];
    if (!here || !there || here.innerHTML === there.innerHTML || here.contains(document.activeElement)) continue;
    here.replaceChildren(...there.childNodes);
    for (const summary of here.querySelectorAll("summary")) summary.parentNode.open ||= open.has(summary.textContent);
    if (news && id !== "counts") news.textContent = news.dataset.changed;
  }
  return null;
}

if (live.some((id) => document.getElementById(id))) {
  const events = new EventSource("/desk/api/events");
  events.addEventListener("changed", () => renew().catch(() => {}));
  events.addEventListener("ended", leave);
  addEventListener("pagehide", () => events.close());
}

const canned = document.getElementById("canned");
if (canned) {
  const replies = JSON.parse(canned.dataset.canned);
  canned.addEventListener("change", () => {
    const field = document.getElementById("reply");
    const chosen = replies[canned.value];
    if (!chosen) return;
    field.value = [field.value.trim(), chosen.text[field.lang]].filter(Boolean).join("\n");
    field.focus();
  });
}

// Alt and a letter in every browser alike; without this each has keys of its own for `accesskey`.
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.key.length !== 1) return;
  const one = [...document.querySelectorAll("[accesskey]")].find((each) => each.accessKey === event.key.toLowerCase());
  if (!one) return;
  event.preventDefault();
  const folded = one.closest("details:not([open])");
  if (folded) folded.open = true;
  if (one.matches("a, button")) one.click();
  else one.focus();
});

// Who reads or writes for long is there, though no page is asked for: the session goes on. Who is
// not is told two minutes before it ends; then the page is taken away.
const [OFTEN, SOON] = [60000, 780000];
const news = document.getElementById("news");
let told = Date.now();
let warning;
function isHere() {
  clearTimeout(warning);
  warning = setTimeout(() => news && (news.textContent = news.dataset.soon), SOON);
  if (news && news.textContent === news.dataset.soon) news.textContent = "";
  if (Date.now() - told < OFTEN) return;
  told = Date.now();
  fetch("/desk/api/cases?taken_by=-").catch(() => {});
}
for (const name of ["input", "keydown", "pointerdown", "scroll"]) addEventListener(name, isHere, { passive: true, capture: true });
isHere();
