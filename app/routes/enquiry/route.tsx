import {
  type ActionFunctionArgs,
  data,
  type HeadersFunction,
  type LoaderFunctionArgs,
  type MetaFunction,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { newFormToken } from "db/enquiries.server";
import { todayOf } from "~/auth/firm.server";
import { requireIntent } from "~/auth/guards.server";
import { ENQUIRY_LIMITS } from "~/domain/enquiry";
import { Button } from "~/ui/button";
import { EntryShell } from "~/ui/entry-shell";
import { TextArea, TextInput } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import { SymptomChoice } from "./symptom-choice";
import { requireOpenForm, takeEnquiry } from "./take.server";
import { ThankYou } from "./thank-you";

export const meta: MetaFunction<typeof loader> = ({ data: page }) => {
  if (!page) return [{ title: "We could not find that page · Phaseline" }];
  const title = page.isSent ? "Thank you" : "Tell us what slows you down";
  return [
    { title: `${title} · ${page.firm}` },
    page.isSent
      ? { name: "robots", content: "noindex" }
      : { name: "description", content: `Ask ${page.firm} for a two-day look at your backend.` },
  ];
};

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders;

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { firm, key } = await requireOpenForm(context);
  const isSent = new URL(request.url).searchParams.has("sent");
  const page = { firm, isSent, formToken: isSent ? "" : newFormToken(key, context.now()) };
  return data(page, isSent ? { headers: { "x-robots-tag": "noindex" } } : undefined);
}

export async function action(args: ActionFunctionArgs) {
  await requireOpenForm(args.context);
  const formData = await args.request.formData();
  requireIntent(formData, ["send"]);
  return takeEnquiry(args.context, await todayOf(args), formData);
}

export default function Enquiry() {
  const { firm, isSent, formToken } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const isBusy = useNavigation().formData !== undefined;
  if (isSent && !answer) return <ThankYou firm={firm} />;
  const form = { errors: answer?.errors, values: answer?.values };
  return (
    <EntryShell
      firm={firm}
      title="Tell us what slows you down"
      lead="We look at your backend for two days, then say honestly what we would do, how long it takes and whether you need us at all."
    >
      <Form method="post" className="grid gap-5">
        <FormErrors errors={answer?.errors} title="That was not sent yet." />
        <input type="hidden" name="intent" value="send" />
        <input type="hidden" name="form_token" value={answer?.formToken ?? formToken} />
        <SymptomChoice chosen={answer?.symptoms ?? []} errors={answer?.errors} />
        <TextArea
          {...form}
          name="message"
          label="What costs your team the most time?"
          hint={`In your own words, up to ${ENQUIRY_LIMITS.message.toLocaleString("en-GB")} characters.`}
          rows={5}
          required
        />
        <TextInput {...form} name="company" label="Company" required autoComplete="organization" />
        <TextInput {...form} name="person" label="Your name" required autoComplete="name" />
        <TextInput {...form} name="email" label="Mail address" type="email" required autoComplete="email" />
        <div aria-hidden="true" className="absolute -left-[200rem]">
          <label htmlFor="field-website">Leave this field empty</label>
          <input id="field-website" name="website" type="text" tabIndex={-1} autoComplete="off" />
        </div>
        <Button tone="primary" size="large" disabled={isBusy}>
          {isBusy ? "Sending…" : "Send"}
        </Button>
        <p className="text-muted text-sm">
          It goes to the people at {firm} who answer enquiries, and to nobody else.
        </p>
      </Form>
    </EntryShell>
  );
}
