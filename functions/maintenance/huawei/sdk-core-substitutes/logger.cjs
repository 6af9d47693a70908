// sdk-core's logger pulls log4js in, which configures a log file in the working directory. HcClient only writes
// debug lines ("initialized", "send request") that its own level discards, so nothing is lost by silence.
const LogLevel = { ERROR: 'error', DEBUG: 'debug', INFO: 'info', WARN: 'warn' };

function discard() {}

const silent = { debug: discard, info: discard, warn: discard, error: discard };

function getLogger() {
  return silent;
}

module.exports = { LogLevel, getLogger };
