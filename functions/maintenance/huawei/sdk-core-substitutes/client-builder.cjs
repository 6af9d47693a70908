// An official client asks for it when it is loaded, and needs it for `newBuilder()` only, with which ours are not made:
// it finds keys by itself and asks for uuid to tell one machine from another.
class ClientBuilder {
  constructor() {
    throw new Error('this bundle has no builder of the SDK: make the client with `new` and a transport');
  }
}

module.exports = { ClientBuilder };
