import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const css = readFileSync(path.resolve(import.meta.dirname, 'styles.css'), 'utf8');
const tokens = (selector: string) =>
  Object.fromEntries([...(css.split(`\n${selector} {`)[1]?.split('\n}')[0] ?? '').matchAll(/--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\);/g)].map(([, name, ...parts]) => [name, parts.map(Number)]));

/** The relative luminance of WCAG of a colour in OKLCH. */
function luminance([lightness = 0, chroma = 0, hue = 0]: number[]): number {
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clamp = (value: number) => Math.min(1, Math.max(0, value));
  const red = clamp(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
  const green = clamp(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
  const blue = clamp(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: number[] | undefined, b: number[] | undefined): number {
  const [dark = 0, light = 0] = [luminance(a ?? []), luminance(b ?? [])].sort((one, other) => one - other);
  return (light + 0.05) / (dark + 0.05);
}

for (const theme of [':root', '.dark']) {
  test(`both series of a chart stand out from the page and from each other in ${theme}`, () => {
    const { accent, second, surface } = tokens(theme);
    expect(contrast(accent, surface)).toBeGreaterThan(3);
    expect(contrast(second, surface)).toBeGreaterThan(3);
    // By hue as well, as they are about equally light.
    expect(Math.abs((accent?.[2] ?? 0) - (second?.[2] ?? 0))).toBeGreaterThan(90);
  });
}
