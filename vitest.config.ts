import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { findChromium } from "./scripts/house/chromium.mjs";
import { useSharedFolders } from "./scripts/house/shared.mjs";

useSharedFolders();

/** Workspace packages are tested from source. */
const conditions = ["modern-hopfield-source", "module", "import", "node", "default"];
const browserConditions = ["modern-hopfield-source", "module", "import", "browser", "default"];

const chromium = findChromium();
const flags =
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { conditions },
        ssr: { resolve: { conditions } },
        test: { name: "node", include: ["packages/*/src/**/*.test.ts"], testTimeout: 60_000 },
      },
      {
        resolve: { conditions },
        ssr: { resolve: { conditions } },
        test: { name: "e2e", include: ["tests/**/*.test.ts"], testTimeout: 120_000 },
      },
      ...(chromium === undefined
        ? []
        : [
            {
              resolve: { conditions: browserConditions },
              // Known beforehand, or the page reloads in the middle of the first test that needs it.
              optimizeDeps: { include: ["fast-check"] },
              test: {
                name: "chromium",
                include: ["packages/{core,layers}/src/**/*.test.ts"],
                exclude: ["**/*.node.test.ts", "**/node_modules/**"],
                testTimeout: 60_000,
                browser: {
                  enabled: true,
                  headless: true,
                  screenshotFailures: false,
                  provider: playwright({
                    launchOptions: { executablePath: chromium, args: flags.split(" ") },
                  }),
                  instances: [{ browser: "chromium" as const }],
                },
              },
            },
          ]),
    ],
  },
});
