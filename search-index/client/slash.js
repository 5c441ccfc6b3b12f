// Whether the key / leads to the box: software that listens to speech may take a spoken word for it, so it can be switched off.

const NAME = 'slash';

function isSlashOff() {
  try {
    return Boolean(localStorage.getItem(NAME));
  } catch {
    return document.documentElement.hasAttribute('data-slash');
  }
}

/** For every page of the hub; for this one alone where nothing may be stored. */
function keepSlash(isOff) {
  document.documentElement.toggleAttribute('data-slash', isOff);
  try {
    if (isOff) localStorage.setItem(NAME, 'off');
    else localStorage.removeItem(NAME);
  } catch {}
}

/** @param {HTMLInputElement} choice a box to tick */
export function startSlash(choice) {
  choice.checked = !isSlashOff();
  choice.addEventListener('change', () => keepSlash(!choice.checked));
}
