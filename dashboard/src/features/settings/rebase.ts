type Tree = Record<string, unknown>;

export interface Rebased<Whole> {
  /** What the writer still wants changed, on top of the fresh state. */
  changes: Partial<Whole>;
  /** Settings that somebody else changed meanwhile. */
  theirs: (keyof Whole)[];
  /** Of these, the ones the writer has changed too, to something else: the writer's stays until they decide. */
  both: (keyof Whole)[];
}

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Three states of one value become one: where only one side changed, that side counts; where both did, the writer's. */
function merge(base: unknown, mine: unknown, fresh: unknown, onBoth: () => void): unknown {
  if (same(mine, base)) return fresh;
  if (same(fresh, base) || same(mine, fresh)) return mine;
  if (!isTree(mine) || !isTree(fresh)) {
    onBoth();
    return mine;
  }
  const before = isTree(base) ? base : {};
  const merged: Tree = {};
  for (const key of new Set([...Object.keys(fresh), ...Object.keys(mine)])) {
    const value = merge(before[key], mine[key], fresh[key], onBoth);
    if (value !== undefined) merged[key] = value;
  }
  return merged;
}

/** Carries the changes that were made on `base` over to `fresh`, which somebody else has saved meanwhile. */
export function rebase<Whole extends object>(base: Whole, changes: Partial<Whole>, fresh: Whole): Rebased<Whole> {
  const rebased: Rebased<Whole> = { changes: {}, theirs: [], both: [] };
  for (const key of Object.keys(fresh) as (keyof Whole)[]) {
    const mine = key in changes ? changes[key] : base[key];
    let both = false;
    const merged = merge(base[key], mine, fresh[key], () => (both = true)) as Whole[typeof key];
    if (!same(merged, fresh[key])) rebased.changes[key] = merged;
    // One's own save comes back as an event too, and is nobody else's.
    if (!same(fresh[key], base[key]) && !same(fresh[key], mine)) rebased.theirs.push(key);
    if (both) rebased.both.push(key);
  }
  return rebased;
}
