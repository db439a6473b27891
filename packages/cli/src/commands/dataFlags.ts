import type { Command } from "commander";

/** The flags of `hopfield data fetch`, as they were given. */
export interface FetchFlags {
  dataDir?: string;
  from?: string;
  yes?: boolean;
}

/** Adds `hopfield data list | fetch | verify`. */
export function addData(program: Command, setExit: (code: number) => void): void {
  const data = program.command("data").description("data sets and models by name: list, fetch, verify");
  data
    .command("list", { isDefault: true })
    .description("what can be asked for by name, and what is here")
    .option("--data-dir <folder>", "look here alone")
    .option("--json", "print one JSON document")
    .action(async (flags: { dataDir?: string; json?: boolean }) => {
      const { listData } = await import("./data.ts");
      await listData(flags);
    });
  data
    .command("fetch <name>")
    .description("show licence, size and checksum, then fetch; resumes, tries mirrors, checks")
    .option("--data-dir <folder>", "put it here")
    .option("--from <folder>", "take local copies instead of the network")
    .option("--yes", "do not ask")
    .action(async (name: string, flags: FetchFlags) => {
      const { fetchData } = await import("./data.ts");
      await fetchData(name, flags);
    });
  data
    .command("verify [names...]")
    .description("check the files that are here against the published checksums")
    .option("--data-dir <folder>", "look here alone")
    .option("--json", "print one JSON document")
    .action(async (names: string[], flags: { dataDir?: string; json?: boolean }) => {
      const { verify } = await import("./data.ts");
      setExit(await verify(names, flags));
    });
}
