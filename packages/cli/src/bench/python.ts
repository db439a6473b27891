import { execFile } from "node:child_process";

/** What the peers in Python need. */
const packages = ["numpy", "scipy", "torch"];

/** How many of those packages a Python has; -1 for one that cannot be started. */
function countPackages(python: string): Promise<number> {
  const names = JSON.stringify(packages);
  const code = `from importlib.util import find_spec as f; print(sum(f(n) is not None for n in ${names}))`;
  return new Promise((resolve) => {
    execFile(python, ["-c", code], { timeout: 20_000 }, (error, stdout) =>
      resolve(error === null ? Number(stdout) : -1),
    );
  });
}

/**
 * The Python for the peers: the given one, else that with the most of their packages, the usual one first; null where
 * there is none. A version manager may hide the system's own, which is where a distribution puts its packages.
 */
export async function findPython(given: string | undefined): Promise<string | null> {
  if (given !== undefined) return given;
  let best: { python: string | null; count: number } = { python: null, count: -1 };
  for (const python of ["python3", "/usr/bin/python3", "python"]) {
    const count = await countPackages(python);
    if (count > best.count) best = { python, count };
  }
  return best.python;
}
