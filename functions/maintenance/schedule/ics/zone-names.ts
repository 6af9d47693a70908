import { hourMs, minuteMs } from '../../foundation/time/duration.ts';

/**
 * IANA's name of the zones that Windows, and with it Outlook and Exchange, has for most people, as Unicode's CLDR has
 * them (windowsZones, territory 001). Without `Standard Time`.
 */
const windowsZones: Readonly<Record<string, string>> = {
  ...{ China: 'Asia/Shanghai', Taipei: 'Asia/Taipei', Singapore: 'Asia/Singapore', Tokyo: 'Asia/Tokyo' },
  ...{
    Korea: 'Asia/Seoul',
    'North Korea': 'Asia/Pyongyang',
    Ulaanbaatar: 'Asia/Ulaanbaatar',
    India: 'Asia/Kolkata',
  },
  ...{ 'SE Asia': 'Asia/Bangkok', Myanmar: 'Asia/Yangon', Bangladesh: 'Asia/Dhaka', Nepal: 'Asia/Kathmandu' },
  ...{
    'Sri Lanka': 'Asia/Colombo',
    Pakistan: 'Asia/Karachi',
    'West Asia': 'Asia/Tashkent',
    Afghanistan: 'Asia/Kabul',
  },
  ...{
    Iran: 'Asia/Tehran',
    Arabian: 'Asia/Dubai',
    Arab: 'Asia/Riyadh',
    Arabic: 'Asia/Baghdad',
    Israel: 'Asia/Jerusalem',
  },
  ...{
    Jordan: 'Asia/Amman',
    'Middle East': 'Asia/Beirut',
    Syria: 'Asia/Damascus',
    'West Bank': 'Asia/Hebron',
  },
  ...{
    Caucasus: 'Asia/Yerevan',
    Georgian: 'Asia/Tbilisi',
    Azerbaijan: 'Asia/Baku',
    Qyzylorda: 'Asia/Qyzylorda',
  },
  ...{
    'W. Europe': 'Europe/Berlin',
    'Central Europe': 'Europe/Budapest',
    'Central European': 'Europe/Warsaw',
  },
  ...{ Romance: 'Europe/Paris', GMT: 'Europe/London', 'E. Europe': 'Europe/Chisinau', FLE: 'Europe/Kiev' },
  ...{
    GTB: 'Europe/Bucharest',
    Turkey: 'Europe/Istanbul',
    Kaliningrad: 'Europe/Kaliningrad',
    Belarus: 'Europe/Minsk',
  },
  ...{
    Russian: 'Europe/Moscow',
    Volgograd: 'Europe/Volgograd',
    Saratov: 'Europe/Saratov',
    Astrakhan: 'Europe/Astrakhan',
  },
  ...{
    Ekaterinburg: 'Asia/Yekaterinburg',
    Omsk: 'Asia/Omsk',
    'N. Central Asia': 'Asia/Novosibirsk',
    Altai: 'Asia/Barnaul',
  },
  ...{
    'North Asia': 'Asia/Krasnoyarsk',
    'North Asia East': 'Asia/Irkutsk',
    Yakutsk: 'Asia/Yakutsk',
    Tomsk: 'Asia/Tomsk',
  },
  ...{
    Vladivostok: 'Asia/Vladivostok',
    Magadan: 'Asia/Magadan',
    Sakhalin: 'Asia/Sakhalin',
    'Central Asia': 'Asia/Bishkek',
  },
  ...{
    Eastern: 'America/New_York',
    'US Eastern': 'America/Indiana/Indianapolis',
    Central: 'America/Chicago',
  },
  ...{ Mountain: 'America/Denver', 'US Mountain': 'America/Phoenix', Pacific: 'America/Los_Angeles' },
  ...{ Alaskan: 'America/Anchorage', Hawaiian: 'Pacific/Honolulu', Atlantic: 'America/Halifax' },
  ...{
    Newfoundland: 'America/St_Johns',
    'Canada Central': 'America/Regina',
    'Central America': 'America/Guatemala',
  },
  ...{
    'Central Standard Time (Mexico)': 'America/Mexico_City',
    'Pacific Standard Time (Mexico)': 'America/Tijuana',
  },
  ...{
    'Eastern Standard Time (Mexico)': 'America/Cancun',
    'SA Pacific': 'America/Bogota',
    'SA Western': 'America/La_Paz',
  },
  ...{
    'SA Eastern': 'America/Cayenne',
    'E. South America': 'America/Sao_Paulo',
    'Pacific SA': 'America/Santiago',
  },
  ...{ Argentina: 'America/Buenos_Aires', Montevideo: 'America/Montevideo', Paraguay: 'America/Asuncion' },
  ...{ Venezuela: 'America/Caracas', 'Central Brazilian': 'America/Cuiaba', Greenland: 'America/Godthab' },
  ...{
    Egypt: 'Africa/Cairo',
    'South Africa': 'Africa/Johannesburg',
    'E. Africa': 'Africa/Nairobi',
    Morocco: 'Africa/Casablanca',
  },
  ...{
    'W. Central Africa': 'Africa/Lagos',
    Libya: 'Africa/Tripoli',
    Namibia: 'Africa/Windhoek',
    Greenwich: 'Atlantic/Reykjavik',
  },
  ...{ Azores: 'Atlantic/Azores', 'Cape Verde': 'Atlantic/Cape_Verde', Mauritius: 'Indian/Mauritius' },
  ...{
    'AUS Eastern': 'Australia/Sydney',
    'E. Australia': 'Australia/Brisbane',
    'AUS Central': 'Australia/Darwin',
  },
  ...{
    'Cen. Australia': 'Australia/Adelaide',
    'W. Australia': 'Australia/Perth',
    Tasmania: 'Australia/Hobart',
  },
  ...{
    'New Zealand': 'Pacific/Auckland',
    Fiji: 'Pacific/Fiji',
    Tonga: 'Pacific/Tongatapu',
    Samoa: 'Pacific/Apia',
  },
  ...{
    'West Pacific': 'Pacific/Port_Moresby',
    'Central Pacific': 'Pacific/Guadalcanal',
    'Line Islands': 'Pacific/Kiritimati',
  },
};

