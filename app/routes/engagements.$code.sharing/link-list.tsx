import { Form } from "@remix-run/react";
import type { ShareLinkShown } from "db/share-links.server";
import type { ShareState } from "~/domain/share-link";
import { Badge, type BadgeTone } from "~/ui/badge";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { Instant } from "~/ui/date";

const STATE: Record<ShareState, { label: string; tone: BadgeTone }> = {
  open: { label: "Works", tone: "good" },
  expired: { label: "Has run out", tone: "neutral" },
  revoked: { label: "Taken back", tone: "neutral" },
};

/** Who was given an address, whether it works, and when it was last used. */
export function LinkList({ links }: { links: readonly ShareLinkShown[] }) {
  return (
    <Card id="links" title="Addresses" aside={links.length > 0 ? String(links.length) : undefined} flush>
      {links.length === 0 ? (
        <p className="px-4 py-3 text-muted">Nobody has been given one yet.</p>
      ) : (
        <ul className="divide-y divide-line">
          {links.map((link) => (
            <li key={link.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
              <div className="min-w-0 flex-1 basis-60">
                <p className="flex flex-wrap items-center gap-2">
                  <span className="font-semibold">{link.label}</span>
                  <Badge tone={STATE[link.state].tone}>{STATE[link.state].label}</Badge>
                </p>
                <p className="text-muted text-sm">
                  {link.revokedAt === null ? (
                    <>
                      Until <Instant at={link.expiresAt} />
                    </>
                  ) : (
                    <>
                      Taken back <Instant at={link.revokedAt} />
                    </>
                  )}
                  {" · "}made by {link.createdBy}
                  {" · "}
                  {link.lastUsedAt === null ? (
                    "not used yet"
                  ) : (
                    <>
                      last used <Instant at={link.lastUsedAt} />
                    </>
                  )}
                </p>
              </div>
              {link.state === "open" && (
                <Form method="post">
                  <input type="hidden" name="intent" value="revoke" />
                  <input type="hidden" name="id" value={link.id} />
                  <Button>
                    Take back<span className="sr-only"> the address for {link.label}</span>
                  </Button>
                </Form>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
