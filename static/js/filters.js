// The filters beside htmx: what was open stays open, and what fails is asked for as a page.
"use strict";
{
  const ours = (event) => event.detail.elt?.id === "filter";

  for (const failure of ["htmx:sendError", "htmx:responseError"]) {
    document.addEventListener(failure, (event) => ours(event) && event.detail.elt.submit());
  }

  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    for (const menu of event.detail.fragment.querySelectorAll("details[id]")) {
      menu.open ||= document.getElementById(menu.id)?.open ?? false;
    }
  });
}
