/** The look of each chat, by its own clients; where their colours are too faint to be read, a shade darker. */
export const chatStyle = `
.canvas { display: flex; gap: .65rem; padding: .9rem; line-height: 1.45; font-size: 14px; }
.said { min-width: 0; flex: 1; }
.avatar { flex: none; width: 36px; height: 36px; border-radius: 50%; overflow: hidden; }
.sender { display: flex; flex-wrap: wrap; align-items: center; column-gap: .4rem; margin-bottom: .3rem; font-size: 13px; }
.sender time, .received { color: var(--chat-faint, var(--faint)); font-size: 12px; }
.tag { padding: 0 .3rem; border-radius: 4px; font-size: 11px; background: var(--quiet-back); color: var(--quiet); }
.canvas .gap { height: .55em; }
.canvas .headline { font-weight: 700; font-size: 15px; line-height: 1.35; }
.canvas ul { padding-left: 1.15rem; }
.canvas pre, .canvas code { border-radius: 4px; background: var(--code-back, var(--quiet-back)); }
.canvas code { padding: .05em .3em; }
.canvas pre { padding: .5rem .6rem; margin-top: .2rem; }
.canvas pre code { padding: 0; background: none; }
.mention { color: var(--mention, var(--accent)); font-weight: 500; }
.canvas-slack .mention, .canvas-discord .mention { border-radius: 4px; padding: 0 .2em; background: var(--mention-back); }
.bubble { width: fit-content; max-width: 100%; padding: .6rem .8rem; border-radius: 8px; background: var(--bubble); }

.canvas-feishu, .canvas-lark { background: light-dark(#f2f3f5, #1a1a1a); --bubble: light-dark(#fff, #292929); --mention: light-dark(#245bdb, #82a7fc); --code-back: light-dark(#f2f3f5, #383838); }
.feishu-card { border: 1px solid light-dark(#dee0e3, #3b3b3b); border-radius: 8px; overflow: hidden; background: light-dark(#fff, #262626); }
.canvas .feishu-head { padding: .6rem .8rem; color: #fff; }
.feishu-blue { background: #245bdb; }
.feishu-green { background: #237b19; }
.feishu-yellow { background: #865b03; }
.feishu-orange { background: #a65a00; }
.feishu-red { background: #c5302a; }
.feishu-purple { background: #6425d0; }
.feishu-grey { background: #5c6168; }
.feishu-body { padding: .7rem .8rem .8rem; display: grid; gap: .7rem; }
.feishu-body .part { min-width: 0; }

.canvas-wecom { background: light-dark(#e9ebee, #111); --bubble: light-dark(#fff, #2c2c2c); --mention: light-dark(#1f6fbf, #7db8f5); --chat-faint: light-dark(#565d70, #a3aabd); }
.canvas-wecom .avatar, .canvas-dingtalk .avatar { border-radius: 6px; }
.wecom-info { color: light-dark(#1b7a34, #63cf7d); }
.wecom-comment { color: light-dark(#666c78, #a6acb8); }
.wecom-warning { color: light-dark(#b8470f, #ff9c63); }
.canvas-wecom blockquote { margin: .25rem 0; padding-left: .6rem; border-left: 3px solid light-dark(#d5d8de, #4a4a4a); color: light-dark(#5b6170, #b4bac6); }

.canvas-dingtalk { background: light-dark(#eef2f7, #16181c); --bubble: light-dark(#fff, #26292e); --mention: light-dark(#0a66d6, #6fb1ff); --chat-faint: light-dark(#565d70, #a3aabd); }
.canvas-dingtalk .bubble { border-top-left-radius: 2px; }
.canvas-dingtalk blockquote { margin: .2rem 0; padding: .3rem .6rem; border-left: 3px solid light-dark(#bcd3f2, #3e5f8a); background: light-dark(#f3f7fc, #1e2126); font-size: 13px; }

.canvas-slack { background: light-dark(#fff, #1a1d21); --code-back: light-dark(#f5f5f5, #232529); --mention: light-dark(#1264a3, #6cb6ff); --mention-back: light-dark(#e8f3fb, #16324a); }
.canvas-slack .avatar { border-radius: 6px; }
.canvas-slack code { color: light-dark(#b8123f, #f2a0a8); border: 1px solid light-dark(#ddd, #3d4046); font-size: 12px; }
.canvas-slack pre code { color: inherit; border: 0; }
.canvas-slack pre { border: 1px solid light-dark(#ddd, #3d4046); }
.slack-attachment { margin-top: .4rem; padding: .1rem 0 .1rem .75rem; border-left: 4px solid var(--edge); border-radius: 3px; display: grid; gap: .65rem; }

.canvas-teams { background: light-dark(#f5f5f5, #1f1f1f); --mention: light-dark(#4f52b2, #a6a7f5); }
.teams-card { border: 1px solid light-dark(#d9d9d9, #3d3d3d); border-radius: 6px; overflow: hidden; padding: 0 .9rem .8rem; background: light-dark(#fff, #292929); }
.teams-container { margin: 0 -.9rem .1rem; padding: .7rem .9rem; }
.teams-good { background: light-dark(#e7f2da, #0d2d0d); color: light-dark(#0e5a0e, #9fd89f); }
.teams-warning { background: light-dark(#fbf0d9, #3a2c0b); color: light-dark(#7a4a00, #f2c661); }
.teams-attention { background: light-dark(#fae2e4, #3f1b1f); color: light-dark(#a01422, #f4a0a8); }
.teams-emphasis { background: light-dark(#f0f0f0, #333); }
.teams-small { margin-top: .25rem; }
.teams-medium { margin-top: .75rem; }
.teams-container p:first-child { margin-top: 0; }
.teams-card .subtle { color: light-dark(#616161, #adadad); }

.canvas-discord { background: light-dark(#fff, #313338); --code-back: light-dark(#e9eaed, #1e1f22); --mention: light-dark(#4048b8, #c9cdfb); --mention-back: light-dark(#e6e8fd, #3c4270); --chat-faint: light-dark(#5c5e66, #a8acb3); }
.canvas-discord .tag { background: #4752c4; color: #fff; }
.discord-embed { margin-top: .35rem; padding: .65rem .85rem .75rem; border-left: 4px solid var(--edge); border-radius: 4px; background: light-dark(#f2f3f5, #2b2d31); }
.discord-embed > .headline { margin-bottom: .4rem; }

.canvas-google-chat { background: light-dark(#fff, #1b1c1f); --mention: light-dark(#0b57d0, #a8c7fa); }
.google-text { margin-bottom: .35rem; }
.google-card { border: 1px solid light-dark(#dadce0, #44474a); border-radius: 12px; overflow: hidden; background: light-dark(#fff, #242629); }
.google-card > .headline { padding: .75rem .9rem; }
.google-section { padding: .65rem .9rem; border-top: 1px solid light-dark(#e3e5e8, #3a3d40); }
.google-title { margin-bottom: .25rem; color: light-dark(#5f6368, #bdc1c6); font-weight: 600; font-size: 13px; }

.canvas-smn { background: light-dark(#f4f5f7, #14161c); }
.canvas-smn .avatar { border-radius: 8px; }
.mail, .sms, .event-card, .ping { border: 1px solid var(--line); border-radius: 8px; background: var(--panel); }
.mail-head { padding: .55rem .8rem; border-bottom: 1px solid var(--line); }
.mail-head span { color: var(--faint); margin-right: .35rem; }
.mail-body { padding: .65rem .8rem; }
.sms { margin-top: .6rem; width: fit-content; max-width: 85%; padding: .5rem .8rem; border-radius: 16px 16px 16px 4px; background: light-dark(#dfe3ea, #2e3443); border: 0; font-size: 13px; }

.canvas-healthchecks, .canvas-webhook { display: block; background: light-dark(#f7f8fa, #12141b); }
.received { margin-bottom: .45rem; }
.ping, .event-card { padding: .7rem .85rem; }
.ping-signal { display: inline-block; padding: .05rem .55rem; border-radius: 4px; color: #fff; font-weight: 600; font-size: 12px; }
.ping-fail { background: #b3212c; }
.ping-success { background: #1b6e34; }
.ping-started { background: #245bdb; }
.ping-run { color: var(--faint); font-size: 12px; }
.ping-text { margin-top: .55rem; padding-top: .55rem; border-top: 1px solid var(--line); font-size: 13px; }
.event-card dl { display: grid; grid-template-columns: auto 1fr; gap: .05rem .8rem; margin-bottom: .6rem; font-size: 12px; }
.event-card dt { color: var(--faint); }
.event-card .headline { margin-bottom: .3rem; }
.event-card .note { margin-top: .45rem; color: var(--faint); font-size: 13px; }
.tally { margin-right: .9rem; }
.status { padding: .02rem .5rem; border-radius: 999px; font-size: 12px; background: var(--quiet-back); color: var(--quiet); }
.status-succeeded { background: var(--good-back); color: var(--good); }
.status-partial { background: var(--warn-back); color: var(--warn); }
.status-failed { background: var(--bad-back); color: var(--bad); }
.outcome-succeeded { color: var(--good); }
.outcome-failed { color: var(--bad); }
.outcome-unknown, .outcome-refused { color: var(--warn); }
.canvas .instances { margin-top: .45rem; padding: 0; list-style: none; font-size: 13px; }
.instances li { padding: .35rem 0; border-top: 1px solid var(--line); }
.instances p:first-child { display: flex; flex-wrap: wrap; column-gap: .6rem; }
.instances .away { margin-left: auto; color: var(--faint); }
.instances .reason { color: var(--faint); }
.undrawn { padding: .6rem; }
`;
