// The OBS client only asks log4js for a logger once it is told of a log file, which ours never is. Its requests, with
// their bodies, would be what it writes there.
function configure() {
  throw new Error('this bundle has no log4js: the OBS client is not to write a log');
}

module.exports = { configure, getLogger: configure };
