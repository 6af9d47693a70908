import { busyRobot, classifyErrcode } from './errcode-verdict.ts';

const permanent: Readonly<Record<number, string>> = {
  93000: 'the robot was removed, or the key in the URL is wrong',
  40008: 'the kind of message is unknown',
};

/** Longer than it may be, which the plain text is not. */
const tooLong = 40058;

/**
 * Reads an answer of a group robot: HTTP 200 says nothing, `errcode` does. Its words hold the function's own IP
 * address.
 */
export const classifyWecom = classifyErrcode({
  read: (errcode) => (typeof errcode === 'number' ? errcode : undefined),
  judge(code) {
    switch (code) {
      case -1:
        return busyRobot(code, 'WeCom is busy');
      case 45033:
        return busyRobot(code, 'too many calls at one time');
      case 45009:
        return busyRobot(code, 'more than 20 messages in a minute', 60);
      case tooLong:
        return { kind: 'refused-card', reason: `errcode ${code}: the message is too long` };
      default:
        return Object.hasOwn(permanent, code)
          ? { kind: 'permanent', reason: `errcode ${code}: ${permanent[code]}` }
          : undefined;
    }
  },
});
