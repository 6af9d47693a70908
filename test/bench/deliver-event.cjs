/**
 * A function's process as short as it can be: loads the built function, delivers one event, ends. CommonJS, as the
 * platform's own loader is: Node's loader of modules would cost more than the function.
 *
 * node deliver-event.cjs CODE_DIRECTORY EVENT ENVIRONMENT KEYS (the last three are JSON). Ends with 0 when the
 * function answered that nothing was due.
 */
const { join } = require('node:path');

const [codeDirectory = '', event = '', environment = '', keys = ''] = process.argv.slice(2);
const { accessKey, secretKey, securityToken } = JSON.parse(keys);
const startedAt = Date.now();

/** Like the platform's, whose methods need their `this`. */
class Context {
  constructor() {
    this.userData = JSON.parse(environment);
  }
  getRequestID() {
    return 'b8a9c0d1-0000-4000-8000-000000000001';
  }
  getRemainingTimeInMilliSeconds() {
    return startedAt + 900_000 - Date.now();
  }
  getUserData(/** @type {string} */ name) {
    return this.userData[name];
  }
  getSecurityAccessKey() {
    return accessKey;
  }
  getSecuritySecretKey() {
    return secretKey;
  }
  getSecurityToken() {
    return securityToken;
  }
}

/** @type {{ handler: (event: unknown, context: Context) => Promise<{ summaries?: readonly unknown[] }> }} */
const { handler } = require(join(codeDirectory, 'index.js'));
handler(JSON.parse(event), new Context()).then(({ summaries }) => {
  process.exitCode = summaries?.length === 0 ? 0 : 1;
});
