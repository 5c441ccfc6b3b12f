// What a page can do better with a script; every page is whole without it.
(() => {
  const root = document.documentElement;
  const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

  // Storage can be shut off; then the choice lasts for this page only.
  const remember = (name, value) => { try { value ? localStorage.setItem(name, value) : localStorage.removeItem(name) } catch {} };
  const recall = (name) => { try { return localStorage.getItem(name) } catch { return null } };

  // Before the first paint, so that a chosen dark page never flashes white.
  const show = (theme) => { root.dataset.theme = theme };
  show(recall("theme") ?? "");

  const start = () => {
    each("[data-script]", (part) => { part.hidden = false });

    const press = () => each("[data-theme-set]", (b) => b.setAttribute("aria-pressed", String(b.value === root.dataset.theme)));
    each("[data-theme-set]", (b) => b.addEventListener("click", () => { show(b.value); remember("theme", b.value); press() }));
    press();

    each("[data-print]", (b) => b.addEventListener("click", () => print()));

    each("[data-copy]", (b) => {
      b.hidden = !navigator.clipboard;
      b.addEventListener("click", async () => {
        const said = b.parentNode.lastElementChild;
        // Emptied first: the same words a second time would not be read out.
        said.textContent = "";
        let done = "done";
        try { await navigator.clipboard.writeText(document.getElementById(b.dataset.copy).textContent.trim()) } catch { done = "failed" }
        said.textContent = b.dataset[done];
      });
    });

    // Nothing of search is run before somebody turns to its box, or where its page is asked nothing.
    each("[data-find]", (box) => {
      const page = box.closest("main");
      let search;
      const load = () => {
        search ??= import(box.dataset.find).then((s) => s[page ? "startPage" : "startBox"](box, s.manifest), () => { search = null; if (page) page.dataset.busy = "failed" });
      };
      ["focusin", "pointerenter"].forEach((sign) => box.addEventListener(sign, load));
      if (page && location.search) { page.dataset.busy = ""; load() }

      // Software that hears speech may take a word for this key, so the page of search can switch it off.
      let off = recall("slash");
      each("[data-slash]", (b) => {
        b.checked = !off;
        b.addEventListener("click", () => remember("slash", off = b.checked ? "" : "off"));
      });
      addEventListener("keydown", (event) => {
        if (off || event.key !== "/" || event.ctrlKey || event.metaKey || event.target.closest("input, select, textarea")) return;
        event.preventDefault();
        box.elements.q.focus();
      });
    });

    // A page nobody has rebuilt still says that its review or its line is out of date.
    each("[data-after]", (part) => { if (Date.parse(part.dataset.after) < Date.now()) part.hidden = false });

    const places = new Map();
    const watcher = new IntersectionObserver((seen) => seen.filter((entry) => entry.isIntersecting).forEach((entry) => {
      each(".toc [aria-current]", (link) => link.removeAttribute("aria-current"));
      places.get(entry.target).setAttribute("aria-current", "true");
    }), { rootMargin: "0px 0px -75%" });
    each(".toc a", (link) => {
      const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (heading) { places.set(heading, link); watcher.observe(heading) }
    });
  };

  addEventListener("DOMContentLoaded", start);
})();
