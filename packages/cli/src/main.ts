import { Command, type CommanderError } from "commander";
import { addBench } from "./commands/benchFlags.ts";
import { addData } from "./commands/dataFlags.ts";
import { addDiagnose } from "./commands/diagnoseFlags.ts";
import { addExperiment } from "./commands/experimentFlags.ts";
import { addLayers } from "./commands/layersFlags.ts";
import { addReport } from "./commands/reportFlags.ts";
import { addRetrieve } from "./commands/retrieveFlags.ts";
import { addSweep } from "./commands/sweepFlags.ts";
import { exitCodeOf, exitCodes } from "./exitCodes.ts";
import { interruptSentence } from "./terminal/interruption.ts";
import { version } from "./version.ts";

/** The whole command. Each verb loads what it needs only when it runs, so that help is quick. */
function program(setExit: (code: number) => void): Command {
  const command = new Command("hopfield")
    .description("Store patterns, show a damaged one, get it back, and know how sure the answer is.")
    .version(version())
    .showHelpAfterError("(hopfield --help lists the commands; hopfield <command> --help its flags)")
    .configureOutput({
      outputError: (text, write) => write(text.replace(/^error: /, "hopfield: ")),
    })
    .exitOverride();
  addRetrieve(command, setExit);
  addSweep(command, setExit);
  addExperiment(command, setExit);
  addReport(command);
  addDiagnose(command);
  addData(command, setExit);
  addBench(command, setExit);
  addLayers(command, setExit);
  return command;
}

/** Runs the command and returns its exit code. Errors are said in one line on stderr. */
export async function run(args: readonly string[]): Promise<number> {
  let code: number = exitCodes.ok;
  const command = program((value) => {
    code = value;
  });
  process.on("SIGINT", () => {
    process.stderr.write(`${process.stderr.isTTY ? "\n" : ""}hopfield: interrupted${interruptSentence()}\n`);
    process.exit(exitCodes.interrupted);
  });
  // The reader of a pipe may have had enough (hopfield ... | head).
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    process.exit(error.code === "EPIPE" ? exitCodes.ok : exitCodes.bug);
  });
  try {
    if (args.length === 0) command.help();
    await command.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    const { code: name, exitCode, message, stack } = error as CommanderError & Error;
    if (typeof name === "string" && name.startsWith("commander.")) {
      return exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    }
    const exit = exitCodeOf(error);
    process.stderr.write(`hopfield: ${message}\n`);
    if (exit === exitCodes.bug || process.env.HOPFIELD_DEBUG) process.stderr.write(`${stack}\n`);
    return exit;
  }
}
