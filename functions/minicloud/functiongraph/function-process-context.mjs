/** @import { Work } from './function-host-messages.ts' */
import { format } from 'node:util';

/** What a function may know of itself, as it was when the process started: a handler can change `process.env`. */
const {
  RUNTIME_FUNC_NAME,
  RUNTIME_FUNC_VERSION,
  RUNTIME_PACKAGE,
  RUNTIME_PROJECT_ID,
  RUNTIME_MEMORY,
  RUNTIME_CPU,
  RUNTIME_TIMEOUT,
  RUNTIME_USERDATA = '{}',
} = process.env;

/** The runtime cuts longer log messages into pieces. */
const longestLogPiece = 90 * 1024;

/**
 * What a handler gets as its second argument. Methods on the prototype and open fields, like the published
 * runtime's: whoever passes a method unbound, spreads the context or logs it whole gets what the cloud gives.
 */
export class Context {
  /** @param {Work} work */
  constructor({ requestId, startedAt, credentials, refreshed }) {
    this.requestID = requestId;
    this.startTime = startedAt;
    this.timeout = Number(RUNTIME_TIMEOUT) * 1000;
    this.userData = JSON.parse(RUNTIME_USERDATA);
    this.functionName = RUNTIME_FUNC_NAME;
    this.functionVersion = RUNTIME_FUNC_VERSION;
    this.package = RUNTIME_PACKAGE;
    this.projectID = RUNTIME_PROJECT_ID;
    this.memory = RUNTIME_MEMORY;
    this.cpu = RUNTIME_CPU;
    this.alias = '';
    // Without an agency all of these are empty; the older pair is empty always, as the documentation warns.
    this.takeKeys(credentials);
    this.refreshed = refreshed;
    this.accessKey = '';
    this.secretKey = '';
    // The agency's IAM token. Nothing in this cloud would take one.
    this.authToken = '';
    this.logger = new Logger(requestId);
  }
  getRequestID() {
    return this.requestID;
  }
  getRemainingTimeInMilliSeconds() {
    return this.timeout + this.startTime - Date.now();
  }
  /** The configured limit; in milliseconds in spite of its name, as both published runtimes have it. */
  getRunningTimeInSeconds() {
    return this.timeout;
  }
  /** @param {string} key */
  getUserData(key) {
    return this.userData[key];
  }
  /** @param {Work['credentials']} credentials */
  takeKeys(credentials) {
    this.securityAccessKey = credentials?.accessKey ?? '';
    this.securitySecretKey = credentials?.secretKey ?? '';
    this.securityToken = credentials?.securityToken ?? '';
  }
  refreshKeys() {
    if (this.refreshed === undefined || Date.now() < this.refreshed.at) return;
    this.takeKeys(this.refreshed.credentials);
  }
  getSecurityAccessKey() {
    this.refreshKeys();
    return this.securityAccessKey;
  }
  getSecuritySecretKey() {
    this.refreshKeys();
    return this.securitySecretKey;
  }
  getSecurityToken() {
    this.refreshKeys();
    return this.securityToken;
  }
  getAccessKey() {
    return this.accessKey;
  }
  getSecretKey() {
    return this.secretKey;
  }
  getToken() {
    return this.authToken;
  }
  getFunctionName() {
    return this.functionName;
  }
  getVersion() {
    return this.functionVersion;
  }
  getPackage() {
    return this.package;
  }
  getAlias() {
    return this.alias;
  }
  getProjectID() {
    return this.projectID;
  }
  /** In MB, as a string. */
  getMemorySize() {
    return this.memory;
  }
  /** In thousandths of a core, as a string. */
  getCPUNumber() {
    return this.cpu;
  }
  getLogger() {
    return this.logger;
  }
}

/** Writes `time requestID LEVEL message` lines. Debug lines are dropped until `setLevel('DEBUG')`. */
class Logger {
  /** @param {string} requestID */
  constructor(requestID) {
    this.requestID = requestID;
    this.lowest = 'INFO';
  }
  /** @param {string} level */
  setLevel(level) {
    if (levels.includes(level)) this.lowest = level;
  }
  /** @param {unknown[]} parts */
  debug(...parts) {
    this.log('DEBUG', parts);
  }
  /** @param {unknown[]} parts */
  info(...parts) {
    this.log('INFO', parts);
  }
  /** @param {unknown[]} parts */
  warn(...parts) {
    this.log('WARN', parts);
  }
  /** @param {unknown[]} parts */
  error(...parts) {
    this.log('ERROR', parts);
  }
  /**
   * @param {string} level
   * @param {unknown[]} parts
   */
  log(level, parts) {
    if (levels.indexOf(level) < levels.indexOf(this.lowest)) return;
    const message = format(...parts);
    for (let at = 0; at === 0 || at < message.length; at += longestLogPiece) {
      const piece = message.slice(at, at + longestLogPiece);
      process.stdout.write(`${new Date().toISOString()} ${this.requestID} ${level} ${piece}\n`);
    }
  }
}

const levels = ['DEBUG', 'INFO', 'WARN', 'ERROR'];
