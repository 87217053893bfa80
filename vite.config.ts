import { fileURLToPath } from "node:url";
import { vitePlugin as remix } from "@remix-run/dev";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig, type Plugin, type Rollup } from "vite";
import remixOptions from "./remix.config.js";

const folder = (name: string) => fileURLToPath(new URL(`./${name}/`, import.meta.url));

/** The native modules and what finds its own files at run time stay in node_modules; the rest is bundled, so a start reads few files. */
const LEFT_IN_NODE_MODULES = [
  "better-sqlite3",
  "@node-rs/argon2",
  "pg",
  "pino",
  "nodemailer",
  "flydrive",
  "@aws-sdk/client-s3",
  "@seriousme/openapi-schema-validator",
];

/**
 * Makes `build/server/index.js` the whole HTTP server and `build/server/ops.js` the operator's command.
 * It has to come after Remix's plugin, whose own input it replaces.
 */
function wholeServer(): Plugin {
  return {
    name: "phaseline-whole-server",
    config(_, { command, isSsrBuild }) {
      if (command !== "build" || !isSsrBuild) return;
      return {
        build: {
          rollupOptions: {
            input: {
              index: "app/server.ts",
              ops: "app/ops/index.ts",
              bench: "bench/index.ts",
              "bench-forecast": "bench/forecast/index.ts",
            },
            output: { entryFileNames: "[name].js" },
          },
        },
        ssr: { noExternal: true, external: LEFT_IN_NODE_MODULES },
      };
    },
  };
}

/** In development the same entry answers, with hot reload; the package is a development one, so it loads only then. */
async function developmentServer() {
  const { default: devServer } = await import("@hono/vite-dev-server");
  return devServer({
    entry: "app/server.ts",
    injectClientScript: false,
    exclude: [/^\/app\/.+/, /^\/node_modules\/.*/, /^\/@.+$/, /\?(import|t=|url|v=)/, /^\/\.vite\/.*/],
  });
}

/** Packages' own notes to other bundlers, about which nobody here can do anything. */
const isForeignNote = (code: string | undefined) =>
  code === "INVALID_ANNOTATION" || code === "MODULE_LEVEL_DIRECTIVE";

export default defineConfig(async ({ command }) => ({
  plugins: [
    command === "serve" && (await developmentServer()),
    tailwindcss(),
    remix(remixOptions),
    wholeServer(),
  ],
  resolve: {
    alias: [
      { find: /^~\//, replacement: folder("app") },
      { find: /^db\//, replacement: folder("db") },
    ],
  },
  optimizeDeps: { exclude: LEFT_IN_NODE_MODULES },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    rollupOptions: {
      onwarn(warning: Rollup.RollupLog, report: (warning: Rollup.RollupLog) => void) {
        if (!isForeignNote(warning.code)) report(warning);
      },
    },
  },
}));
