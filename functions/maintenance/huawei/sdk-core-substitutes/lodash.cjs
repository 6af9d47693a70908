// The one function that sdk-core's signer takes from lodash, as it uses it: `sortBy` by a string key (the names of
// headers).

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

module.exports = { sortBy };
