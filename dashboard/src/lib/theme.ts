import { create } from 'zustand';

export type Theme = 'system' | 'light' | 'dark';
const KEPT = 'wpc.theme';
const prefersDark = matchMedia('(prefers-color-scheme: dark)');

function show(theme: Theme) {
  const dark = theme === 'dark' || (theme === 'system' && prefersDark.matches);
  document.documentElement.classList.toggle('dark', dark);
}

interface ThemeState {
  theme: Theme;
  setTheme(theme: Theme): void;
}

/** The first paint is done by `public/theme.js` with the same rule. */
export const useTheme = create<ThemeState>((set) => ({
  theme: (localStorage.getItem(KEPT) as Theme | null) ?? 'system',
  setTheme(theme) {
    localStorage.setItem(KEPT, theme);
    show(theme);
    set({ theme });
  },
}));

prefersDark.addEventListener('change', () => show(useTheme.getState().theme));
