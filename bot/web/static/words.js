// Every text that the screen itself says, in both languages; answers come from the server.
const fr = {
  title: "Questions sur les programmes de l'OIM", open: "Une question ?", close: "Fermer",
  by: (name) => `Géré par ${name || "ce service d'essai"}, pas par l'OIM.`,
  trial: "Service d'essai : vérifiez avant de vous y fier.",
  other: "English", menu: "Options", leave: "Quitter vite",
  leaveNote: "« Quitter vite » vide cette page aussitôt, comme trois appuis sur Échap. L'historique du navigateur garde l'adresse : effacez-la vous-même si besoin.",
  log: "Conversation", you: "Vous", assistant: "Assistant", staff: "Une personne vous écrit", safety: "Important : votre sécurité",
  alert: "Un message important pour votre sécurité est arrivé.", notice: "À savoir",
  label: "Votre message", send: "Envoyer", typing: "réponse en cours…", sending: "envoi…",
  waiting: "reçu, réponse en cours…", unsent: "non envoyé", retry: "renvoyer", drop: "effacer ce message",
  left: (count) => `${count} sur 1 000 caractères`,
  long: (count) => `Trop long : ${count} caractères, 1 000 au plus. Raccourcissez, puis envoyez.`,
  offline: "Pas de réseau. Votre message partira dès que possible.", newer: "Nouveau message",
  expired: "Écran vidé après 20 minutes sans activité. Écrivez pour commencer une nouvelle conversation. Vous avez un code ? Tapez-le dans les options (···), en haut.",
  soon: "Sans activité, cet écran sera vidé dans 2 minutes.", stay: "Rester",
  erased: "Conversation effacée. OIM aux Pays-Bas : +31 70 318 15 00. En cas de danger : 112.",
  fresh: "La conversation précédente est terminée ; en voici une nouvelle.",
  sources: "Sources", undated: "non daté", tab: "(nouvel onglet)", contacts: "Contacts", old: "ancien",
  choices: "Vous pouvez choisir", see: "Voir en anglais", useful: "Réponse utile", useless: "Réponse pas utile", copy: "Copier ce message", copied: "Copié.",
  thanks: "Merci.", failed: "Cela n'a pas marché ; réessayez.", why: "Qu'est-ce qui ne va pas ?",
  reasons: { wrong: "C'est faux", not_understood: "Ma question n'a pas été comprise", out_of_date: "Ce n'est plus à jour", other: "Autre chose" },
  more: "Précisez si vous voulez (500 caractères au plus, sans nom ni numéro)", tell: "Envoyer mon avis", cancel: "Annuler",
  card: "Conditions publiées",
  open_true: "Ce programme existe, d'après les sources", open_false: "Ce programme est terminé", open_null: "On ne sait pas si ce programme existe encore",
  likely_eligible: "Les conditions publiées semblent remplies.", not_eligible: "Au moins une condition publiée n'est pas remplie.",
  cannot_tell: "Les réponses ne suffisent pas pour le dire.",
  met: "remplie", not_met: "non remplie", unknown: "on ne sait pas", missing: "Encore à préciser", decides: "Ceci n'est pas une décision.",
  size: "Taille du texte", data: "Mes données : recevoir une copie", dataNote: "Cette conversation dans un fichier, sur cet appareil. Les autres personnes qui utilisent cet appareil pourraient le lire.",
  txt: "Texte à lire", json: "Données (JSON)",
  code: "J'ai un code", codeLabel: "Votre code : trois mots et quatre chiffres", find: "Retrouver", badCode: "Code inconnu : vérifiez chaque mot.",
  keep: "Garder ce chat 7 jours sur cet appareil",
  keepNote: "Qui ouvre ce téléphone ou cet ordinateur pourra lire la conversation. Si vous le partagez, ou s'il n'est pas à vous, utilisez plutôt votre code. Vous pourrez arrêter ici.",
  keepYes: "Garder 7 jours", unkeep: "Ne plus garder ce chat ici", kept: "Gardé 7 jours sur cet appareil.", unkept: "Ce chat n'est plus gardé sur cet appareil.",
  contact: "Laisser un numéro ou une adresse électronique",
  contactNote: "Pour que les personnes qui suivent votre demande puissent vous joindre. Aucune réponse n'est promise ici. Ne donnez que ce que vous voulez bien donner. Vous pourrez le retirer ici.",
  contactLabel: "Numéro avec le code du pays (+31…), ou adresse électronique", consent: "J'accepte que ceci soit gardé avec ma demande.",
  save: "Enregistrer", saved: "Enregistré.", takeBack: "Retirer ce que j'ai laissé", takenBack: "Retiré.",
  erase: "Effacer ma conversation", eraseNote: "Vos messages et les réponses disparaîtront d'ici, sans retour possible. Notez d'abord les numéros utiles.",
  eraseYes: "Oui, tout effacer", back: "Retour", privacy: "Vos données : le texte complet",
};
const en = {
  title: "Questions on IOM programmes", open: "A question?", close: "Close",
  by: (name) => `Run by ${name || "this test service"}, not by IOM.`,
  trial: "Test service: check before you rely on it.",
  other: "Français", menu: "Options", leave: "Quick exit",
  leaveNote: "“Quick exit” empties this page at once; so does pressing Escape three times. The browser's history keeps the address: clear it yourself if you need to.",
  log: "Conversation", you: "You", assistant: "Assistant", staff: "A person writes to you", safety: "Important: your safety",
  alert: "An important message for your safety has arrived.", notice: "Good to know",
  label: "Your message", send: "Send", typing: "answer coming…", sending: "sending…",
  waiting: "received, answer coming…", unsent: "not sent", retry: "send again", drop: "remove this message",
  left: (count) => `${count} of 1,000 characters`,
  long: (count) => `Too long: ${count} characters, 1,000 at most. Shorten it, then send.`,
  offline: "No network. Your message will go as soon as possible.", newer: "New message",
  expired: "Screen emptied after 20 minutes without activity. Write to start a new conversation. If you have a code, type it in the options (···) at the top.",
  soon: "Without activity, this screen will be emptied in 2 minutes.", stay: "Stay",
  erased: "Your conversation is erased. IOM in the Netherlands: +31 70 318 15 00. In danger: 112.",
  fresh: "The earlier conversation has ended; here is a new one.",
  sources: "Sources", undated: "undated", tab: "(new tab)", contacts: "Contacts", old: "old",
  choices: "You can choose", see: "See in French", useful: "Useful", useless: "Not useful", copy: "Copy this message", copied: "Copied.",
  thanks: "Thank you.", failed: "That did not work; please try again.", why: "What is wrong with it?",
  reasons: { wrong: "It is wrong", not_understood: "My question was not understood", out_of_date: "It is out of date", other: "Something else" },
  more: "Say more if you like (500 characters at most, no name or number)", tell: "Send feedback", cancel: "Cancel",
  card: "Published conditions",
  open_true: "This programme exists, according to the sources", open_false: "This programme has ended", open_null: "Not known whether this programme still exists",
  likely_eligible: "The published conditions seem to be met.", not_eligible: "At least one published condition is not met.",
  cannot_tell: "The answers are not enough to tell.",
  met: "met", not_met: "not met", unknown: "not known", missing: "Still to find out", decides: "This is not a decision.",
  size: "Text size", data: "My data: get a copy", dataNote: "This conversation in a file, on this device. Others who use the device could read it.",
  txt: "Text to read", json: "Data (JSON)",
  code: "I have a code", codeLabel: "Your code: three words and four digits", find: "Find it", badCode: "No such code: check each word.",
  keep: "Keep this chat on this device for 7 days",
  keepNote: "Whoever opens this phone or computer can then read the conversation. If you share it, or if it is not yours, use your code instead. You can undo this here.",
  keepYes: "Keep for 7 days", unkeep: "Stop keeping this chat here", kept: "Kept on this device for 7 days.", unkept: "This chat is no longer kept on this device.",
  contact: "Leave a number or an e-mail address",
  contactNote: "So that the people who deal with your request can reach you. No answer is promised here. Give only what you are willing to give. You can take it back here.",
  contactLabel: "Number with its country code (+31…), or e-mail address", consent: "I agree that this is kept with my request.",
  save: "Save", saved: "Saved.", takeBack: "Take back what I left", takenBack: "Taken back.",
  erase: "Erase my conversation", eraseNote: "Your messages and the answers will be gone from here for good. Note the numbers you need first.",
  eraseYes: "Yes, erase it all", back: "Back", privacy: "Your data: the full text",
};

// French sets a no-break space before these signs, and inside its quotation marks.
const SIGNS = / ([:;?!»])/g;
const KEPT = new Set(["id", "url", "value"]); // for machines

/** Typeset French, in every text of an object or list as well; functions do it to what they return. */
export function french(value, key) {
  if (typeof value === "string") return KEPT.has(key) ? value : value.replace(SIGNS, "\u00a0$1").replace(/« /g, "«\u00a0");
  if (typeof value === "function") return (...given) => french(value(...given));
  if (Array.isArray(value)) return value.map((one) => french(one));
  if (!value || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, french(one, name)]));
}

export const words = { fr: french(fr), en };

/** Say a date of the contract ("2008-08-22", "2008-08", "2008") with the month in words. */
export function dated(text, language) {
  const [iso, day] = /^\d{4}-\d\d(-\d\d)?/.exec(text) || [];
  const moment = new Date(iso);
  if (isNaN(moment)) return text;
  const shape = { year: "numeric", month: "long", timeZone: "UTC", day: day && "numeric" };
  if (language !== "fr") return moment.toLocaleDateString("en-GB", shape);
  return moment.toLocaleDateString("fr-FR", shape).replace(/^1 /, "1er ");
}
