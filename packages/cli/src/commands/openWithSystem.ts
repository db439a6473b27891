import { spawn } from "node:child_process";

/** Opens a file with whatever the system opens it with. */
export function openWithSystem(path: string): void {
  const opener = { darwin: "open", win32: "explorer" }[process.platform as string] ?? "xdg-open";
  spawn(opener, [path], { detached: true, stdio: "ignore" })
    .on("error", () => process.stderr.write(`hopfield: cannot open ${path} here\n`))
    .unref();
}
