import { Form, Link } from "@remix-run/react";
import { HOLDER_LABEL, HOLDERS, type Holder } from "~/domain/clock";
import { Button } from "./button";
import { Card } from "./card";
import { DateText } from "./date";
import { type FormErrors, type FormValues, TextInput } from "./field";

type Props = {
  ball: { holder: Holder; since: string; why: string };
  company: string;
  /** The page that takes the hand-over. */
  action: string;
  /** Where the days are accounted for; absent on that page itself. */
  accountAt?: string;
  canRun: boolean;
  errors?: FormErrors;
  values?: FormValues;
};

/** Who holds the ball, since when and why, and how to hand it on. */
export function BallCard({ ball, company, action, accountAt, canRun, errors, values }: Props) {
  const whom = (holder: Holder) => (holder === "client" ? company : HOLDER_LABEL[holder]);
  const others = HOLDERS.filter((holder) => holder !== ball.holder && holder !== "us");
  const mistakes = Object.entries(errors ?? {}).filter(([field]) => field !== "why");
  return (
    <Card
      id="ball"
      title="Who holds the ball"
      tone={ball.holder === "us" ? "plain" : "waiting"}
      actions={
        accountAt && (
          <Link to={accountAt} className="text-sm underline underline-offset-2">
            Whose days
          </Link>
        )
      }
    >
      <p>
        <span className="font-semibold">{whom(ball.holder)}</span>{" "}
        <span className="text-muted">
          since <DateText on={ball.since} />
        </span>
      </p>
      <p className="text-muted text-sm">{ball.why}</p>
      {mistakes.map(([field, messages]) => (
        <p key={field} role="alert" className="mt-2 font-semibold text-alert-ink text-sm">
          {messages.join(" ")}
        </p>
      ))}
      {canRun && ball.holder !== "us" && (
        <Form method="post" action={action} className="mt-3" preventScrollReset>
          <input type="hidden" name="intent" value="hand_clock" />
          <Button name="holder" value="us">
            Take it back
          </Button>
        </Form>
      )}
      {canRun && (
        <details className="mt-2" open={errors?.why ? true : undefined}>
          <summary className="inline-flex min-h-6 items-center text-sm underline underline-offset-2">
            Hand it on
          </summary>
          <Form method="post" action={action} className="mt-2 grid gap-3" preventScrollReset>
            <input type="hidden" name="intent" value="hand_clock" />
            <TextInput
              errors={errors}
              values={values}
              idPrefix="ball"
              name="why"
              label="Why"
              hint="Both sides read it."
              required
              maxLength={1000}
              autoComplete="off"
            />
            <div className="flex flex-wrap gap-2">
              {others.map((holder) => (
                <Button key={holder} name="holder" value={holder}>
                  To {holder === "client" ? company : "a third party"}
                </Button>
              ))}
            </div>
          </Form>
        </details>
      )}
    </Card>
  );
}
