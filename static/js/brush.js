// The histogram of days: drag across bars, or follow one, and the form asks for these days.
// Without this script each bar is a link; from the keyboard it is one too, and there are the two dates.
"use strict";
{
  let brush = null; // while the pointer is down: the places it went down and is at

  const places = (svg) => [...svg.querySelectorAll(".hit")];

  const placeAt = (svg, x) => {
    const all = places(svg);
    return all.find((place) => x <= place.getBoundingClientRect().right) ?? all.at(-1);
  };

  const covered = () => {
    const all = places(brush.svg);
    const ends = [all.indexOf(brush.start), all.indexOf(brush.at)].sort((a, b) => a - b);
    return all.slice(ends[0], ends[1] + 1);
  };

  const draw = (now) => places(brush.svg).forEach((place) => place.classList.toggle("brushed", now.includes(place)));

  const ask = (svg, from, to) => {
    const form = svg.closest("form");
    form.elements.from.value = from;
    form.elements.to.value = to;
    form.requestSubmit();
  };

  const end = () => {
    draw([]);
    brush = null;
  };

  document.addEventListener("pointerdown", (event) => {
    const svg = event.target.closest?.(".histo");
    if (svg && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      const start = placeAt(svg, event.clientX);
      brush = { svg, start, at: start };
    }
  });

  document.addEventListener("pointermove", (event) => {
    if (brush) {
      brush.at = placeAt(brush.svg, event.clientX);
      draw(brush.at === brush.start ? [] : covered());
    }
  });

  document.addEventListener("pointerup", () => {
    if (brush) {
      const { svg, start, at } = brush;
      const days = covered();
      end();
      if (at !== start) ask(svg, days[0].dataset.from, days.at(-1).dataset.to);
    }
  });

  document.addEventListener("pointercancel", () => brush && end());
  document.addEventListener("keydown", (event) => event.key === "Escape" && brush && end());
  document.addEventListener("dragstart", (event) => event.target.closest?.(".histo") && event.preventDefault());

  document.addEventListener("click", (event) => {
    const bar = event.target.closest?.(".histo a");
    if (!bar || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { from, to } = bar.querySelector(".hit").dataset;
    const all = bar.hasAttribute("aria-current");
    ask(bar.closest(".histo"), all ? "" : from, all ? "" : to);
  });
}
