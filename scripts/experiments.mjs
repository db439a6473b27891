// Copies the committed experiments into the package of the command, which ships them.
import { cpSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const copies = join(root, "packages/cli/experiments");
rmSync(copies, { recursive: true, force: true });
cpSync(join(root, "experiments"), copies, { recursive: true });
