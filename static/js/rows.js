/* Rows open and close in place. htmx fetches what stands under a row; this closes it again and keeps the
   address telling which rows are open, so that reload, back and a copied link show the same. The address is
   replaced, not pushed: the back button leads off the page, not through every row that was looked at. */
"use strict";

(() => {
  const detailOf = (toggle) => {
    const next = toggle.closest("tr").nextElementSibling;
    return next && next.matches("tr.detail") ? next : null;
  };
  const idOf = (toggle) => toggle.closest("tr").id.replace(/^r-/, "");
  const isToggle = (element) => element instanceof Element && element.matches("a.toggle");

  /* Without script the links do it all; they are brought up to date for whoever opens or copies one. */
  const link = () => {
    document.getElementById("copy-link")?.setAttribute("href", location.pathname + location.search);
    for (const toggle of document.querySelectorAll("a.toggle")) {
      const address = new URL(location.href);
      const id = idOf(toggle);
      const open = address.searchParams.getAll("open").filter((other) => other !== id);
      if (toggle.getAttribute("aria-expanded") !== "true") open.push(id);
      address.searchParams.delete("open");
      open.forEach((other) => address.searchParams.append("open", other));
      address.hash = `r-${id}`;
      toggle.setAttribute("href", address.pathname + address.search + address.hash);
    }
  };

  const settle = (toggle, open) => {
    const address = new URL(location.href);
    const id = idOf(toggle);
    const others = address.searchParams.getAll("open").filter((other) => other !== id);
    address.searchParams.delete("open");
    (open ? [...others, id] : others).forEach((other) => address.searchParams.append("open", other));
    toggle.setAttribute("aria-expanded", String(open));
    history.replaceState(history.state, "", address);
    link();
  };

  /* A new tab or window is the browser's business. */
  document.addEventListener("click", (event) => {
    const toggle = event.target instanceof Element && event.target.closest("a.toggle");
    if (toggle && (event.ctrlKey || event.metaKey || event.shiftKey)) event.stopPropagation();
  }, true);

  document.addEventListener("htmx:confirm", (event) => {
    if (!isToggle(event.target)) return;
    const detail = detailOf(event.target);
    if (detail) {
      detail.remove();
      settle(event.target, false);
    }
    if (detail || event.target.classList.contains("htmx-request")) event.preventDefault();
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    if (!isToggle(event.target)) return;
    if (event.detail.successful) settle(event.target, detailOf(event.target) !== null);
    else if (event.detail.xhr && event.detail.xhr.status) location.assign(event.target.href);
  });
})();
