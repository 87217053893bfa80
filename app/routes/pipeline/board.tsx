import { Form, Link, useNavigation } from "@remix-run/react";
import type { BoardCard, Board as BoardRows } from "db/pipeline-board.server";
import { useRef } from "react";
import { BOARD_COLUMNS, type BoardColumn } from "~/domain/pipeline";
import { nextStages, STAGE_LABEL } from "~/domain/stage";
import { Badge } from "~/ui/badge";
import { Button, ButtonLink } from "~/ui/button";
import { type FormErrors as Errors, type FormValues, Select, TextArea } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import { HealthBadge } from "~/ui/health-badge";
import { KeyLegend } from "~/ui/keyboard-list";
import { LostAsField } from "~/ui/lost-as-field";
import { PhaseMark } from "~/ui/phase-mark";
import { useBoardDrag } from "./board-drag";

export type Moving = { code: string; to: string | null; errors?: Errors; values?: FormValues };

/** What scrolls can be reached by keyboard, so that the arrows scroll it; empty columns hold nothing to tab to. */
const IN_TAB_ORDER = 0;

type Props = {
  board: BoardRows;
  /** How many stand in each column, where that is known. */
  counts: Readonly<Record<string, number>> | null;
  /** What came of a column's engagements, in a line. */
  outcomes: Readonly<Record<string, string | null>>;
  mayMove: boolean;
  moving: Moving | null;
  /** The address of the board with a card's form open (`CODE` or nothing). */
  here: (move: string | null) => string;
};

/** Every stage as a column, the active ones by phase. Cards are dragged, or moved by the form that their link opens. */
export function Board({ board, counts, outcomes, mayMove, moving, here }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const hint = useBoardDrag(frame, mayMove, here);
  return (
    <>
      <p role="status" className={hint ? "mb-3 font-semibold text-sm" : "sr-only"}>
        {hint}
      </p>
      <section
        ref={frame}
        aria-label="Board, one column for each stage"
        tabIndex={IN_TAB_ORDER}
        className="board scroll-edges"
      >
        {BOARD_COLUMNS.map((column) => {
          const { cards, hasMore } = board.columns.find((one) => one.key === column.key) ?? {
            cards: [],
            hasMore: false,
          };
          const count = counts?.[column.key] ?? cards.length;
          return (
            <section
              key={column.key}
              data-list-column
              data-stage={column.stage}
              data-phase={column.phase}
              aria-labelledby={`column-${column.key}`}
            >
              <h2 id={`column-${column.key}`}>
                {column.phase && <PhaseMark phase={column.phase} />}
                {column.label}{" "}
                <span className="font-normal text-muted">{countText(count, hasMore && !counts)}</span>
              </h2>
              {counts && outcomes[column.key] && <p className="outcome">{outcomes[column.key]}</p>}
              {cards.length === 0 ? (
                <p className="px-1 text-muted text-sm">None.</p>
              ) : (
                <ul>
                  {cards.map((card) => (
                    <Card
                      key={card.code}
                      card={card}
                      mayMove={mayMove}
                      moving={moving?.code === card.code ? moving : null}
                      here={here}
                    />
                  ))}
                </ul>
              )}
              {hasMore && <More column={column} />}
            </section>
          );
        })}
      </section>
      <div className="mt-2">
        <KeyLegend keys={mayMove ? KEYS : KEYS.filter(({ key }) => key !== "m")} />
      </div>
    </>
  );
}

const KEYS = [
  { key: "j", does: "down" },
  { key: "k", does: "up" },
  { key: "l", does: "next column" },
  { key: "h", does: "column before" },
  { key: "m", does: "move the card" },
  { key: "↵", does: "open" },
  { key: "?", does: "all keys" },
];

function countText(count: number, isAtLeast: boolean): string {
  return isAtLeast ? `${count}+` : count.toLocaleString("en-GB");
}

function More({ column }: { column: BoardColumn }) {
  const to = column.phase ? `/pipeline?phase=${column.phase}` : `/pipeline?stage=${column.stage}`;
  return (
    <Link to={to} className="block px-1 py-2 text-sm underline underline-offset-2">
      All of {column.label}
    </Link>
  );
}

type CardProps = Pick<Props, "mayMove" | "here"> & { card: BoardCard; moving: Moving | null };

function Card({ card, mayMove, moving, here }: CardProps) {
  return (
    <li data-list-item draggable={mayMove || undefined} data-code={card.code} data-from={card.stage}>
      <a href={`/engagements/${card.code}`} data-list-open draggable={false} className="font-semibold">
        {card.title}
      </a>
      <small>
        {card.code} · {card.client}
      </small>
      {card.isPaused ? (
        <Badge>Paused</Badge>
      ) : (
        card.health && card.health !== "on_track" && <HealthBadge health={card.health} />
      )}
      {card.words && <p className={card.isNeeding ? undefined : "quiet"}>{card.words}</p>}
      <footer>
        <span>{card.lead ?? "No lead"}</span>
        {mayMove && !moving && (
          <a href={here(card.code)} data-key="m" data-key-label="move the card">
            Move<span className="sr-only"> {card.title}</span>
          </a>
        )}
      </footer>
      {moving && <MoveForm card={card} moving={moving} cancelTo={here(null)} />}
    </li>
  );
}

function MoveForm({ card, moving, cancelTo }: { card: BoardCard; moving: Moving; cancelTo: string }) {
  const navigation = useNavigation();
  const isSending = navigation.formData?.get("code") === card.code;
  const { errors, values } = moving;
  const lacks = errors && ("lead_id" in errors || "starts_on" in errors);
  return (
    <Form
      method="post"
      action={cancelTo}
      className="mt-2 grid gap-2 border-t pt-2"
      aria-label={`Move ${card.title}`}
    >
      <FormErrors errors={errors && unlinked(errors)} title="It stays where it is." idPrefix="move" />
      {lacks && (
        <Link to={`/engagements/${card.code}/profile`} className="text-sm underline underline-offset-2">
          Set its lead and start
        </Link>
      )}
      <input type="hidden" name="intent" value="move_stage" />
      <input type="hidden" name="code" value={card.code} />
      <input type="hidden" name="from" value={card.stage} />
      <Select
        name="to"
        label="To"
        idPrefix="move"
        autoFocus
        options={nextStages(card.stage).map((stage) => ({ value: stage, label: STAGE_LABEL[stage] }))}
        defaultValue={moving.to ?? undefined}
        errors={errors}
        values={values}
      />
      <LostAsField idPrefix="move" errors={errors} values={values} />
      <TextArea
        name="reason"
        label="Why"
        hint="Needed when it is lost or taken up again."
        idPrefix="move"
        rows={2}
        maxLength={500}
        errors={errors}
        values={values}
      />
      <div className="flex gap-2">
        <Button tone="primary" size="small" disabled={isSending}>
          Move
        </Button>
        <ButtonLink to={cancelTo} tone="quiet" size="small" preventScrollReset>
          Cancel
        </ButtonLink>
      </div>
    </Form>
  );
}

/** What the card's form has no field for stands above it without a link. */
function unlinked(errors: Errors): Errors {
  const { to = [], reason = [], ...others } = errors;
  const rest = Object.values(others).flat();
  return {
    ...(to.length > 0 && { to }),
    ...(reason.length > 0 && { reason }),
    ...(rest.length > 0 && { "": rest }),
  };
}
