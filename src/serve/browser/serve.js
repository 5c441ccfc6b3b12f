// Keeps the page that it stands in current while its hub is edited. Served by `almoner serve` alone; no published page has it.
(() => {
  const { mark, until, fault } = document.currentScript.dataset;
  const isFaultPage = fault !== undefined;
  const PLACE = "almoner-place";

  // Where the reader was before the page came anew.
  const place = sessionStorage.getItem(PLACE);
  if (place) {
    sessionStorage.removeItem(PLACE);
    const [path, x, y] = JSON.parse(place);
    if (path === location.pathname) addEventListener("load", () => scrollTo({ left: x, top: y, behavior: "instant" }));
  }

  function reload() {
    sessionStorage.setItem(PLACE, JSON.stringify([location.pathname, scrollX, scrollY]));
    location.reload();
  }

  // The name of a style sheet without the hash of what it holds.
  const name = (address) => address.split("/").pop().replace(/\.[0-9a-f]+\.css$/, "");

  function restyle(addresses) {
    for (const link of document.querySelectorAll("link[rel=stylesheet]")) {
      const old = new URL(link.href);
      const now = addresses.find((address) => name(address) === name(old.pathname));
      if (!now || now === old.pathname || old.origin !== location.origin) continue;
      // The old one goes when the new one is there: nothing flashes.
      const next = link.cloneNode();
      next.href = now;
      next.addEventListener("load", () => link.remove());
      next.addEventListener("error", () => next.remove());
      link.after(next);
    }
  }

  const element = (tag, properties, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };

  let overlay = null;

  function tell(faults) {
    overlay?.remove();
    overlay = null;
    if (!faults || isFaultPage) return;
    overlay = element("div", { id: "almoner-overlay" });
    const root = overlay.attachShadow({ mode: "open" });
    const alert = element("section");
    alert.setAttribute("role", "alert");
    const hide = element("button", { type: "button", textContent: "Hide" });
    hide.addEventListener("click", () => overlay?.remove());
    root.append(element("link", { rel: "stylesheet", href: "/~almoner/serve.css" }), alert);
    document.body.append(overlay);
    // Filled once it stands in the page, or a screen reader would not hear of it.
    const text = element("pre", { textContent: faults.text, tabIndex: 0 });
    requestAnimationFrame(() => alert.append(element("h2", { textContent: faults.heading }), text, hide));
  }

  let events = null;

  function listen() {
    if (events || document.hidden) return;
    events = new EventSource(`/~almoner/events?page=${encodeURIComponent(location.pathname)}&mark=${mark}`);
    events.addEventListener("page", reload);
    events.addEventListener("styles", (event) => restyle(JSON.parse(event.data)));
    events.addEventListener("faults", (event) => tell(JSON.parse(event.data)));
    // A browser gives up on an answer that is no stream, as it gets from another server at the same port.
    events.addEventListener("error", () => {
      if (events?.readyState !== EventSource.CLOSED) return;
      events = null;
      setTimeout(listen, 1000);
    });
    // Whoever comes back to a server without faults is told so by silence.
    events.addEventListener("open", () => tell(null));
  }

  // A browser opens six connections to a host: pages that nobody sees leave theirs to others, and ask again when they are seen.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return listen();
    events?.close();
    events = null;
  });
  addEventListener("pagehide", () => events?.close());

  // How long a page is still under embargo, next to what says so.
  function countDown() {
    const left = Math.ceil((new Date(until) - Date.now()) / 1000);
    const line = document.querySelector(".box.embargo p:not(.t)");
    if (!line || left <= 0) return;
    const units = [[86400, "day"], [3600, "hour"], [60, "minute"], [1, "second"]];
    const parts = [];
    let rest = left;
    for (const [size, unit] of units) {
      const n = Math.floor(rest / size);
      rest -= n * size;
      if (n > 0) parts.push(`${n} ${unit}${n === 1 ? "" : "s"}`);
    }
    let clock = line.querySelector("[data-almoner-left]");
    if (!clock) {
      clock = element("span");
      clock.setAttribute("data-almoner-left", "");
      line.append(clock);
    }
    // Two units are as much as one takes in.
    clock.textContent = ` ${parts.slice(0, 2).join(" ")} to go.`;
    setTimeout(countDown, left > 7200 ? 60000 : 1000);
  }

  if (until) countDown();
  listen();
})();
