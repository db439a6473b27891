// The process that measures this library.
import { version } from "../version.ts";
import { ours } from "./ours.ts";
import { serve } from "./serve.ts";

await serve(() => ours(version()));
