// Keeps the open page as the emulator has it: asks for it again and again, and changes only what differs, so that focus,
// scroll position, selection and opened details stay. Without this script the page shows the same when it is reloaded.
"use strict";

const period = 2000; // milliseconds

let tag = ""; // of the page that is shown; the server leaves out the rows that are the same on it

const paused = () => new URLSearchParams(location.search).get("live") === "off";

async function refresh() {
  const asked = location.href;
  try {
    const response = await fetch(asked, { cache: "no-store", headers: tag ? { "If-None-Match": tag } : {} });
    if (response.status === 304) return complain("");
    if (!response.ok) throw new Error(response.statusText);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (asked !== location.href) return;
    tag = response.headers.get("ETag") ?? "";
    morph(document.body, page.body);
  } catch {
    complain("The emulator does not respond. This is what it held before.");
  }
}

function complain(text) {
  const trouble = document.getElementById("trouble");
  if (trouble.textContent !== text) trouble.textContent = text;
}

// morph makes the old node like the new one. Whether details are open is the reader's business.
function morph(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeType !== Node.ELEMENT_NODE || old.nodeName !== fresh.nodeName) {
    old.replaceWith(fresh);
    return;
  }
  for (const { name, value } of fresh.attributes) old.setAttribute(name, value);
  for (const name of old.getAttributeNames()) {
    if (name !== "open" && !fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  if (old.nodeName === "TBODY") morphRows(old, fresh);
  else morphChildren(old, fresh);
}

function morphChildren(old, fresh) {
  const children = [...fresh.childNodes]; // as nodes move from there to here
  children.forEach((child, i) => {
    if (i < old.childNodes.length) morph(old.childNodes[i], child);
    else old.append(child);
  });
  while (old.childNodes.length > children.length) old.lastChild.remove();
}

// morphRows goes by the ids of rows: a new one at the top must not make all others different.
function morphRows(old, fresh) {
  const rows = [...fresh.rows];
  const ids = new Set(rows.map((row) => row.id));
  for (const row of [...old.rows]) if (!ids.has(row.id)) row.remove();
  rows.forEach((row, i) => {
    const there = document.getElementById(row.id);
    if (there && !row.hasAttribute("data-same")) morph(there, row);
    if (!there && row.hasAttribute("data-same")) tag = ""; // two answers have crossed: ask for all of it
    if (!there || old.rows[i] !== there) old.insertBefore(there ?? row, old.rows[i] ?? null);
  });
}

async function watch() {
  for (;;) {
    await new Promise((done) => setTimeout(done, period));
    if (!paused() && !document.hidden) await refresh();
  }
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  button.classList.add("done");
  setTimeout(() => button.classList.remove("done"), 1500);
});

// These links work without the script, by loading the page anew.
document.addEventListener("click", (event) => {
  const link = event.target.closest("#toggle, #reload, nav a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.replaceState(null, "", link.href);
  refresh();
});

watch();
