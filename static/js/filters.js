// The filters beside htmx: what waits says so, what was open stays open, and what fails is asked for as a page.
"use strict";
{
  const ours = (event) => event.detail.elt?.id === "filter";

  const busy = (is) => document.getElementById("results")?.setAttribute("aria-busy", is);

  document.addEventListener("htmx:beforeRequest", (event) => ours(event) && busy("true"));
  document.addEventListener("htmx:afterRequest", (event) => ours(event) && busy("false"));

  for (const failure of ["htmx:sendError", "htmx:responseError"]) {
    document.addEventListener(failure, (event) => ours(event) && event.detail.elt.submit());
  }

  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    for (const menu of event.detail.fragment.querySelectorAll("details[id]")) {
      menu.open ||= document.getElementById(menu.id)?.open ?? false;
    }
  });
}
