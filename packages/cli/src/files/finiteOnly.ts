/** For `JSON.stringify`: JSON knows no NaN and no infinities, which become null. */
export const finiteOnly = (_key: string, value: unknown): unknown =>
  typeof value === "number" && !Number.isFinite(value) ? null : value;
