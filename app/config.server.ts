import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import type { Bucket } from "./files/store.server";

/** A setting that cannot be used; the message is one line that names it and says why. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

function address(protocols: readonly string[]) {
  return z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `must start with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
  });
}

function wholeNumber(from: number, to: number) {
  const message = `must be a whole number from ${from} to ${to}`;
  return z
    .string()
    .regex(/^\d+$/, message)
    .transform(Number)
    .pipe(z.number().min(from, message).max(to, message));
}

const A_BUCKET = "must be s3://bucket/prefix?endpoint=https://host&region=name, all but the bucket optional";

/** The bucket that an address names. Keys belong into the environment: an address ends up in logs and on screens. */
function bucketOf(text: string, context: z.RefinementCtx): Bucket {
  const refuse = (message: string) => {
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  };
  if (!URL.canParse(text)) return refuse(A_BUCKET);
  const { protocol, hostname, port, pathname, searchParams, username, password, hash } = new URL(text);
  if (username || password)
    return refuse("must not hold keys: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
  const isKnown = [...searchParams.keys()].every((key) => key === "endpoint" || key === "region");
  if (
    protocol !== "s3:" ||
    !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(hostname) ||
    port ||
    hash ||
    !isKnown
  ) {
    return refuse(A_BUCKET);
  }
  const endpoint = searchParams.get("endpoint") ?? undefined;
  if (endpoint !== undefined && !/^https?:\/\/[^/?#@]+\/?$/.test(endpoint)) {
    return refuse("must have an endpoint such as https://storage.example.com, without a path");
  }
  const region = searchParams.get("region") ?? (endpoint === undefined ? null : "us-east-1");
  if (region === null || !/^[a-z0-9-]{2,40}$/.test(region)) {
    return refuse("must name the region, such as s3://bucket?region=eu-west-2");
  }
  const folder = pathname.replace(/^\/+|\/+$/g, "");
  if (folder !== "" && !/^[\w.-]+(\/[\w.-]+)*$/.test(folder)) return refuse(A_BUCKET);
  return { bucket: hostname, prefix: folder && `${folder}/`, endpoint, region };
}

const schema = z.object({
  PORT: wholeNumber(1, 65535).default(3000),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, "must be an address or a host name")
    .default("127.0.0.1"),
  DATA_DIR: z.string().default("./data"),
  DATABASE_URL: address(["postgres:", "postgresql:"]).optional(),
  FILES_URL: z.string().transform(bucketOf).optional(),
  BASE_URL: address(["http:", "https:"])
    .refine((text) => URL.canParse(text) && new URL(text).pathname === "/" && !/[?#@]/.test(text), {
      message: "must be an origin only, without a path, such as https://phaseline.example.com",
    })
    .optional(),
  SMTP_URL: address(["smtp:", "smtps:"]).optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*@[^\r\n]+$/, "must be an address such as Phaseline <phaseline@example.com>")
    .default("Phaseline <phaseline@localhost>"),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(", ")}` }).default("info"),
  TRUST_PROXY: wholeNumber(0, 10).default(0),
  NODE_ENV: z
    .enum(["production", "development", "test"], { error: "must be production, development or test" })
    .default("production"),
  PHASELINE_DEMO: z.enum(["0", "1"], { error: "must be 0 or 1" }).default("0"),
});

export type Config = {
  port: number;
  host: string;
  /** The folder of the SQLite file, as an absolute path. */
  dataDir: string;
  /** PostgreSQL; SQLite in `dataDir` when missing. */
  databaseUrl: string | undefined;
  /** The S3-compatible bucket of files; `dataDir` when missing. */
  files: Bucket | undefined;
  /** The public origin, without a slash at the end. Mailed links are built from this only. */
  baseUrl: string;
  smtpUrl: string | undefined;
  mailFrom: string;
  logLevel: (typeof LOG_LEVELS)[number];
  /** How many proxies stand in front, whose X-Forwarded-For is believed. */
  trustProxy: number;
  mode: "production" | "development" | "test";
  /** Fill an empty database with the sample firm at the start. */
  demo: boolean;
};

/** Checks an environment. Empty values count as missing. Throws `ConfigError` for the first that cannot be used. */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigError(`${String(issue?.path[0])} ${issue?.message}`);
  }
  const value = parsed.data;
  return {
    port: value.PORT,
    host: value.HOST,
    dataDir: resolve(value.DATA_DIR),
    databaseUrl: value.DATABASE_URL,
    files: value.FILES_URL,
    baseUrl: new URL(value.BASE_URL ?? `http://localhost:${value.PORT}`).origin,
    smtpUrl: value.SMTP_URL,
    mailFrom: value.MAIL_FROM,
    logLevel: value.LOG_LEVEL,
    trustProxy: value.TRUST_PROXY,
    mode: value.NODE_ENV,
    demo: value.PHASELINE_DEMO === "1",
  };
}

/** The configuration of this process: the environment, and `.env` in the working folder for what it leaves out. */
export function readConfig(): Config {
  const file = resolve(".env");
  if (existsSync(file)) process.loadEnvFile(file);
  return parseConfig(process.env);
}
