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

if (!customElements.get("iom-chat")) {
  customElements.define("iom-chat", IomChat);
  float(); // a module runs once the page has been read
}
