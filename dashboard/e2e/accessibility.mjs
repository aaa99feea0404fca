// What a page looks like for those who do not see it: the rules of WCAG 2.2 AA as far as a machine can check them.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Colours on their way from one to the other are nobody's. */
export async function atRest(page) {
  await page.waitForFunction(() => {
    const moving = document.getAnimations().some((animation) => Number.isFinite(animation.effect?.getComputedTiming().endTime) && animation.playState === 'running');
    globalThis.restful = moving ? 0 : (globalThis.restful ?? 0) + 1;
    return globalThis.restful > 3;
  });
}

/** The rules that are broken, as lines that say where. */
export async function barriers(page) {
  await atRest(page);
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  const { violations } = await page.evaluate((values) => globalThis.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] }), TAGS);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, html, any }) => `${id}: ${target.join(' ')} ${html.slice(0, 120)} ${any[0]?.message ?? ''}`));
}

/** The same in both themes, switched in place. */
export async function barriersInBothThemes(page, where) {
  const found = [];
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await page.waitForFunction((dark) => document.documentElement.classList.contains('dark') === dark, colorScheme === 'dark');
    found.push(...(await barriers(page)).map((line) => `${where} (${colorScheme}) ${line}`));
  }
  return found;
}
