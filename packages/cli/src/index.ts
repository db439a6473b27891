export type { RetrieveDocument } from "./report/document.ts";
export { renderReport } from "./report/renderReport.ts";
