/**
 * What is said of an instance whose answer was no success, and what was seen of it: English and Simplified Chinese, as
 * in `phrases-zh.ts`, whose part this is. The longer of two that fit comes first.
 */
export const doubtZh: readonly (readonly [english: string, chinese: string])[] = [
  ['the call was answered with an error', '调用返回错误'],
  ['the answer to the call could not be read', '调用的应答无法识别'],
  ['the answer to the call was lost', '调用的应答丢失'],
  [
    'DCS answered "failed" for it and gives no reason; see its task list in the console',
    'DCS 返回执行失败，未说明原因，请在控制台查看其任务列表',
  ],
  ['DCS answered {} for it and gives no reason', 'DCS 对其返回 {1}，未说明原因'],
  ['DCS answered {} for it', 'DCS 对其返回 {1}'],
  ["DCS's answer did not name it", 'DCS 的应答中没有该实例'],
  ['its key count could not be read', '无法读取其键数'],
  ['it holds 0 keys, as it did before', '现有 0 个键，与此前相同'],
  ['it holds {} keys, and how many it held before is not known', '现有 {1} 个键，此前数量未知'],
  ['of its {} keys it held {} at least once since', '此前有 {1} 个键，此后曾只有 {2} 个'],
  ['it holds {} keys', '现有 {1} 个键'],
  [
    '{*}, it was not seen FLUSHING and {*}: check whether its data is gone before you flush it again',
    '{1}，未见其为 FLUSHING，{2}；再次清空前请确认数据是否已清空',
  ],
  ['{*}, it was not seen FLUSHING and {*}', '{1}，未见其为 FLUSHING，{2}'],
  [
    'DCS accepted the flush, but it was not seen FLUSHING and still holds its keys: {} of {}; check whether its data is gone before you flush it again',
    'DCS 已受理清空，但未见其为 FLUSHING，键仍然都在：{2} 个中有 {1} 个；再次清空前请确认数据是否已清空',
  ],
  ['{*}, but its {} keys were gone', '{1}，但其 {2} 个键已清空'],
  ['{*}, and its {} keys were gone', '{1}，其 {2} 个键已清空'],
  ['{*}, but it {*}', '{1}，但{2}'],
  ['was seen FLUSHING and is RUNNING', '曾为 FLUSHING，现为 RUNNING'],
  ['was seen to restart and is RUNNING', '已重启，现为 RUNNING'],
  ['DCS accepted the flush and {*}', 'DCS 已受理清空，{1}'],
  ['DCS accepted the flush', 'DCS 已受理清空'],
  ['DCS accepted the restart and {*}', 'DCS 已受理重启，{1}'],
  ['every look within {} found it RUNNING', '{1}内每次查看均为 RUNNING'],
  ['it stayed RUNNING for {}', '{1}内一直为 RUNNING'],
  ['it stayed RUNNING', '一直为 RUNNING'],
  [
    'every call for others alone failed too, so it was not tried alone',
    '单独对其他实例的调用也都失败，故未单独再试',
  ],
  [
    '{*} and {*}: check whether its data is gone before you flush it again',
    '{1}，{2}；再次清空前请确认数据是否已清空',
  ],
];
