// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references as schedules write them.

/** See `keyMeaningsEn`; what docs/zh-CN/schedule.md says. */
export const keyMeaningsZh: Readonly<Record<string, string>> = {
  version: '格式版本。',
  timezone: '未单独设置时区的任务所用的 IANA 时区。',
  tick: '不携带任务名的定时触发器的周期，须能整除一小时；触发器要设为相同的周期。',
  defaults:
    '所有任务共用的设置，任务自己写了的以任务为准：映射逐键合并，其余整体替换。除 `action`、`cron`、`at`、`targets`、`destroysData` 和 `enabled` 外，任务的键都可以写在这里。',

  journal:
    '运行日志的存放位置，有了它，函数终止后运行也不会丢失：`obs://BUCKET/PREFIX`，或一个映射。不配置时，只有同一个未回收的函数实例知道某次运行。',
  'journal.url': '`obs://BUCKET/PREFIX`；试用时可写 `file:FOLDER`，位于调度配置所在目录。',
  'journal.region': '桶所在的区域，例如 `cn-north-4`。`regions` 涉及多个区域时必须填写，否则取唯一的那个。',
  'journal.endpoint': 'OBS 的终端节点，仅在不用公网终端节点时填写：https，或指向本机的 http。',
  'journal.movedFrom':
    '搬迁之前的位置。那里未结束的运行在那里完成，那里已结束的不再运行。每次都会先读取它，因此 `status` 中不再有旧运行时请删去。',
  'journal.keep': '已结束的运行保留多久。',

  handOver: '函数时间将尽时，允许它发起对自身的一次新调用继续运行。需要配置 `journal`。',
  'handOver.region': '函数自身所在的区域。',
  'handOver.endpoint': 'FunctionGraph 的终端节点，仅在不用公网终端节点时填写。',

  regions: '任务从中选取实例的区域和项目，名称自定。',
  'regions.*.region': '华为云的区域 ID，例如 `cn-north-4`。',
  'regions.*.projectId': '该区域的项目 ID，加引号。',
  'regions.*.endpoint': 'DCS 的终端节点，仅在不用公网终端节点时填写：https，或指向本机的 http。',

  notify: '接收汇总的通知渠道，名称自定，参见通知渠道一页。',
  'notify.*.kind': '渠道类型。',
  'notify.*.url': 'https 公网地址，即聊天软件为机器人或 webhook 提供的地址。属于机密，请写作 `"${NAME}"`。',
  'notify.*.topicUrn': 'SMN 主题的 URN，用于 `kind: smn`。',
  'notify.*.secret':
    '用于对消息签名，仅部分类型支持。`webhook` 的为 `whsec_` 加 24 至 64 字节的 base64。不填则不签名。',
  'notify.*.when':
    '通知哪些运行：`always` 全部；`failure` 全部或部分失败；`change` 与上次运行相比结果好坏有变，或失败的实例有变；`recovery` 失败，以及失败之后的第一次成功。`healthchecks` 没有此项，每次都通知。',
  'notify.*.language': '消息的语言，用于供人阅读的渠道。',
  'notify.*.mention': '需要人工处理时提醒谁，其他情况不提醒。按该聊天软件的标识写明。',
  'notify.*.envelope': '`cloudevents`：webhook 以 CloudEvent 的形式收到汇总。',
  'notify.*.endpoint': 'SMN 的终端节点，仅在不用公网终端节点时填写。',
  'notify.*.allowLoopback': '允许以 http 访问 `127.0.0.1` 或 `::1`，用于试用。',

  calendars: '若干日期的集合，名称自定，供 `skipOn` 和 `onlyOn` 引用。',
  'calendars.*.*.date': '某一天，从任务所在时区的零点到零点。',
  'calendars.*.*.from': '一段日期的第一天。',
  'calendars.*.*.to': '最后一天，包含在内。',
  'calendars.*.*.reason': '原因，会显示在预览和汇总中。与 `date` 或 `from`、`to` 一起写。',
  'calendars.*.*.ics':
    'iCalendar 文件的路径，位于调度配置所在目录或其子目录：取其中各事件的日期。标明补班的日期一律不算。文件无法读取时，用到它的任务都不运行。',
  'calendars.*.*.only': '只取标题符合的事件；`*` 匹配任意文本。',
  'calendars.*.*.except': '不取标题符合的事件。',
  'calendars.*.*.china':
    '`holidays`：中国的法定节假日。`workdays`：中国的工作日，含调休上班的周末。已收录 2021 至 2026 年；其他年份在给出之前，用到它的任务都不运行。',
  'calendars.*.*.year': '尚未收录或有变动的一年，对所有日历生效。与 `holidays`、`workdays` 或 `ics` 一起写。',
  'calendars.*.*.holidays': '该年的放假日期，含其中的周末。',
  'calendars.*.*.holidays.*': '某一天，或一段：`from`、`to`，可加 `reason`。',
  'calendars.*.*.holidays.*.from': '一段日期的第一天。',
  'calendars.*.*.holidays.*.to': '最后一天，包含在内。',
  'calendars.*.*.holidays.*.reason': '节日名称。',
  'calendars.*.*.workdays': '调休上班的周末日期。',

  overrides: '若干天内不运行，或改时间运行的任务。',
  'overrides.*.job': '任务名。`skip`、`pause`、`move` 恰好写一项。',
  'overrides.*.skip': '`true`：定时触发时不运行，手动可以运行。',
  'overrides.*.pause': '`true`：定时触发和手动的 `{"job": …}` 都不运行。',
  'overrides.*.move': '任务所在时区的一个时刻，触发改在这一时刻开始。',
  'overrides.*.until': '恢复按原样运行的第一天。过期的临时变更不起作用，`nightshift validate` 会提到它。',
  'overrides.*.by': '由谁决定，与原因一起显示在预览和汇总中。',
  'overrides.*.reason': '原因。',

  jobs: '做什么、何时做、对哪些实例做，名称自定。',
  'jobs.*.action': '`restart`（重启）、`soft_restart`（只重启进程）或 `flush`（清空全部数据）。',
  'jobs.*.cron':
    '分 时 日 月 星期，加引号，支持名称、范围、步长、`L` 和 `#`。日与星期同时限定时，满足其一即可。`cron` 和 `at` 都不填则只能手动运行。',
  'jobs.*.at':
    '只运行一次，用来代替 `cron`：任务所在时区的日期和时间，如 `"2026-12-12T03:00"`。`T` 可以写成空格，秒只能是 `:00`；带时区偏移或 `Z` 会报错。`dst` 的规则与 cron 相同。过了这一时间任务不会再触发，`nightshift validate` 会提到它。定时触发器没有年份，因此需要不指定任务的定时触发器（tick）。',
  'jobs.*.from': '从这一天（任务所在时区）起，`cron` 或 `at` 才会触发任务。手动运行不受日期限制。',
  'jobs.*.until':
    '从这一天起不再触发，被日历推后的触发也不会推到这一天或以后。到期后 `nightshift validate` 会提到它。',
  'jobs.*.timezone': '`cron`、`at`、`from` 和 `until` 的时区，仅在与调度配置的时区不同时填写。',
  'jobs.*.enabled': '`false`：只能手动运行。',
  'jobs.*.window': '时间窗口：运行开始后多久之内还可以开始操作。此后不再开始新的操作，晚开始的运行也一样。',
  'jobs.*.inMaintenanceWindow':
    '`true`：每个实例只在它自己的维护时间窗内开始操作，以 DCS 的 `maintain_begin` 至 `maintain_end` 为准。最多等到 `window` 结束，没有 `window` 则等一天；没有运行日志时，只等到本次函数执行结束。',
  'jobs.*.startDeadline':
    '比计划时间晚到超过此时长的触发会被跳过。不填则为时间窗口的结束；没有时间窗口则为 30 分钟。',
  'jobs.*.jitter': '开始时间最多推迟这么久，上限 12h；同一次触发推迟的时间总是相同，且不会超出时间窗口。',
  'jobs.*.overlap':
    '任务的前一次运行尚未结束时到期的触发：`skip` 跳过，或 `queue` 等它结束再运行；手动运行从不排队。没有运行日志时，只有同一个未回收的函数实例知道。',
  'jobs.*.dst.gap': '夏令时切换时跳过的时刻：`run-after` 随后运行，或 `skip` 跳过。',
  'jobs.*.dst.overlap': '夏令时切换时重复的时刻：`first`、`last` 或 `both`。',
  'jobs.*.skipOn': '在哪些日历的日期不运行。运行途中进入这样的一天时，不再开始新的操作。',
  'jobs.*.onlyOn': '只在这些日历的日期运行，属于其中之一即可。',
  'jobs.*.onSkip':
    '`next-allowed-day`：被日历跳过的触发改在日历允许的下一天运行，最多推后 31 天；那一天任务本来就有触发的，由那次触发代替。',

  'jobs.*.targets':
    '选择哪些实例。所有条件须同时满足，每个列表满足其中一项即可。除 `region` 外至少写一个条件。',
  'jobs.*.targets.region': '调度配置中的区域名，或其列表。',
  'jobs.*.targets.ids': '实例 ID。',
  'jobs.*.targets.names': '名称；`*` 匹配任意文本，`?` 匹配一个字符。`["*"]` 为全部实例。',
  'jobs.*.targets.tags': '标签及其值，实例须全部具备。',
  'jobs.*.targets.engineVersions':
    '`"5.0"` 包括 5.0 和 5.0.14。也可写范围，即一到两个比较：`">= 5.0 < 7.0"`；`"> 5.0"` 从 5.1 算起。Memcached 也有版本号，均小于 2。',
  'jobs.*.targets.enterpriseProjects': '企业项目 ID；`"0"` 是默认企业项目。',
  'jobs.*.targets.cacheModes':
    '实例类型，用 DCS 的写法。实例列表中没有这一项，因此会逐个查询符合其余条件的实例。',
  'jobs.*.targets.capacity':
    '容量，一到两个比较，单位 GB 或 MB：`">= 8GB"`、`"> 512MB <= 8GB"`；也可只写一个容量 `"8GB"`。1GB 为 1024MB。',
  'jobs.*.targets.availabilityZones':
    '可用区编码，例如 `cn-north-4a`。节点分布在多个可用区的实例，属于其中每一个。',
  'jobs.*.targets.statuses':
    '实例状态，用 DCS 的写法，例如 `RUNNING`、`ERROR`。轮到该实例时状态仍须在其中，否则跳过。操作本身的要求不变：`RUNNING`，重启时也可以是 `ERROR`。',
  'jobs.*.targets.age':
    '实例已创建多久，一到两个与时长的比较：`"> 30d"`、`">= 1h < 7d"`。从创建时算到制定计划时。',
  'jobs.*.targets.exclude': '要排除的实例：满足任一条件即排除。',
  'jobs.*.targets.exclude.ids': '同上。',
  'jobs.*.targets.exclude.names': '同上。',
  'jobs.*.targets.exclude.tags': '同上。',
  'jobs.*.targets.exclude.engineVersions': '同上。',
  'jobs.*.targets.exclude.enterpriseProjects': '同上。',
  'jobs.*.targets.exclude.cacheModes': '同上。',
  'jobs.*.targets.exclude.capacity': '同上。',
  'jobs.*.targets.exclude.availabilityZones': '同上。',
  'jobs.*.targets.exclude.statuses': '同上。',
  'jobs.*.targets.exclude.age': '同上。',

  'jobs.*.onlyIf': '只操作各项指标全部符合的实例，其余的跳过。',
  'jobs.*.onlyIf.*':
    '云监控的指标名，以及 `">"`、`">="`、`"<"`、`"<="` 或 `"="` 加上按其单位写的值；`for 30m`：截至最新值的这段时间内一直如此。列表：须全部满足。',
  'jobs.*.otherwise':
    '`wait`：不满足 `onlyIf` 的实例在每次定时触发时再次查看，直到时间窗口结束。需要 window 和 journal；手动运行没有时间窗口，直接跳过。',
  'jobs.*.noData': '无法得知实例是否满足 `onlyIf` 时：拒绝，或照常操作（`act`）。',
  'jobs.*.atMostEvery': '该任务在此时长内操作过的实例会被跳过。需要 journal。',

  'jobs.*.rollout.canary':
    '先单独操作多少个（金丝雀）。只有它们全部恢复正常（状态、节点数不少于之前、键没有消失），其余的才会开始。',
  'jobs.*.rollout.concurrency':
    '所有区域合计同时操作多少个。金丝雀之后，一有空位就开始下一个；每个区域按实例数占有一份空位，用不上的才给其他区域。',
  'jobs.*.rollout.ramp':
    '`true`：分批进行，前一批全部结束才开始下一批。一个区域的各批逐次加大：1、2、4……直到 `concurrency`。',
  'jobs.*.rollout.order':
    '按标签的值分层，`tag:KEY`：先是数字，按大小；再是文字；最后是没有该标签的实例。前一层全部结束，后一层才开始。',
  'jobs.*.rollout.pauseBetween': '按 `concurrency` 分批进行，一个区域的两批之间有此间隔，金丝雀之后也有。',
  'jobs.*.rollout.spreadBy': '同组的实例不会同时操作：`az`、`name-prefix` 或 `tag:KEY`。',
  'jobs.*.rollout.maxFailures':
    '允许失败多少个，再多一个就不再开始新的操作；等待重试的实例若都失败会超过该数时，也暂不操作新的实例。百分比则在失败达到该比例时停止。不填等同 `10%`，但至少为 1。',

  'jobs.*.retry': '失败的实例重试几次，间隔多久。',
  'jobs.*.retry.attempts': '每个实例的尝试次数。',
  'jobs.*.retry.backoff': '第二次尝试之前的等待，此后逐次加倍，带抖动。',
  'jobs.*.retry.maxBackoff': '上述等待的上限。',
  'jobs.*.settle': '实例恢复正常最多可用多久。',
  'jobs.*.settle.timeout': '等待实例恢复 RUNNING 的最长时间。',
  'jobs.*.settle.poll': '两次查看的间隔。',
  'jobs.*.settle.acceptance': '操作被受理后，状态最迟多久会有变化。',
  'jobs.*.settle.inFunction': '有运行日志时：函数自身最多等待多久，更长的等待留给下一个 tick。',

  'jobs.*.destroysData':
    '`acknowledged`：确认允许丢失数据。没有它，清空会被拒绝；重启会清空其数据的实例也会被拒绝。',
  'jobs.*.backup': '`required`、`if-possible` 或 `none`，也可以写成映射。',
  'jobs.*.backup.mode': '`required`：没有备份的实例会被拒绝。`if-possible`：没有备份也继续，并加以说明。',
  'jobs.*.backup.maxAge': '在此时长之内的备份直接采用，否则新建一个并等它完成。',
  'jobs.*.backup.timeout': '等待新备份的最长时间。',
  'jobs.*.notify': '接收汇总的通知渠道的名称。',
};
