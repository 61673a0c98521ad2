/* Files and folders can be dropped anywhere on the page, and what was chosen is named. Without script the two
   file fields do the same. A folder that is dropped is walked through; its files join those in the field. */
(() => {
  "use strict";
  const MOST = 2000;
  const NAMED = 5;
  const READ = /\.(txt|x?html?|csv|tsv|jsonl?|gz|warc|opml|xml)$/i;
  const form = document.getElementById("add-form");
  const drop = document.getElementById("drop");
  const field = document.getElementById("files");
  const folder = document.getElementById("folder");
  const told = document.getElementById("dropped");
  const send = document.getElementById("send");
  if (!form) return;

  function tell() {
    const files = [...field.files, ...folder.files];
    const words = files.length === 1 ? told.dataset.one : told.dataset.many.replace("#", files.length);
    const names = files.slice(0, NAMED).map((file) => file.webkitRelativePath || file.name);
    if (files.length > NAMED) names.push(told.dataset.more.replace("#", files.length - NAMED));
    told.textContent = files.length ? `${words} ${names.join(", ")}` : told.dataset.drop;
    told.hidden = false;
  }

  const listed = (reader) => new Promise((good, bad) => reader.readEntries(good, bad));
  const opened = (entry) => new Promise((good, bad) => entry.file(good, bad));

  // A file from a folder goes by its path, as in the field for folders: a manifest names it so.
  async function file(entry, inside) {
    const plain = await opened(entry);
    return inside ? new File([plain], entry.fullPath.replace(/^\//, ""), { type: plain.type }) : plain;
  }

  // A folder tells its entries in portions; an empty one is the last.
  async function walk(entry, found, inside) {
    if (found.length >= MOST || (inside && entry.name.startsWith("."))) return;
    if (entry.isFile) {
      if (!inside || READ.test(entry.name)) found.push(await file(entry, inside));
      return;
    }
    const reader = entry.createReader();
    for (let portion = await listed(reader); portion.length; portion = await listed(reader)) {
      for (const each of portion) await walk(each, found, true);
    }
  }

  async function take(transfer) {
    // The entries are gone once this turn is over, so all are asked for before any is read.
    const entries = [...transfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry());
    const plain = [...transfer.files];
    const found = [];
    for (const entry of entries.filter(Boolean)) await walk(entry, found, false);
    const all = new DataTransfer();
    for (const file of [...field.files, ...(found.length ? found : plain)].slice(0, MOST)) all.items.add(file);
    field.files = all.files;
    tell();
  }

  const brings = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    drop.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) drop.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    drop.classList.remove("over");
    take(event.dataTransfer).catch(tell);
  });
  field.addEventListener("change", tell);
  folder.addEventListener("change", tell);

  // Sent once: a second click while a large file is on its way would send it again.
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    send.dataset.words = send.textContent;
    send.textContent = send.dataset.busy;
  });
  window.addEventListener("pageshow", () => {
    if (form.dataset.sent) send.textContent = send.dataset.words;
    delete form.dataset.sent;
    // The address leads to a part of the form, so the browser leaves the field alone that waits for words.
    if (location.hash === "#paste") form.querySelector("[autofocus]")?.focus({ preventScroll: true });
  });
  tell();
})();
