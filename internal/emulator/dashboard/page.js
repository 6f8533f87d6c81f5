// Keeps the open page as the emulator has it: asks for it again and again, and changes only what differs, so that focus,
// scroll position, selection and opened details stay. Without this script the page shows the same when it is reloaded.
"use strict";

const period = 2000; // milliseconds

const paused = () => new URLSearchParams(location.search).get("live") === "off";

async function refresh() {
  const asked = location.href;
  try {
    const answer = await fetch(asked, { cache: "no-store" });
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (asked === location.href) morph(document.body, page.body);
  } catch {
    const trouble = document.getElementById("trouble");
    if (!trouble.textContent) trouble.textContent = "The emulator does not answer. What you see is from before.";
  }
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
    if (there) morph(there, row);
    if (!there || old.rows[i] !== there) old.insertBefore(there ?? row, old.rows[i] ?? null);
  });
}

async function watch() {
  for (;;) {
    await new Promise((done) => setTimeout(done, period));
    if (!paused() && !document.hidden) await refresh();
  }
}

// These links work without the script, by loading the page anew.
document.addEventListener("click", (event) => {
  const link = event.target.closest("#toggle, #reload");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.replaceState(null, "", link.href);
  refresh();
});

watch();
