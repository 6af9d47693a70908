// Whom credentials ask for a project id that they lack, or for keys in exchange for an identity provider's token. Ours
// have both, and without an HTTP client of the SDK it could ask nobody. It and its requests are ten modules.
class IamService {
  constructor() {
    throw new Error('this bundle has no IAM of the SDK: give the client a project id and keys');
  }
}

module.exports = { IamService };
