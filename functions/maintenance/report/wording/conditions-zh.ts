/**
 * What is said of an instance and the conditions of its job: English and Simplified Chinese, as in `phrases-zh.ts`, whose
 * last part this is. The longer of two that fit comes first; metrics and rules stay as they are in the schedule.
 */
export const conditionsZh: readonly (readonly [english: string, chinese: string])[] = [
  ['left alone: {*}', '未操作：{1}'],
  ['acted on without its conditions: {*}', '未按条件判断即操作：{1}'],
  ['waits: {*}', '等待中：{1}'],
  ['{} of its node {} is {}, wanted {}', '节点 {2} 的 {1} 为 {3}，要求 {4}'],
  ['{} of its node {} was as low as {}, wanted {}', '节点 {2} 的 {1} 最低为 {3}，要求 {4}'],
  ['{} of its node {} was as high as {}, wanted {}', '节点 {2} 的 {1} 最高为 {3}，要求 {4}'],
  ['{} was as low as {}, wanted {}', '{1} 最低为 {2}，要求 {3}'],
  ['{} was as high as {}, wanted {}', '{1} 最高为 {2}，要求 {3}'],
  ['{} is {}, wanted {}', '{1} 为 {2}，要求 {3}'],
  ['the nodes that its {} is judged by could not be read', '无法读取用于判断其 {1} 的节点'],
  [
    'the metric {} of its node {} could not be read for all of the {} minutes',
    '未能读全节点 {2} 的 {1} 在 {3} 分钟内的数据',
  ],
  ['the metric {} of its node {} could not be read', '无法读取节点 {2} 的 {1}'],
  ['the metric {} could not be read for all of the {} minutes', '未能读全 {1} 在 {2} 分钟内的数据'],
  ['the metric {} could not be read', '无法读取 {1}'],
  ['nothing was read, so {} of its node {} says nothing', '没有读取操作，节点 {2} 的 {1} 无法说明情况'],
  ['nothing was read, so {} says nothing', '没有读取操作，{1} 无法说明情况'],
  ['Cloud Eye has no {} of its node {} of the last {}', '云监控没有节点 {2} 最近 {3}的 {1}'],
  ['Cloud Eye has no {} of the last {}', '云监控没有最近 {2}的 {1}'],
  ['Cloud Eye has no {} of it', '云监控没有它的 {1}'],
  ['Cloud Eye was not asked', '未查询云监控'],
  ['the newest {} of its node {} cannot be read as a value', '节点 {2} 最新的 {1} 无法识别为有效值'],
  ['the newest {} cannot be read as a value', '最新的 {1} 无法识别为有效值'],
  ['the newest {} of its node {} is {} old', '节点 {2} 最新的 {1} 已是 {3}前的数据'],
  ['the newest {} is {} old', '最新的 {1} 已是 {2}前的数据'],
  ['of {} of its node {} the values of {} minutes cannot be read', '节点 {2} 的 {1} 有 {3} 分钟的值无法识别'],
  ['of {} the values of {} minutes cannot be read', '{1} 有 {2} 分钟的值无法识别'],
  [
    'of {} of its node {} only {} of {} minutes are there',
    '节点 {2} 的 {1} 在 {4} 分钟中只有 {3} 分钟有数据',
  ],
  ['of {} only {} of {} minutes are there', '{1} 在 {3} 分钟中只有 {2} 分钟有数据'],
  ['{} {} has no {}', '{1} {2} 没有 {3}'],
  ['the job acted on it {} ago, and atMostEvery is {}', '该任务 {1}前操作过它，atMostEvery 为 {2}'],
  [
    'when the job acted on it last is not known, as the record of {} cannot be read',
    '无法确认该任务上次何时操作过它，因为无法读取运行 {1} 的记录',
  ],
  [
    'atMostEvery is judged at the run only: this plan reads no journal, and does not know whom the job acted on within {}',
    'atMostEvery 只在运行时判断：此计划不读取运行日志，不知道该任务在 {1} 内操作过哪些实例',
  ],
  ['its conditions are ignored, as the event says', '按事件要求，忽略任务的条件'],
];
