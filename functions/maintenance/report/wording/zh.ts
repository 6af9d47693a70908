import type { RunPart } from '../comparison.ts';
import { causeInChinese, chineseDuration, failureInChinese, noteInChinese, whyInChinese } from './chinese.ts';
import { codesZh } from './codes-zh.ts';
import type { Wording } from './wording.ts';

const statuses = {
  succeeded: '成功',
  partial: '部分完成',
  failed: '失败',
  skipped: '已跳过',
  empty: '无事可做',
};

const looks = '请在 DCS 控制台查看该实例';

/** Simplified Chinese. */
export const zh: Wording = {
  headline: (job, status) => `Nightshift：${job} ${statuses[status]}`,
  invocationFailed: 'Nightshift 无法运行',
  actions: { restart: '重启', soft_restart: '软重启（仅重启进程）', flush: '清空数据' },
  counted: {
    succeeded: (count) => `${count} 个成功`,
    failed: (count) => `${count} 个失败`,
    refused: (count) => `${count} 个被拒绝`,
    skipped: (count) => `${count} 个跳过`,
    deferred: (count) => `${count} 个推迟`,
    unknown: (count) => `${count} 个结果未知`,
  },
  selected: (count) => `共 ${count} 个实例：`,
  noneSelected: '没有选中任何实例',
  duration: chineseDuration,
  comma: '，',
  andMore: (count) => `…… 另有 ${count} 个`,
  labels: {
    run: '运行',
    action: '操作',
    region: '区域',
    scheduled: '计划时间',
    ran: '实际时间',
    request: '请求',
    code: '错误码',
    message: '信息',
  },
  titles: {
    untold: '上次运行可能有人未收到通知',
    person: '需要人工处理',
    steps: '下一步',
    problems: '问题',
    data: '数据',
    comparison: '与上次运行相比',
    outage: '中断时长',
    untouched: '未操作',
    notes: '说明',
    retry: '如需重试失败的实例，请用以下事件调用函数',
  },
  fromTo: (from, to, took) => `${from} 至 ${to}（${took}）`,
  codes: codesZh,
  meanings: {
    well: '一切正常',
    stuck: '未按时恢复',
    ill: '处于 ERROR 状态',
    degraded: '恢复后节点减少',
    'data-lost': '恢复后数据为空',
    'answer-lost': '无法确认是否已执行',
    unseen: '无法查看',
    rejected: '华为云拒绝',
    denied: '没有权限',
    throttled: '调用过于频繁',
    network: '无法连接华为云',
    state: '状态不符合要求',
    engine: 'DCS 不支持清空该实例',
    acknowledgement: '会丢失数据',
    'data-unknown': '无法确认是否会丢失数据',
    unread: '无法读取',
    'not-needed': '不满足条件',
    'no-data': '无法确认是否满足条件',
    gone: '不存在',
    backup: '没有可用的备份',
    'out-of-time': '时间不足',
    window: '时间窗口已结束',
    maintenance: '不在其维护时间窗内',
    stopped: '失败过多，运行已停止',
    cancelled: '运行被取消',
    calendar: '日历规定当天不运行',
    override: '临时变更生效中',
    overlap: '上一次运行尚未结束',
    missed: '错过了运行时间',
    disabled: '任务已停用',
    dates: '不在任务的日期之内',
    'nothing-selected': '目标条件没有选中任何实例',
    journal: '运行日志无法使用',
    schedule: '调度配置无法使用',
    event: '事件无法执行',
    run: '运行无法变更',
    internal: 'Nightshift 自身出错',
    other: '其他',
  },
  steps: {
    well: '无需处理',
    stuck: `${looks}：它仍可能自行恢复；若未恢复，请联系华为云技术支持`,
    ill: `${looks}及其任务列表；若重启无效，请联系华为云技术支持`,
    degraded: `${looks}：确认缺少哪些节点`,
    'data-lost': '请从备份恢复数据，或由业务重新写入',
    'answer-lost': `${looks}及其任务列表，确认是否已执行，之后再决定是否重试`,
    unseen: '请检查函数的网络和该区域是否可用，然后查看实例',
    rejected: '请在 DCS 错误码文档中查询该错误码',
    denied: '请检查函数的委托及其权限，参见 config/iam-policy.json',
    throttled: '请减少同一时间运行的任务，然后重试',
    network: '请检查函数的网络（VPC、DNS、NAT）和终端节点，然后重试',
    state: `${looks}：使其恢复为 RUNNING，或将其移出目标`,
    engine: '请将其移出目标：DCS 只能清空 Redis 4.0 及以上版本',
    acknowledgement:
      '请在 targets 中用 exclude 排除它；如确需如此，请在任务中写明 "destroysData: acknowledged"',
    'data-unknown': '请让函数能够读取：授予所示权限，或等待 DCS 恢复应答；DCS 未提供的信息可在控制台查看',
    unread: '请在 DCS 控制台查看该实例或其区域，并授予所示权限',
    'not-needed': '无需处理，任务的条件如此',
    'no-data': '请在云监控中查看其指标，并授予所示权限；如需照常操作，请在任务中写明 "noData: act"',
    gone: '请更正 targets.ids 或区域',
    backup: '请在备份列表中查看原因，或手动备份后重试',
    'out-of-time': '请增加函数的时间或减少任务的实例；配置 journal 后可稍后继续',
    window: '如需全部执行，请放宽时间窗口或提高并发数',
    maintenance: '请调整任务的时间或实例的维护时间窗；nightshift plan 会指出始终不重叠的实例',
    stopped: '请先处理失败的实例，其余由下次运行或手动运行完成',
    cancelled: '无需处理，运行是被人取消的',
    calendar: '无需处理，调度配置如此；若日历无法读取，请更正日历',
    override: '无需处理，到期后自动恢复',
    overlap: '无需处理；若经常出现，请降低任务的运行频率',
    missed: '本次无需处理；若经常出现，请检查定时触发器',
    disabled: '无需处理；如需运行，请在调度配置中启用该任务',
    dates: '无需处理；如需运行，请修改任务的 at、from 或 until，否则请删除指定该任务的定时触发器',
    'nothing-selected': '请检查任务的目标：名称、标签、区域',
    journal: '请检查运行日志所在的桶及函数委托的权限，可运行 nightshift doctor',
    schedule: '请运行 nightshift validate，更正调度配置后重新部署',
    event: '请发送 docs/zh-CN/events.md 中的事件，或更正定时触发器',
    run: '请用 status 事件查看当前情况',
    internal: '请按请求 ID 查看函数日志，并报告该错误',
    other: '请在 DCS 控制台查看该实例及其任务列表',
  },
  cause: causeInChinese,
  why: whyInChinese,
  note: noteInChinese,
  failure: failureInChinese,
  outage: {
    longest: (duration, name) => `最长 ${duration}：${name}`,
    part: (part, duration) => `${partInChinese(part)}：${duration}`,
    trend: (before, now) => `最长 ${now}，上次 ${before}`,
  },
  data: {
    cleared: '已清空',
    mayBeGone: '可能已丢失',
    lost: '已丢失',
    heldBy: (createdAt, made) =>
      made ? `由为其所做的备份保存，时间 ${createdAt}` : `由备份保存，时间 ${createdAt}`,
    noBackup: '没有已知的备份',
  },
  comparison: {
    newlyFailing: '新出现失败',
    recovered: '已恢复',
    newlyRefused: '新被拒绝',
    sameRefusals: '被拒绝的与上次运行相同，原因也相同，因此不再提醒',
    failingFor: (runs) => `已连续失败 ${runs} 次`,
  },
  untold: (channel) => `渠道 ${channel} 未确认收到通知`,
  missed: {
    headline: (fires) => `Nightshift：错过了 ${fires} 次触发`,
    noTick: (jobs) => `有 ${jobs} 个任务没有等到定时触发，这些触发没有执行任何操作`,
    title: '错过的触发',
    ofJob: (job, fires) => (fires === 1 ? `${job}：` : `${job}：${fires} 次，最后一次 `),
  },
};

function partInChinese(part: RunPart): string {
  switch (part.kind) {
    case 'canary':
      return '金丝雀';
    case 'others':
      return '其余实例';
    case 'tier':
      return `第 ${part.number} 层`;
    case 'wave':
      return `第 ${part.number} 批`;
    default:
      return part satisfies never;
  }
}
