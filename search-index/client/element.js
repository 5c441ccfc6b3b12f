// Parts of a page, made without markup: text is always text.

/**
 * @param {string} name
 * @param {Record<string, string|boolean|null|undefined>} [attributes] one that is false, null or undefined is left out
 * @param {...any} children nodes and texts; what is false or missing is left out
 * @returns {any} the element
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false && value != null) made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children.filter(Boolean));
  return made;
}

/**
 * The address of a page of the index. One that a browser would run instead of opening leads to the hub's front page.
 *
 * @param {string} base address of the folder of the index: the hub is around it
 * @param {string} url
 * @param {string} [anchor]
 * @returns {string}
 */
export function addressOf(base, url, anchor = '') {
  const home = new URL('../', base);
  const place = anchor && `#${encodeURIComponent(anchor)}`;
  const path = url.startsWith('/') ? url.replace(/^\/+/, './') : url;
  try {
    const { protocol, href } = new URL(path, home);
    if (/^https?:$/.test(protocol)) return href + place;
  } catch {}
  return home.href;
}
