import type { Specification } from "./specification.ts";

/** The smaller version of an experiment, which tests run: what was published is not promised for it. */
export function smaller(specification: Specification): Specification {
  const { small, expected: _expected, seconds: _seconds, ...rest } = specification;
  const settings = { ...rest.settings, ...small?.settings };
  return {
    ...rest,
    name: `${rest.name}-small`,
    settings,
    variants: (rest.variants ?? []).map((variant) => ({
      ...variant,
      // What the small version says of sizes holds for every variant.
      settings: Object.fromEntries(
        Object.entries(variant.settings).map(([name, value]) => [name, small?.settings?.[name] ?? value]),
      ),
    })),
    ...(small?.grid === undefined && rest.grid === undefined
      ? {}
      : { grid: { ...rest.grid, ...small?.grid } }),
    repeats: small?.repeats ?? Math.min(2, rest.repeats ?? 1),
  };
}
