import interLatin from "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url";
import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Links, Meta, Outlet, Scripts, ScrollRestoration } from "@remix-run/react";
import type { ReactNode } from "react";
import { dateInZone } from "~/domain/calendar";
import { zoneOf } from "./auth/firm.server";
import { useNonce } from "./nonce";
import stylesheet from "./styles/app.css?url";
import { ErrorPage, errorTitle } from "./ui/error-page";
import type { FirmClock } from "./ui/firm-clock";

export const links: LinksFunction = () => [
  { rel: "preload", href: interLatin, as: "font", type: "font/woff2", crossOrigin: "anonymous" },
  { rel: "stylesheet", href: stylesheet },
  { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
];

export const meta: MetaFunction = ({ error }) => [
  { title: error ? `${errorTitle(error)} · Phaseline` : "Phaseline" },
];

/** Answers anybody, so it holds nothing but the firm's date and time zone. */
export async function loader(args: LoaderFunctionArgs) {
  const zone = await zoneOf(args);
  return { clock: { zone, today: dateInZone(args.context.now(), zone) } satisfies FirmClock };
}

export function Layout({ children }: { children: ReactNode }) {
  const nonce = useNonce();
  return (
    <html lang="en-GB">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="theme-color" content="#f6f5f8" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#131217" media="(prefers-color-scheme: dark)" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}

export function ErrorBoundary() {
  return <ErrorPage />;
}
