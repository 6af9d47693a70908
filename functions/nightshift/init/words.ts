/** In which language the comments of the files are, and what chats are to be told. */
export type Language = 'en' | 'zh';

/** What the files of a new project say beside their keys; a line of a comment each. */
export type Words = {
  readonly schedule: readonly string[];
  readonly tick: string;
  readonly journal: readonly string[];
  readonly handOver: string;
  readonly notify: readonly string[];
  readonly byHand: readonly string[];
  readonly nightly: string;
  readonly softRestart: string;
  readonly tagged: (tag: string, tagged: number, all: number) => string;
  readonly single: string;
  readonly crowded: (tag: string, tagged: number, losing: number) => string;
  readonly losing: string;
  readonly unseen: string;
  readonly none: string;
  readonly excluded: string;
  readonly rollout: string;
  readonly settle: string;
  readonly serverless: readonly string[];
  readonly agency: string;
  readonly timeout: string;
  readonly withJournal: string;
  readonly withoutJournal: string;
  readonly secrets: string;
  readonly trigger: string;
};

/** The words of each language; Chinese as a Chinese engineer writes. */
export const words: Readonly<Record<Language, Words>> = {
  en: {
    schedule: [
      'What Nightshift does to which DCS instances, and when. `nightshift validate` checks this file, `nightshift try` runs it on',
      'a local cloud. No secrets here: ${NAME} comes from the environment of the function.',
    ],
    tick: 'Period of the timer that names no job and finds what is due. The timer in serverless.yml must have the same.',
    journal: [
      'Every step of a run is recorded here: a run that was killed is continued, and nothing is done twice.',
      'Create this bucket in OBS first, private and in the same region, or name one that you have.',
    ],
    handOver:
      "When the function's time is up, the run continues in a new invocation, requested in this region.",
    notify: [
      'Who is notified. Remove the # here, in `notify` of the job and in serverless.yml; `nightshift notify` sends a sample.',
      'Other kinds: lark, wecom, dingtalk, slack, teams, discord, google-chat, healthchecks, smn, webhook.',
    ],
    byHand: [
      'No cron, so it runs by hand only: `nightshift plan first-restart` shows which instances it would touch. Once deployed,',
      '`nightshift run first-restart --follow` runs it, or `nightshift event first-restart` in the dialog of the console.',
    ],
    nightly:
      'Remove the # when a run by hand has gone well: then it runs every night. Nothing new starts after the window.',
    softRestart: 'the process only; restart: the whole instance; flush: deletes all data',
    tagged: (tag, tagged, all) => `${tagged} of ${all} instances have the tag ${tag}.`,
    single:
      'No tag looks like one for test instances, so this is one instance. Tags and names select instances as well.',
    crowded: (tag, tagged, losing) =>
      `A restart loses the data of ${losing} of the ${tagged} instances with the tag ${tag}, or may: too many to list, so this is one instance.`,
    losing:
      'A restart loses the data of this instance, or may: refused until the job says destroysData: acknowledged.',
    unseen: 'The tags of the instances were not read: `nightshift instances` lists them.',
    none: 'There was no instance to take a tag from: `nightshift instances` lists them once there are some.',
    excluded: 'A restart loses their data, or may.',
    rollout: 'One goes first, alone; then one at a time; after the first failure nothing new starts.',
    settle: 'How long an instance may take to come back.',
    serverless: [
      'The function and its triggers. `nightshift deploy` packs the function and config/schedule.yaml, shows how the account',
      'differs, asks, and changes only that. ${env:NAME} comes from the environment of the person who deploys.',
    ],
    agency: 'IAM > Agencies: cloud service FunctionGraph, with config/iam-policy*.json',
    timeout: 'seconds; the next invocation does the rest',
    withJournal: 'With the journal, invocations may run in parallel and be repeated.',
    withoutJournal: 'Without a journal, a second instance or a repeated event would do a run twice.',
    secrets: 'The variables of channels, encrypted:',
    trigger: 'second minute hour day month weekday',
  },
  zh: {
    schedule: [
      'Nightshift 在什么时间对哪些 DCS 实例做什么。`nightshift validate` 检查本文件，`nightshift try` 在本地云上试运行。',
      '此处不写任何密钥：${NAME} 取自函数的环境变量。',
    ],
    tick: '不携带任务名的定时触发器（tick）的周期，由它找出到期的任务；须与 serverless.yml 中的一致。',
    journal: [
      '运行的每一步都记录在此：中断的运行会接着进行，任何操作都不会执行两次。',
      '请先在 OBS 中创建这个桶（私有，与函数同一区域），或改为已有的桶。',
    ],
    handOver: '函数的执行时间用完时，在该区域请求一次新的调用继续运行。',
    notify: [
      '通知谁。去掉此处、任务的 notify 以及 serverless.yml 中相应行的 #；`nightshift notify` 发送一条示例消息。',
      '其他类型：lark、wecom、dingtalk、slack、teams、discord、google-chat、healthchecks、smn、webhook。',
    ],
    byHand: [
      '没有 cron，只能手动运行：`nightshift plan first-restart` 显示会操作哪些实例；部署之后，',
      '用 `nightshift run first-restart --follow` 运行，或在控制台的测试对话框中使用 `nightshift event first-restart` 给出的事件。',
    ],
    nightly: '手动运行顺利之后去掉 #，即每晚运行；时间窗口结束后不再开始新的操作。',
    softRestart: '只重启进程；restart：重启整个实例；flush：清空全部数据',
    tagged: (tag, tagged, all) => `${all} 个实例中有 ${tagged} 个带标签 ${tag}。`,
    single: '没有明显用于试验的标签，因此只选一个实例；也可以按标签或名称选择。',
    crowded: (tag, tagged, losing) =>
      `带标签 ${tag} 的 ${tagged} 个实例中，有 ${losing} 个重启会（或可能）丢失数据，无法逐一列出，因此只选一个实例。`,
    losing: '重启会（或可能）丢失该实例的数据：写明 destroysData: acknowledged 之前，任务会被拒绝。',
    unseen: '未能查看有哪些标签：`nightshift instances` 可以列出。',
    none: '账号中还没有实例，无从选择标签：有了之后 `nightshift instances` 可以列出。',
    excluded: '重启会（或可能）丢失这些实例的数据。',
    rollout: '先单独操作一个，然后一次一个；出现一个失败就不再开始其余的。',
    settle: '实例恢复所允许的最长时间。',
    serverless: [
      '账号中应有的内容。`nightshift deploy` 把函数和 config/schedule.yaml 打成 zip，显示与账号的差异，经确认后部署。',
      '${env:NAME} 取自部署者的环境变量。',
    ],
    agency: 'IAM > 委托：云服务 FunctionGraph，授予 config/iam-policy*.json 中的策略',
    timeout: '秒；届时未完成的部分由下一次调用继续',
    withJournal: '有运行日志（journal），因此允许多个实例并发，也允许重试。',
    withoutJournal: '没有运行日志（journal）时，第二个实例或重试会使同一次运行执行两遍。',
    secrets: '通知渠道所用的变量，加密保存：',
    trigger: '秒 分 时 日 月 星期',
  },
};
