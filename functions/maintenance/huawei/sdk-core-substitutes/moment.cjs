// The one thing sdk-core's signers take from moment: an instant in UTC as X-Sdk-Date writes it.
const signersFormat = 'YYYYMMDDTHHmmss';

/** @param {string} [stamp] an X-Sdk-Date that was set beforehand, `20191115T033655Z`; now if there is none */
function moment(stamp) {
  const instant = stamp === undefined ? new Date() : parseStamp(stamp);
  return {
    /** @param {number} minutes */
    utcOffset(minutes) {
      if (minutes !== 0) throw new TypeError('only UTC: this is not all of moment');
      return {
        /** @param {string} pattern */
        format(pattern) {
          if (pattern !== signersFormat)
            throw new TypeError(`only ${signersFormat}: this is not all of moment`);
          return instant.toISOString().slice(0, 19).replace(/[-:]/g, '');
        },
      };
    },
  };
}

/** @param {string} stamp */
function parseStamp(stamp) {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(stamp);
  if (!parts) throw new TypeError('only dates such as 20191115T033655Z: this is not all of moment');
  const [, year, month, day, hour, minute, second] = parts;
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

module.exports = moment;
