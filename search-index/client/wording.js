// What readers are told, in the words of the page's template.

/**
 * @typedef {(name: string, values?: Record<string, any>) => string} Say  the number `n` of the values chooses between one and many
 *
 * @param {Element} root has the words as a block of JSON: a text, or texts by plural category, with `{names}` of values
 * @returns {Say}
 */
export function wordingOf(root) {
  const words = JSON.parse(root.querySelector('[type="application/json"]').textContent);
  const { lang } = document.documentElement;
  const plural = new Intl.PluralRules(lang);
  const number = new Intl.NumberFormat(lang);
  return (name, values = {}) => {
    const told = words[name];
    const text = typeof told === 'object' ? told[plural.select(values.n)] ?? told.other : told;
    return text.replace(/\{(\w+)\}/g, (_, key) => (typeof values[key] === 'number' ? number.format(values[key]) : values[key]));
  };
}
