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
  let pressed = []; // times
  let key;
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.isComposing || event.repeat || !chat.started) return;
      const now = event.timeStamp;
      if (event.key !== key) pressed = [];
      key = event.key;
      pressed = [...pressed.filter((before) => now - before < WITHIN), now];
      if (pressed.length >= TIMES && (key === "Escape" || key === "Shift")) leave(chat);
    },
    true,
  );
}
