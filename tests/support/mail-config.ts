import { parseConfig } from "~/config.server";

/** The configuration with which letters are written in tests: their links lead to `https://phaseline.test`. */
export const MAIL_CONFIG = parseConfig({ BASE_URL: "https://phaseline.test" });
