import { EARLIER } from "./handed-over-earlier";
import { LATER } from "./handed-over-later";
import type { Story } from "./story";

/** The nineteen engagements that were handed over in the last three years. */
export const HANDED_OVER: readonly Story[] = [...EARLIER, ...LATER];
