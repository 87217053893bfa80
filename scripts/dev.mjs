import { existsSync } from "node:fs";
import { install, ROOT, requireNode } from "./prepare.mjs";

requireNode();
process.chdir(ROOT);
install({ withDevelopment: true });
if (existsSync(".env")) process.loadEnvFile(".env");
process.env.NODE_ENV = "development";
const { createServer } = await import("vite");

const server = await createServer({
  server: {
    port: Number(process.env.PORT || 3000),
    host: process.env.HOST || "127.0.0.1",
    strictPort: true,
  },
});
// Loading the entry now migrates at the start and shows a bad setting before the first page does.
await server.ssrLoadModule("app/server.ts");
await server.listen();
server.printUrls();
