/** What runs in the page: the choice between light and dark, and a look now and then for messages that came since. */
export const inboxPageScript = `
const root = document.documentElement;
const button = document.getElementById('theme');
const dark = matchMedia('(prefers-color-scheme: dark)');
const stored = (() => { try { return localStorage.getItem('theme'); } catch { return null; } })();
if (stored === 'light' || stored === 'dark') root.dataset.theme = stored;
const isDark = () => (root.dataset.theme ?? (dark.matches ? 'dark' : 'light')) === 'dark';
const label = () => { button.textContent = isDark() ? 'Light' : 'Dark'; };
button.hidden = false;
label();
dark.addEventListener('change', label);
button.addEventListener('click', () => {
  root.dataset.theme = isDark() ? 'light' : 'dark';
  try { localStorage.setItem('theme', root.dataset.theme); } catch {}
  label();
});

const news = document.getElementById('news');
const shown = root.dataset.count;
const look = async () => {
  if (document.hidden) return;
  try {
    const count = await (await fetch('/messages/count')).text();
    if (count !== shown) news.textContent = 'More messages came in. Load the page again to see them.';
  } catch {
    news.textContent = 'The local cloud has ended; this page stays as it is.';
    clearInterval(looking);
  }
};
const looking = setInterval(look, 3000);
`;
