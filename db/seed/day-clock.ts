import type { CalendarDate } from "~/domain/calendar";
import type { Actor } from "~/domain/permissions";
import type { Act } from "../act";

const MINUTE = 60_000;

/** Hands out acts on a day that moves on: each a little later than the one before, within office hours. */
export class DayClock {
  #at = 0;
  #today: CalendarDate = "";

  constructor(private readonly random: () => number) {}

  get today(): CalendarDate {
    return this.#today;
  }

  /** Begins the working day; days only ever move forwards. */
  begin(on: CalendarDate): void {
    if (on === this.#today) return;
    const [year, month, day] = on.split("-").map(Number) as [number, number, number];
    this.#today = on;
    this.#at = Date.UTC(year, month - 1, day, 8, 20 + Math.floor(this.random() * 50));
  }

  act(actor: Actor): Act {
    const hour = new Date(this.#at).getUTCHours();
    // A morning has room; whatever is left in the late afternoon is done in quick order.
    const most = hour < 12 ? 75 : hour < 15 ? 30 : 6;
    this.#at += hour < 16 ? Math.floor((1 + this.random() * most) * MINUTE) : 30_000;
    return { actor, at: this.#at, today: this.#today };
  }

  /** The act that follows at once, within the same breath. */
  actAtOnce(actor: Actor): Act {
    this.#at += 4000;
    return { actor, at: this.#at, today: this.#today };
  }

  /** The act so many minutes later, without any chance in it. */
  actAfter(actor: Actor, minutes: number): Act {
    this.#at += minutes * MINUTE;
    return { actor, at: this.#at, today: this.#today };
  }
}
