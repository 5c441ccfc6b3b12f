// What readers are told, in the words of the page's template.

const wordsOf = (root) => JSON.parse(root.querySelector('[type="application/json"]').textContent);

/**
 * The index names facets and their values in one language; a page in another has their names among its words.
 *
 * @param {Element} root
 * @returns {(id: string, otherwise: string) => string} `id` is that of a facet, or of a facet and a value: `type:topic`
 */
export function namesOf(root) {
  const { names = {} } = wordsOf(root);
  return (id, otherwise) => names[id] ?? otherwise;
}

/**
 * @typedef {(name: string, values?: Record<string, any>) => string} Say  the number `n` of the values chooses between one and many
 *
 * @param {Element} root has the words as a block of JSON: a text, or texts by plural category, with `{names}` of values
 * @returns {Say}
 */
export function wordingOf(root) {
  const words = wordsOf(root);
  const { lang } = document.documentElement;
  const plural = new Intl.PluralRules(lang);
  const number = new Intl.NumberFormat(lang);
  return (name, values = {}) => {
    const told = words[name];
    const text = typeof told === 'object' ? told[plural.select(values.n)] ?? told.other : told;
    return text.replace(/\{(\w+)\}/g, (_, key) => (typeof values[key] === 'number' ? number.format(values[key]) : values[key]));
  };
}
