/* Steps from claim to claim, and ties a claim to its note and its other pieces. Without it the links do. */
"use strict";

(() => {
  const notes = [...document.querySelectorAll(".note-c")].sort((one, other) => one.dataset.tie - other.dataset.tie);
  const step = document.getElementById("step");
  if (!step || !notes.length) return;
  const [previous, next] = step.querySelectorAll("a");
  const told = document.getElementById("told");
  const claimOf = (note) => note.id.replace(/^n-/, "c-");

  const tied = new Map();
  for (const piece of document.querySelectorAll("[data-tie]")) {
    if (!tied.has(piece.dataset.tie)) tied.set(piece.dataset.tie, []);
    tied.get(piece.dataset.tie).push(piece);
  }
  const light = (css, tie) => {
    document.querySelectorAll(`.${css}`).forEach((piece) => piece.classList.remove(css));
    (tied.get(tie) || []).forEach((piece) => piece.classList.add(css));
  };

  const lead = (link, place) => {
    link.hidden = !notes[place];
    if (!notes[place]) return;
    link.hash = claimOf(notes[place]);
    link.querySelector(".n").textContent = place + 1;
  };

  /* The claim or note the address leads to, whether by a link, a key or from another page. */
  let now = -1;
  const settle = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const tie = target && target.dataset.tie;
    now = tie ? Number(tie) - 1 : -1;
    light("now", tie);
    document.getElementById("start").hidden = now >= 0;
    step.hidden = now < 0;
    if (now < 0) return;
    step.querySelector("b").textContent = tie;
    lead(previous, now - 1);
    lead(next, now + 1);
    const said = notes[now].querySelector(".told").cloneNode(true);
    said.querySelectorAll(".vh, [aria-hidden]").forEach((mark) => mark.remove());
    const words = said.textContent.replace(/\s+/g, " ").trim();
    told.textContent = `${previous.nextElementSibling.textContent}: ${words}`;
  };

  /* A step is no page to come back to: it takes the place of the one before in the browser's history. */
  const go = (place) => {
    if (!notes[place]) return;
    now = place; // at once: keys come faster than the address changes
    location.replace(`#${claimOf(notes[place])}`);
  };
  step.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(link === previous ? now - 1 : now + 1);
  });
  document.addEventListener("keydown", (event) => {
    const writing = event.target instanceof Element && event.target.closest("input, select, textarea, dialog, [contenteditable]");
    if (document.documentElement.dataset.keys === "off") return;
    if (writing || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === "n") go(now + 1);
    if (event.key === "p") go(now - 1);
  });

  const tie = (event) => {
    const piece = event.target instanceof Element && event.target.closest("[data-tie]");
    light("tied", piece ? piece.dataset.tie : "");
  };
  for (const kind of ["mouseover", "focusin"]) document.addEventListener(kind, tie);

  document.documentElement.classList.add("stepping");
  document.querySelector(".hint.keys").hidden = false;
  window.addEventListener("hashchange", settle);
  settle();
})();
