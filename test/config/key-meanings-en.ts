// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references as schedules write them.

/** What each key of the schedule means, by its path; `*` is any name or index. Editors show it, and docs/schedule.md. */
export const keyMeaningsEn: Readonly<Record<string, string>> = {
  version: 'Version of this format.',
  timezone: 'IANA time zone of all jobs that have none of their own.',
  tick: 'Period of the timer that names no job; it must divide an hour. The trigger must have the same period.',
  defaults:
    'Settings for every job that does not set them itself: mappings are merged key by key, anything else is replaced as a whole. Any key of a job except `action`, `cron`, `at`, `targets`, `destroysData` and `enabled`.',

  journal:
    'Where runs are recorded so that they survive the function: `obs://BUCKET/PREFIX`, or a mapping. Without it only one warm instance knows of a run.',
  'journal.url': '`obs://BUCKET/PREFIX`; `file:FOLDER`, next to the schedule, for trying things out.',
  'journal.region':
    'Region of the bucket, such as `cn-north-4`. Needed when `regions` has more than one; otherwise that one.',
  'journal.endpoint': 'Endpoint of OBS if it is not the public one: https, or http to this machine.',
  'journal.movedFrom':
    'Where the journal was before. Runs that are open there are finished there, and runs that ended there do not run again. It is read first, so remove it when `status` shows no old run.',
  'journal.keep': 'How long ended runs are kept.',

  handOver: 'Lets the function continue in a new invocation of itself when its time is up. Needs a journal.',
  'handOver.region': 'Region of the function itself.',
  'handOver.endpoint': 'Endpoint of FunctionGraph if it is not the public one.',

  regions: 'Regions and projects that jobs select instances from, under names that you choose.',
  'regions.*.region': 'Id of the region at Huawei Cloud, such as `cn-north-4`.',
  'regions.*.projectId': 'Id of the project in that region, in quotes.',
  'regions.*.endpoint': 'Endpoint of DCS if it is not the public one: https, or http to this machine.',

  notify: 'Channels that summaries go to, under names that you choose. See the page on channels.',
  'notify.*.kind': 'Kind of channel.',
  'notify.*.url':
    'https, to a public address: what the chat gives for its robot or webhook. It is a secret, so write `"${NAME}"`.',
  'notify.*.topicUrn': 'URN of an SMN topic, for `kind: smn`.',
  'notify.*.secret':
    'Signs the messages, if the kind has signatures. For `webhook`: `whsec_` and 24 to 64 bytes in base64. Without it nothing is signed.',
  'notify.*.when':
    'Which runs are reported: `always`; `failure`: those that failed in whole or in part; `change`: those whose result, or whose failing instances, differ from the last run; `recovery`: failures, and the first run that succeeds again. Not for `healthchecks`, which needs every run.',
  'notify.*.language': 'Language of the messages, for channels that people read.',
  'notify.*.mention':
    'Who is mentioned if a run needs attention, and only then. Ids as the chat has them, written out.',
  'notify.*.envelope': '`cloudevents`: a webhook gets the summary as a CloudEvent.',
  'notify.*.endpoint': 'Endpoint of SMN if it is not the public one.',
  'notify.*.allowLoopback': 'Allows http to `127.0.0.1` or `::1`, for trying things out.',

  calendars: 'Sets of days, under names that you choose, for `skipOn` and `onlyOn`.',
  'calendars.*.*.date': 'One day, from midnight to midnight in the time zone of the job.',
  'calendars.*.*.from': 'First day of a span.',
  'calendars.*.*.to': 'Last day of the span, included.',
  'calendars.*.*.reason': 'Why. Previews and summaries show it. Goes with `date` and with `from`, `to`.',
  'calendars.*.*.ics':
    'Path of an iCalendar file next to the schedule or in a folder below: the days of its events. Make-up working days (补班) never count. While it cannot be read, no job that uses it runs.',
  'calendars.*.*.only': 'Titles of the events of the file that count; `*` stands for anything.',
  'calendars.*.*.except': 'Titles of events that do not count.',
  'calendars.*.*.china':
    "`holidays`: China's public holidays. `workdays`: the working days there, make-up weekends (调休) included. Known for 2021 to 2026; in another year no job that uses it runs until the year is given.",
  'calendars.*.*.year':
    'A year that this version does not know yet, or that has changed. Applies to all calendars. With `holidays` and `workdays`, or with `ics`.',
  'calendars.*.*.holidays': 'The days off of that year, weekends inside them included.',
  'calendars.*.*.holidays.*': 'A day, or a span with `from`, `to` and perhaps `reason`.',
  'calendars.*.*.holidays.*.from': 'First day of a span.',
  'calendars.*.*.holidays.*.to': 'Last day of the span, included.',
  'calendars.*.*.holidays.*.reason': 'Name of the holiday.',
  'calendars.*.*.workdays': 'Weekend days that are working days (调休).',

  overrides: 'Jobs that do not run, or run at another time, for some days.',
  'overrides.*.job': 'The job. With exactly one of `skip`, `pause` and `move`.',
  'overrides.*.skip': '`true`: timers do not start the job; people can.',
  'overrides.*.pause': '`true`: nothing runs the job, neither timers nor `{"job": …}` by hand.',
  'overrides.*.move': 'Time of day, in the time zone of the job, at which its fires start instead.',
  'overrides.*.until':
    'The first day on which the job runs as written again. An expired override does nothing, and `nightshift validate` mentions it.',
  'overrides.*.by': 'Who decided it. Previews and summaries show it, with the reason.',
  'overrides.*.reason': 'Why.',

  jobs: 'What is done, when and to which instances, under names that you choose.',
  'jobs.*.action': '`restart`, `soft_restart` (the process only), or `flush` (deletes all data).',
  'jobs.*.cron':
    'Minute hour day month weekday, in quotes, with names, ranges, steps, `L` and `#`. If day and weekday are both restricted, either is enough. Without it and without `at` the job runs by hand only.',
  'jobs.*.at':
    'For once, in place of `cron`: a day and a time of the time zone of the job, such as `"2026-12-12T03:00"`. `T` may be a blank and seconds may be `:00`; an offset or `Z` is refused. `dst` applies as to a cron. After that time the job never comes again, and `nightshift validate` mentions it. A timer has no year, so the job needs the tick.',
  'jobs.*.from':
    'First day, in the time zone of the job, on which `cron` or `at` start it. By hand it runs on any day.',
  'jobs.*.until':
    'The first day on which they no longer start it; a fire is not put off to it either. When it has come, `nightshift validate` mentions it.',
  'jobs.*.timezone': 'Time zone of `cron`, `at`, `from` and `until`, if it is not that of the schedule.',
  'jobs.*.enabled': '`false`: the job runs by hand only.',
  'jobs.*.window':
    'How long after its start a run may start work. Nothing new starts after that, even if the run began late.',
  'jobs.*.inMaintenanceWindow':
    '`true`: each instance starts only in its own maintenance window, as DCS has it (`maintain_begin` to `maintain_end`). It is waited for until `window` ends, or for a day without one; without a journal only as long as one invocation lasts.',
  'jobs.*.startDeadline':
    'A fire that comes later than this is skipped. Without it: the end of the window, or 30 minutes if there is none.',
  'jobs.*.jitter':
    'Each start is delayed by a random time up to this, at most 12h; always by the same time for one fire, and never beyond the window.',
  'jobs.*.overlap':
    'A fire that is due while an earlier run of the job is still going on: `skip` it, or `queue` it until that run has ended; a run by hand is never queued. Without a journal, only one warm instance knows of that run.',
  'jobs.*.dst.gap': 'A time that the clock change skips: `run-after` it, or `skip`.',
  'jobs.*.dst.overlap': 'A time that occurs twice: the `first`, the `last` or `both`.',
  'jobs.*.skipOn':
    'Calendars on whose days the job does not run. A run that is still going on when such a day begins starts nothing new.',
  'jobs.*.onlyOn': 'The job runs only on the days of these calendars; a day of one of them is enough.',
  'jobs.*.onSkip':
    '`next-allowed-day`: a fire that a calendar skips runs on the next day that the calendars allow, at most 31 days later. If the job already has a fire on that day, that one runs instead.',

  'jobs.*.targets':
    'Which instances. All conditions must hold; one entry of each list is enough. At least one condition beside `region`.',
  'jobs.*.targets.region': 'Name of a region of the schedule, or a list of names.',
  'jobs.*.targets.ids': 'Instance ids.',
  'jobs.*.targets.names': 'Names; `*` is any text, `?` any character. `["*"]` is every instance.',
  'jobs.*.targets.tags': 'Tags and their values, all of which the instance must have.',
  'jobs.*.targets.engineVersions':
    '`"5.0"` means 5.0 and 5.0.14. A range is one or two comparisons: `">= 5.0 < 7.0"`; `"> 5.0"` begins with 5.1. Memcached has versions too, below 2.',
  'jobs.*.targets.enterpriseProjects': 'Ids of enterprise projects; `"0"` is the default one.',
  'jobs.*.targets.cacheModes':
    'How an instance is made up: `single`, `ha`, `cluster`, `proxy` or `ha_rw_split`. Lists do not tell it, so each instance that all else selects is queried.',
  'jobs.*.targets.capacity':
    'One or two comparisons with GB or MB: `">= 8GB"`, `"> 512MB <= 8GB"`; or a capacity, `"8GB"`. 1GB is 1024MB.',
  'jobs.*.targets.availabilityZones':
    'Codes of zones, such as `cn-north-4a`. An instance with nodes in several zones belongs to each of them.',
  'jobs.*.targets.statuses':
    'Words of DCS, such as `RUNNING` and `ERROR`. It must still have one of them when its turn comes; otherwise it is skipped. What an action may start from stays: `RUNNING`, for a restart also `ERROR`.',
  'jobs.*.targets.age':
    'One or two comparisons with a duration: `"> 30d"`, `">= 1h < 7d"`. From its creation to the moment when the plan is made.',
  'jobs.*.targets.exclude': 'Instances to leave out: those for which any of these holds.',
  'jobs.*.targets.exclude.ids': 'As above.',
  'jobs.*.targets.exclude.names': 'As above.',
  'jobs.*.targets.exclude.tags': 'As above.',
  'jobs.*.targets.exclude.engineVersions': 'As above.',
  'jobs.*.targets.exclude.enterpriseProjects': 'As above.',
  'jobs.*.targets.exclude.cacheModes': 'As above.',
  'jobs.*.targets.exclude.capacity': 'As above.',
  'jobs.*.targets.exclude.availabilityZones': 'As above.',
  'jobs.*.targets.exclude.statuses': 'As above.',
  'jobs.*.targets.exclude.age': 'As above.',

  'jobs.*.onlyIf': 'Only instances whose metrics are so, all of them, are touched; the others are skipped.',
  'jobs.*.onlyIf.*':
    'A metric of Cloud Eye, and `">"`, `">="`, `"<"`, `"<="` or `"="` with a value in its unit; `for 30m`: all that time, up to the newest value. A list: all of them.',
  'jobs.*.otherwise':
    '`wait`: an instance that does not meet `onlyIf` is looked at again at each tick until the window ends. Needs a window and a journal; a run by hand has no window, and skips.',
  'jobs.*.noData':
    'If it is not known whether an instance meets `onlyIf`: it is refused, or acted on all the same (`act`).',
  'jobs.*.atMostEvery': 'An instance that this job acted on within that time is skipped. Needs a journal.',

  'jobs.*.rollout.canary':
    'How many go first, alone. Unless all of them come back healthy (state, as many nodes, keys not gone), nothing else starts.',
  'jobs.*.rollout.concurrency':
    'How many at once, over all regions. After the canary the next one starts as soon as a slot is free; a region keeps its part of them as long as it can fill it.',
  'jobs.*.rollout.ramp':
    '`true`: in waves, each of which begins when the one before it is done. Those of a region grow: 1, 2, 4 and so on up to `concurrency`.',
  'jobs.*.rollout.order':
    'Tiers by the value of a tag, `tag:KEY`: numbers in their order, then words, then instances without it. None starts before the tier before it is done.',
  'jobs.*.rollout.pauseBetween':
    'In waves of `concurrency`, with this pause between two waves of a region, and after the canary.',
  'jobs.*.rollout.spreadBy': 'Never two of one group at once: `az`, `name-prefix` or `tag:KEY`.',
  'jobs.*.rollout.maxFailures':
    'How many may fail; with one more nothing new starts, and while those that are tried again could make it one more, nobody new does. A percentage stops when that part has failed. Without it: as `10%`, but at least 1.',

  'jobs.*.retry': 'How often, and after which waits, a failed instance is retried.',
  'jobs.*.retry.attempts': 'Tries for each instance.',
  'jobs.*.retry.backoff': 'Wait before the second try; doubled from then on, with jitter.',
  'jobs.*.retry.maxBackoff': 'Longest such wait.',
  'jobs.*.settle': 'How long an instance may take to be healthy again.',
  'jobs.*.settle.timeout': 'Longest wait for an instance to be RUNNING again.',
  'jobs.*.settle.poll': 'Time between two checks.',
  'jobs.*.settle.acceptance': 'How long an accepted action may take to show in the status.',
  'jobs.*.settle.inFunction':
    'With a journal: how long the function itself waits. Longer waits are left to the next tick.',

  'jobs.*.destroysData':
    '`acknowledged`: losing data is intended. Without it a flush is refused, and so is a restart of every instance whose data it would clear.',
  'jobs.*.backup': '`required`, `if-possible` or `none`, or a mapping.',
  'jobs.*.backup.mode':
    '`required`: an instance without a backup is refused. `if-possible`: it continues without one, and says so.',
  'jobs.*.backup.maxAge': 'A backup younger than this is used; otherwise the run makes one and waits for it.',
  'jobs.*.backup.timeout': 'Longest wait for a new backup.',
  'jobs.*.notify': 'Names of the channels that get the summary.',
};
