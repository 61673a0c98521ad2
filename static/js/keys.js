/* Keys: j k through the rows, h l through a row's accounts, o opens, / searches, ? tells them all.
   Focus is really moved, so a screen reader says where one is and nothing else need be announced. Readers who
   speak to their machine can turn the keys off (WCAG 2.1.4): <html data-keys="off">, for other scripts too. */
(() => {
  "use strict";
  const STORED = "crossread.keys";
  const ROWS = "table.cmp > tbody > tr:not(.detail), table.events > tbody > tr, [data-row]";
  const TYPED = "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=submit])";
  const root = document.documentElement;
  const help = document.getElementById("key-help");
  const choice = document.getElementById("keys-on");
  let last = ""; // the id of the row last stood on: its element may be swapped for another

  const shown = (element) => element && element.checkVisibility({ visibilityProperty: true });
  const box = (element) => element.getBoundingClientRect();
  const rows = () => [...document.querySelectorAll(ROWS)].filter(shown);
  const cells = (row) => (row.cells ? [...row.cells].filter(shown) : []);
  const toggle = (row) => row.querySelector("a.toggle, button.toggle, summary");
  const heading = (row) => toggle(row) || row.querySelector("a[href], button") || row;

  function rowOf(element) {
    const row = element && element.closest("tr, [data-row]");
    return row && row.classList.contains("detail") ? row.previousElementSibling : row;
  }

  function current(all) {
    const row = rowOf(document.activeElement);
    return all.includes(row) ? row : all.find((other) => last && other.id === last);
  }

  // How far the heads that stay on screen reach, down and to the right.
  function covered(row) {
    const head = row.closest("table")?.tHead?.querySelector("th");
    const side = row.cells?.[0];
    const sticks = (cell) => shown(cell) && getComputedStyle(cell).position === "sticky";
    return { top: sticks(head) ? Math.max(0, box(head).bottom) : 0, left: sticks(side) ? box(side).right : 0 };
  }

  function scroller(row) {
    for (let e = row.parentElement; e && e !== document.body; e = e.parentElement) {
      const style = getComputedStyle(e);
      const scrolls = /auto|scroll/.test(style.overflowX + style.overflowY);
      if (scrolls && (e.scrollHeight > e.clientHeight || e.scrollWidth > e.clientWidth)) return e;
    }
    return window;
  }

  function stand(target, row) {
    if (!target.matches("a, button, summary, input")) target.tabIndex = -1;
    target.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    target.scrollIntoView({ block: "nearest", inline: "nearest" });
    const edge = covered(row);
    const hidden = box(row).top - edge.top;
    if (hidden < 0) scroller(row).scrollBy(0, hidden);
    const left = row.cells?.[0]?.contains(target) ? 0 : box(target).left - edge.left;
    if (left < 0) scroller(row).scrollBy(left, 0);
    last = row.id;
  }

  // Without a row to go on from: the first one below the heads, for a reader who has scrolled.
  const first = (all) => all.find((row) => box(row).top >= covered(row).top - 1) || all[0];

  function toRow(step) {
    const all = rows();
    const row = current(all);
    const next = row ? all[all.indexOf(row) + step] : first(all);
    if (!next) return;
    const column = row ? cells(row).indexOf(document.activeElement) : -1; // on a cell: keep to its outlet
    stand(column > 0 ? cells(next)[column] || heading(next) : heading(next), next);
  }

  function toCell(step) {
    const row = current(rows());
    const all = row ? cells(row) : [];
    const here = all.indexOf(document.activeElement.closest("th, td"));
    const next = all[Math.max(here, 0) + step];
    if (next) stand(next === all[0] ? heading(row) : next, row);
  }

  function open(row) {
    last = row.id;
    heading(row).click();
  }

  function search() {
    const field = ["q", "search"].map((id) => document.getElementById(id)).find(shown);
    field?.focus();
    field?.select();
  }

  const KEYS = {
    j: () => toRow(1),
    k: () => toRow(-1),
    h: () => toCell(-1),
    l: () => toCell(1),
    o: () => { const row = current(rows()); if (row) open(row); },
    "/": search,
    "?": () => help?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (root.dataset.keys === "off" || help?.open || target.closest(TYPED)) return;
    if (event.key === "Enter" && target.matches("td[tabindex], tr[tabindex]")) open(rowOf(target));
    else if (Object.hasOwn(KEYS, event.key)) KEYS[event.key]();
    else return;
    event.preventDefault();
  });

  // A menu closes at Escape, which is no character and holds with the keys off, and at a click elsewhere.
  const close = (menus) => menus.forEach((menu) => (menu.open = false));
  const menus = () => [...document.querySelectorAll("details.menu[open]")];

  document.addEventListener("click", (event) => close(menus().filter((menu) => !menu.contains(event.target))));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing || help?.open) return;
    const open = menus();
    open.find((menu) => menu.contains(document.activeElement))?.querySelector("summary").focus();
    close(open);
  });

  // A browser may refuse storage: then the choice holds for this page.
  try { if (localStorage.getItem(STORED) === "off") root.dataset.keys = "off"; } catch { /* as is */ }
  if (!help || !choice) return;
  choice.checked = root.dataset.keys !== "off";
  choice.addEventListener("change", () => {
    root.dataset.keys = choice.checked ? "on" : "off";
    try { localStorage.setItem(STORED, root.dataset.keys); } catch { /* as is */ }
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("a[data-opens=key-help]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    help.showModal();
  });
})();
