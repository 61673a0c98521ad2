// While other rows are on their way, the ones that are there say so.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.target.id === "results") event.detail.target.setAttribute("aria-busy", "true");
});
document.addEventListener("htmx:afterRequest", () => {
  const results = document.getElementById("results");
  if (results) results.removeAttribute("aria-busy");
});
