// Leave at once, and leave no way back: by the button, or by Shift three times within some seconds. Only where a page has the button.
const link = document.querySelector("[data-exit]");
const told = document.querySelector(".exit [role=status]");
let pressed = 0;
let isOwn;
let timer;

const leave = (event) => {
  event.preventDefault();
  // The words go before the other site comes, and from the name of the tab as well.
  document.body.hidden = true;
  document.title = link.host;
  location.replace(link.href);
};
const forget = (text = "") => {
  pressed = 0;
  clearTimeout(timer);
  if (told.textContent) told.textContent = text;
};
// A Shift that makes a capital, selects or is part of a shortcut is no press.
const other = () => { isOwn = false; forget() };

link.addEventListener("click", leave);
addEventListener("pointerdown", other);
addEventListener("keydown", (event) => {
  if (event.key !== "Shift" || event.ctrlKey || event.altKey || event.metaKey) other();
  else isOwn = true;
});
addEventListener("keyup", (event) => {
  if (event.key !== "Shift" || !isOwn) return;
  isOwn = false;
  clearTimeout(timer);
  if ((pressed += 1) === 3) return leave(event);
  told.textContent = pressed === 1 ? told.dataset.more : told.dataset.one;
  timer = setTimeout(forget, 5000, told.dataset.over);
});
// Back on a page that the browser kept as it was.
addEventListener("pageshow", () => { forget(); document.body.hidden = false });
