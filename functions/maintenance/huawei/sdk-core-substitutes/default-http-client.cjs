// sdk-core's own client pulls axios into the bundle (100 ms of cold start), logs the Authorization header of a
// failed request and replays a PUT on a second endpoint. HcClient only makes one to ask IAM for a project id,
// which never happens here: every client of ours is given its project id and its own transport.
class DefaultHttpClient {
  constructor() {
    throw new Error(
      'this bundle has no HTTP client of the SDK: give the client a project id and a transport',
    );
  }
}

module.exports = { DefaultHttpClient };
