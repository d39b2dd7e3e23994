// Quick exit: this page empty at once, this device without a trace of ours, another page in place.
const TIMES = 3;
const WITHIN = 1500; // milliseconds from the first press to the last

/** Leave: `chat` forgets all; the page is replaced, so that "back" does not lead here. */
export function leave(chat) {
  chat.talk.leave();
  chat.forget();
  document.title = "…";
  if (chat.mode === "page") document.body.textContent = "";
  const exit = chat.getAttribute("exit") || "";
  location.replace(/^https:\/\//.test(exit) ? exit : "about:blank");
}

/** Leave when Escape, or Shift as on other public services, is pressed three times in a row. */
export function watch(chat) {
  let pressed = [];
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.isComposing || event.repeat || !chat.started) return;
      const now = event.timeStamp;
      const counts = event.key === "Escape" || event.key === "Shift";
      const again = pressed.filter((one) => one.key === event.key && now - one.now < WITHIN);
      pressed = counts ? [...again, { key: event.key, now }] : [];
      if (pressed.length >= TIMES) leave(chat);
    },
    true,
  );
}
