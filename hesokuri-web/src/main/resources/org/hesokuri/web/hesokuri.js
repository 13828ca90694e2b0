"use strict";

// The guard takes a change only from this page, with the token that the page was given.
const token = () => document.querySelector('meta[name="hesokuri-token"]').content;
const live = () => document.getElementById("live");

// ---- Changes that a person asks for

async function ask(button, address, done) {
  const answer = button.parentElement.querySelector('[role="status"]');
  button.disabled = true;
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Hesokuri-Token": token() },
      body: "{}",
    });
    answer.textContent = response.ok ? done : await response.text();
  } catch {
    answer.textContent = "The daemon does not answer; is it running?";
  }
  button.disabled = false;
}

async function copy(button) {
  const answer = button.parentElement.querySelector('[role="status"]');
  try {
    await navigator.clipboard.writeText(button.parentElement.querySelector("pre").textContent);
    answer.textContent = "Copied.";
  } catch {
    answer.textContent = "The browser does not allow it; select the text instead.";
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.push !== undefined) {
    ask(button, "/peers/" + encodeURIComponent(button.dataset.push) + "/push", "It is being tried.");
  } else if (button?.dataset.look !== undefined) {
    ask(button, "/api/v1/sources/" + button.dataset.look + "/rescan", "It is being looked at.");
  } else if (button?.dataset.copy !== undefined) {
    copy(button);
  }
});

// Buttons work by this script alone, and so are shown by it alone.
function showButtons(root) {
  for (const button of root.querySelectorAll("[data-push], [data-look], [data-copy]")) {
    button.hidden = false;
  }
}

// ---- Times that go on

let ahead = 0;

function setClock() {
  const at = Date.parse(document.getElementById("main").dataset.at);
  const off = at - Date.now();
  // The page's moment has whole seconds, and took its time to come here.
  ahead = Math.abs(off) > 2000 ? off : 0;
}

function length(seconds) {
  if (seconds < 120) return seconds + " s";
  if (seconds < 7200) return Math.floor(seconds / 60) + " min";
  return seconds < 172800 ? Math.floor(seconds / 3600) + " h" : Math.floor(seconds / 86400) + " days";
}

function tick() {
  const now = Date.now() + ahead;
  for (const time of document.querySelectorAll("time[data-as]")) {
    const past = (now - Date.parse(time.dateTime)) / 1000;
    const far = length(Math.floor(Math.abs(past)));
    let text = far;
    if (time.dataset.as === "coming") text = past < -1 ? "in " + far : "now";
    if (time.dataset.as === "relative") {
      text = Math.abs(past) < 1 ? "just now" : past < 0 ? "in " + far : far + " ago";
    }
    if (time.textContent !== text) time.textContent = text;
  }
}

// ---- The page as it is now: what differs is changed in place, so that focus, selection, scrolling
// ---- and what was unfolded stay.

const kept = { DETAILS: ["open"], BUTTON: ["hidden", "disabled"] };

function becomeLike(old, fresh) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
    return;
  }
  const own = kept[old.nodeName] ?? [];
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !own.includes(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value && !own.includes(name)) old.setAttribute(name, value);
  }
  // What a button answered is said until the next answer.
  const says = old.getAttribute("role") === "status" && !fresh.hasChildNodes();
  const chosenFrom = old === document.activeElement && old.nodeName === "SELECT";
  if (!says && !chosenFrom) childrenBecomeLike(old, fresh);
}

function alike(old, fresh) {
  return old.nodeName === fresh.nodeName && (old.id ?? "") === (fresh.id ?? "");
}

function childrenBecomeLike(old, fresh) {
  const named = new Map();
  for (const child of old.children) if (child.id) named.set(child.id, child);
  let at = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const same = wanted.id ? named.get(wanted.id) : undefined;
    if (same && same.nodeName === wanted.nodeName) {
      if (same === at) at = at.nextSibling;
      else old.insertBefore(same, at);
      becomeLike(same, wanted);
    } else if (at && alike(at, wanted)) {
      becomeLike(at, wanted);
      at = at.nextSibling;
    } else {
      old.insertBefore(document.importNode(wanted, true), at);
    }
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

function showFresh(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const sentence = () => document.querySelector(".headline, .verdict")?.textContent;
  const before = sentence();
  document.title = fresh.title;
  // The daemon may have been started anew since.
  const meta = 'meta[name="hesokuri-token"]';
  document.querySelector(meta).content = fresh.querySelector(meta).content;
  for (const id of ["header", "main"]) {
    becomeLike(document.getElementById(id), fresh.getElementById(id));
  }
  const moment = document.querySelector("#connection time");
  becomeLike(moment, fresh.querySelector("#connection time"));
  showButtons(document);
  setClock();
  tick();
  // Whoever does not see the page is told when the verdict changes, and of nothing else.
  if (sentence() !== before) document.getElementById("told").textContent = sentence();
}

let fetching = false;
let again = false;

async function refresh() {
  if (fetching) {
    again = true;
    return;
  }
  fetching = true;
  const begun = performance.now();
  const address = location.href;
  try {
    const response = await fetch(address, { headers: { Accept: "text/html" } });
    const html = await response.text();
    if (address === location.href) showFresh(html);
    else again = true;
  } catch {
    // The stream of events, too, notices that nobody answers, and says so.
  }
  // A big page must not keep the browser busy with nothing but itself.
  const pause = Math.min(5000, 3 * (performance.now() - begun));
  setTimeout(() => {
    fetching = false;
    if (again) {
      again = false;
      refresh();
    }
  }, pause);
}

// ---- What a person looks for

function lookFor(form) {
  const asked = new URLSearchParams(new FormData(form));
  history.replaceState(null, "", form.getAttribute("action") + "?" + asked);
  refresh();
}

let typing;

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-live]");
  if (form) {
    clearTimeout(typing);
    typing = setTimeout(() => lookFor(form), 150);
  }
});

document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-live]")) {
    event.preventDefault();
    clearTimeout(typing);
    lookFor(event.target);
  }
});

// ---- What happens

function listen() {
  const events = new EventSource("/api/v1/events");
  let lost = false;
  events.addEventListener("open", () => {
    live().textContent = "Live: changes show by themselves.";
    document.getElementById("connection").classList.remove("lost");
    if (lost) refresh();
    lost = false;
  });
  events.addEventListener("status", refresh);
  events.addEventListener("error", () => {
    lost = true;
    live().textContent = "The daemon does not answer: what is shown may be old.";
    document.getElementById("connection").classList.add("lost");
    // A browser gives up after some answers; this page does not.
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
  });
  addEventListener("pagehide", () => events.close());
}

showButtons(document);
setClock();
setInterval(tick, 1000);
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
listen();
