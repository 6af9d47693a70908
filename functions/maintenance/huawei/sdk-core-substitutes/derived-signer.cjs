// Signs with a key derived for a region, where credentials are told when to. Ours are not: `AKSKSigner` signs.
const DerivedAKSKSigner = {
  sign() {
    throw new Error('this bundle has no derived keys of the SDK: sign with the keys themselves');
  },
};

module.exports = { DerivedAKSKSigner };
