// Before the first paint, so that a dark page never flashes white. Its own file, because the policy allows no inline script.
(() => {
  const wish = localStorage.getItem('wpc.theme') || 'system';
  const dark = wish === 'dark' || (wish === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.classList.toggle('dark', dark);
})();
