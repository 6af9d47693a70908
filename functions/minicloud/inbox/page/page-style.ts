/** The look of the page around the messages. `light-dark()` follows `color-scheme`, which the button may set. */
export const frameStyle = `
:root {
  color-scheme: light dark;
  --page: light-dark(#eef0f5, #0e1018);
  --panel: light-dark(#ffffff, #171a24);
  --line: light-dark(#dde0e9, #2a2f3d);
  --ink: light-dark(#1c2030, #e7e9f1);
  --faint: light-dark(#565d70, #a3aabd);
  --accent: light-dark(#3b3fb0, #aab0ff);
  --good: light-dark(#1b6e34, #7ddc9a);
  --good-back: light-dark(#e0f4e6, #163322);
  --warn: light-dark(#8a4b00, #ffc46b);
  --warn-back: light-dark(#fdf0d9, #3a2a10);
  --bad: light-dark(#b3212c, #ff9a9f);
  --bad-back: light-dark(#fde6e7, #401a1e);
  --quiet: light-dark(#51586b, #b3b9c9);
  --quiet-back: light-dark(#eceef3, #252a37);
}
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.25rem clamp(.75rem, 3vw, 2.5rem) 3rem; max-width: 100rem;
  background: var(--page); color: var(--ink);
  font: 15px/1.5 -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  overflow-wrap: anywhere;
}
p, h1, h2, ul, dl, dd, blockquote { margin: 0; padding: 0; }
a { color: var(--accent); }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: .86em; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 1rem; padding: .4rem .8rem; background: var(--panel); z-index: 1; }
.moon { display: block; width: 100%; height: 100%; border-radius: inherit; }
.sign { display: inline-block; width: 1em; height: 1em; vertical-align: -.12em; }

.page-head { display: flex; align-items: center; justify-content: space-between; gap: 1rem; }
.title { display: flex; align-items: center; gap: .9rem; min-width: 0; }
.title > .moon { flex: none; width: 44px; height: 44px; border-radius: 12px; }
.title > div { min-width: 0; }
h1 { font-size: 1.35rem; line-height: 1.2; letter-spacing: -.01em; }
.title p { color: var(--faint); }
button { flex: none; font: inherit; color: var(--ink); background: var(--panel); border: 1px solid var(--line); border-radius: 999px; padding: .35rem .95rem; cursor: pointer; }
nav { margin: 1.1rem 0 1.25rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .45rem; list-style: none; }
nav a { display: block; padding: .22rem .75rem; border-radius: 999px; background: var(--panel); border: 1px solid var(--line); color: var(--ink); text-decoration: none; font-size: .88rem; }
nav a:hover { border-color: var(--accent); }
nav span { color: var(--faint); }
#news:not(:empty) { margin-bottom: 1rem; padding: .5rem .9rem; border-radius: 10px; background: var(--warn-back); color: var(--warn); }
main:focus { outline: none; }
.empty { padding: 3rem 1rem; text-align: center; color: var(--faint); background: var(--panel); border: 1px dashed var(--line); border-radius: 14px; }

.columns { columns: 3 24rem; column-gap: 1.25rem; }
.message { break-inside: avoid; margin-bottom: 1.25rem; background: var(--panel); border: 1px solid var(--line); border-radius: 14px; overflow: hidden; scroll-margin-top: 1rem; }
.message > header { display: flex; align-items: center; gap: .6rem; padding: .6rem .9rem; border-bottom: 1px solid var(--line); }
h2 { font-size: .95rem; }
.badge { display: grid; place-items: center; width: 24px; height: 24px; border-radius: 7px; color: #fff; font-weight: 700; font-size: .8rem; flex: none; }
.badge-feishu, .badge-lark { background: #245bdb; }
.badge-wecom { background: #1f6fbf; }
.badge-dingtalk { background: #0a66d6; }
.badge-slack { background: #4a154b; }
.badge-teams { background: #4b53bc; }
.badge-discord { background: #4752c4; }
.badge-google-chat { background: #14773a; }
.badge-webhook { background: #4d5566; }
.badge-smn { background: #b81f2d; }
.badge-healthchecks { background: #1d6f52; }
.room { margin-left: auto; color: var(--faint); font-size: .85rem; }
.message > footer { padding: .6rem .9rem .7rem; border-top: 1px solid var(--line); font-size: .84rem; }
.message > footer ul { display: flex; flex-wrap: wrap; gap: .4rem; list-style: none; margin-bottom: .35rem; }
.message > footer li { padding: .08rem .6rem; border-radius: 999px; background: var(--quiet-back); color: var(--quiet); }
.message > footer .outcome-is-delivered, .message > footer .proof-verified { background: var(--good-back); color: var(--good); }
.message > footer .outcome-is-degraded { background: var(--warn-back); color: var(--warn); }
.message > footer .outcome-is-refused, .message > footer .outcome-is-unanswered, .message > footer .proof-wrong { background: var(--bad-back); color: var(--bad); }
summary { cursor: pointer; color: var(--faint); width: fit-content; }
details pre { margin-top: .35rem; padding: .6rem .7rem; max-height: 22rem; overflow: auto; border-radius: 8px; background: var(--page); font-size: .78rem; }
.page-foot { margin-top: 1.5rem; color: var(--faint); font-size: .88rem; display: grid; gap: .6rem; }
.hint { margin-bottom: 1rem; color: var(--faint); font-size: .88rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .84rem; }
th, td { text-align: left; vertical-align: top; padding: .25rem .7rem .25rem 0; font-weight: 400; }
thead th { color: var(--faint); }
tbody tr { border-top: 1px solid var(--line); }
.page-foot table { margin-top: .4rem; }
.page-foot th { white-space: nowrap; }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
`;