const windowsNames = new Map(
  Object.entries(windowsZones).map(([name, zone]) => [name.toLowerCase(), zone] as const),
);

/** The names that IANA may have for the zone that an id means, the likeliest first. */
export function ianaNamesOf(tzid: string): readonly string[] {
  const id = tzid.replace(/^tzone:\/\/Microsoft\//i, '').trim();
  if (/^(?:utc|gmt|z|zulu|etc\/(?:utc|gmt)|coordinated universal time)$/i.test(id)) return ['UTC'];
  const name = id.toLowerCase();
  const windows = windowsNames.get(name) ?? windowsNames.get(name.replace(/ standard time$/, ''));
  // `/freeassociation.sourceforge.net/Tzfile/Europe/Berlin`: the name ends it.
  const steps = id.split('/').filter((step) => step !== '');
  const ends = [3, 2, 1].flatMap((count) => (steps.length > count ? [steps.slice(-count).join('/')] : []));
  return [id, ...(windows !== undefined && / standard time\b/.test(name) ? [windows] : []), ...ends];
}

/** The offset that an id such as `GMT+8` or `UTC+08:00` says, in milliseconds; `undefined` for one that says none. */
export function fixedOffsetOf(tzid: string): number | undefined {
  const [, sign, hours, minutes = '0'] =
    /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d\d))?$/i.exec(tzid.trim()) ?? [];
  if (sign === undefined || Number(hours) > 14 || Number(minutes) > 59) return undefined;
  const offset = Number(hours) * hourMs + Number(minutes) * minuteMs;
  return sign === '-' ? -offset : offset;
}
