// Runs before the page is drawn: the choice between light and dark is kept in this browser.
(() => {
  'use strict';
  const key = 'toolzero-theme';
  const root = document.documentElement;
  const stored = () => { try { return localStorage.getItem(key); } catch { return null; } };
  const choose = theme => { if (theme) root.dataset.theme = theme; else delete root.dataset.theme; };
  choose(stored());
  document.addEventListener('click', event => {
    if (!(event.target instanceof Element) || !event.target.closest('[data-theme-switch]')) return;
    const isDark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    const theme = isDark ? 'light' : 'dark';
    choose(theme);
    try { localStorage.setItem(key, theme); } catch { /* private windows may refuse; the choice then lasts as long as the page */ }
  });
})();
