/* Dates as the reader writes them, as exact as they were printed. A clock stays the article's own, with its zone;
   what that is for the reader stands in the title, beside what the server wrote. Words that say more than a date
   ("year inferred") and dates without a year stay as they are. */
(() => {
  "use strict";
  const ISO = /^(\d{4})-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::\d\d)?(Z|[+-]\d\d:?\d\d)?)?)?$/;
  const CLOCK = /\d\d:\d\d\s*(.*)$/;
  const locale = navigator.language;
  const foreign = () => locale.split("-")[0] !== document.documentElement.lang.split("-")[0];
  const format = (date, options) => new Intl.DateTimeFormat(locale, options).format(date);

  // The date as its own clock shows it: read and written as if it were UTC, so that no zone can move the day.
  const clockOf = ([, year, month, day, hour, minute]) =>
    new Date(Date.UTC(year, month - 1, day || 1, hour || 0, minute || 0));

  function words(parts, printed) {
    const clock = parts[4] && CLOCK.exec(printed);
    const date = { timeZone: "UTC", month: "long" };
    if (printed.includes(parts[1])) date.year = "numeric";
    if (parts[3]) date.day = "numeric";
    const day = format(clockOf(parts), date);
    if (!clock) return day;
    const time = format(clockOf(parts), { timeZone: "UTC", hour: "numeric", minute: "2-digit" });
    return `${day}, ${time} ${clock[1]}`.trim();
  }

  function yours(iso, parts) {
    const exact = new Date(iso);
    if (!parts[6] || Number.isNaN(exact.getTime())) return "";
    return format(exact, { dateStyle: "long", timeStyle: "short" }) + zoneOf(exact);
  }

  function zoneOf(exact) {
    const parts = new Intl.DateTimeFormat(locale, { timeZoneName: "short" }).formatToParts(exact);
    return " " + (parts.find((part) => part.type === "timeZoneName")?.value ?? "");
  }

  function show(time) {
    const printed = time.textContent.trim();
    const parts = ISO.exec(time.dateTime);
    time.dataset.printed = printed;
    if (!parts || printed.includes("(")) return;
    const shown = words(parts, printed);
    const there = yours(time.dateTime, parts);
    if (!time.title && (there || shown !== printed)) time.title = there ? `${printed} = ${there}` : printed;
    if (shown === printed) return;
    time.textContent = shown;
    if (foreign()) time.lang = locale;
  }

  const all = () => document.querySelectorAll("time[datetime]:not([data-printed])").forEach(show);
  all();
  document.addEventListener("htmx:afterSwap", all);
  document.addEventListener("htmx:oobAfterSwap", all);
})();
