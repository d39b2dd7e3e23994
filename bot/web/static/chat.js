// The one script of a page: defines <iom-chat> and, where a page has none, adds a floating one.
//   <script type="module" src="https://…/chat.js" data-language="fr"></script>
import { IomChat } from "./element.js";

const PASSED = ["language", "programme", "base", "exit"];

function float() {
  if (document.querySelector("iom-chat")) return;
  const tag = document.querySelector('script[type="module"][src$="/chat.js"]');
  const added = document.createElement("iom-chat");
  for (const name of PASSED) {
    if (tag && tag.dataset[name]) added.setAttribute(name, tag.dataset[name]);
  }
  document.body.append(added);
}

// A page about a programme leads to "/?programme=…&language=…"; then the address says no more of it.
function asked() {
  const page = document.querySelector('iom-chat[mode="page"]');
  if (!page || !location.search) return;
  const wished = new URLSearchParams(location.search);
  for (const name of ["language", "programme"]) {
    if (wished.get(name)) page.setAttribute(name, wished.get(name));
  }
  history.replaceState(null, "", location.pathname);
}

if (!customElements.get("iom-chat")) {
  asked();
  customElements.define("iom-chat", IomChat);
  float(); // a module runs once the page has been read
}
