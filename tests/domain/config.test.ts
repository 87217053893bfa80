import { describe, expect, test } from "vitest";
import { ConfigError, parseConfig } from "~/config.server";

describe("the environment", () => {
  test("an empty one gives the defaults of a first start", () => {
    expect(parseConfig({})).toMatchObject({
      port: 3000,
      host: "127.0.0.1",
      databaseUrl: undefined,
      baseUrl: "http://localhost:3000",
      smtpUrl: undefined,
      logLevel: "info",
      trustProxy: 0,
      mode: "production",
      demo: false,
    });
  });

  test("an empty value counts as missing", () => {
    expect(parseConfig({ PORT: "", DATABASE_URL: "", SMTP_URL: "" })).toMatchObject({
      port: 3000,
      databaseUrl: undefined,
    });
  });

  test("the public origin follows the port unless it is given", () => {
    expect(parseConfig({ PORT: "4000" }).baseUrl).toBe("http://localhost:4000");
    expect(parseConfig({ BASE_URL: "https://track.example.com/" }).baseUrl).toBe("https://track.example.com");
  });

  test.each([
    ["PORT", "http"],
    ["PORT", "0"],
    ["PORT", "70000"],
    ["PORT", "80.5"],
    ["HOST", "not a host"],
    ["DATABASE_URL", "mysql://localhost/x"],
    ["DATABASE_URL", "phaseline"],
    ["FILES_URL", "files"],
    ["FILES_URL", "https://bucket.example.com"],
    ["FILES_URL", "s3://bucket"],
    ["FILES_URL", "s3://bucket?endpoint=ftp://storage.example.com"],
    ["FILES_URL", "s3://bucket?endpoint=https://storage.example.com/path"],
    ["FILES_URL", "s3://bucket?region=eu-west-2&acl=public"],
    ["FILES_URL", "s3://key:secret@bucket?region=eu-west-2"],
    ["BASE_URL", "phaseline.example.com"],
    ["BASE_URL", "https://example.com/phaseline"],
    ["BASE_URL", "javascript:alert(1)"],
    ["SMTP_URL", "http://mail.example.com"],
    ["MAIL_FROM", "nobody"],
    ["MAIL_FROM", "a@example.com\r\nBcc: b@example.com"],
    ["LOG_LEVEL", "loud"],
    ["TRUST_PROXY", "-1"],
    ["TRUST_PROXY", "yes"],
    ["NODE_ENV", "staging"],
    ["PHASELINE_DEMO", "please"],
  ])("%s=%j is refused in one line that names it", (name, value) => {
    expect(() => parseConfig({ [name]: value })).toThrow(ConfigError);
    expect(() => parseConfig({ [name]: value })).toThrow(new RegExp(`^${name} must .+$`));
  });

  test("a bucket is named with its folder, its region and where it is", () => {
    const files = (FILES_URL: string) => parseConfig({ FILES_URL }).files;
    expect(files("")).toBeUndefined();
    expect(files("s3://evidence?region=eu-west-2")).toEqual({
      bucket: "evidence",
      prefix: "",
      endpoint: undefined,
      region: "eu-west-2",
    });
    expect(files("s3://evidence/a/b/?endpoint=http://127.0.0.1:9000")).toEqual({
      bucket: "evidence",
      prefix: "a/b/",
      endpoint: "http://127.0.0.1:9000",
      region: "us-east-1",
    });
  });

  test("a refusal never shows the value, which may hold a password", () => {
    expect(() => parseConfig({ DATABASE_URL: "mysql://root:hunter2@db/x" })).toThrow(/^(?!.*hunter2)/);
  });
});
