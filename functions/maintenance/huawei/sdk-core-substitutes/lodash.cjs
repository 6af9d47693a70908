// The two functions that sdk-core takes from lodash, as it uses them: `sortBy` by a string key (the signer's
// header names) and `includes` on an array.

/**
 * @param {readonly string[]} values
 * @param {(value: string) => string} keyOf
 */
function sortBy(values, keyOf) {
  // By code unit, as lodash does: localeCompare would sign headers in an order that depends on the machine.
  return values
    .map((value) => ({ value, key: keyOf(value) }))
    .sort((a, b) => Number(a.key > b.key) - Number(a.key < b.key))
    .map(({ value }) => value);
}

/**
 * @param {readonly unknown[]} values
 * @param {unknown} value
 */
function includes(values, value) {
  if (!Array.isArray(values)) throw new TypeError('only arrays: this is not all of lodash');
  return values.includes(value);
}

module.exports = { includes, sortBy };
