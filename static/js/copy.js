// "Copy link": the address of what is on screen. Without this script it is a link to it.
"use strict";
{
  const byHand = (text) => {
    // Where the page is not served securely there is no clipboard to ask for.
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  };

  const copied = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return byHand(text);
    }
  };

  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("#copy-link");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const done = await copied(link.href);
    link.focus();
    const said = document.getElementById("copied");
    said.textContent = done ? link.dataset.copied : link.dataset.failed;
    setTimeout(() => (said.textContent = ""), 4000);
  });
}
