export { loadMemory, loadSavedMemory } from "./loadMemory.ts";
export { type FileLock, takeLock } from "./lockFile.ts";
export type { LogDtype } from "./logHeader.ts";
export type { LogPattern } from "./logPattern.ts";
export { openPatternLog, type PatternLogOptions } from "./openPatternLog.ts";
export type { AppendOptions, LogEntry, PatternLog, Recovered, ToMemoryOptions } from "./patternLog.ts";
export { saveMemory } from "./saveMemory.ts";
