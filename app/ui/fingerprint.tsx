/** The SHA-256 of a kept document, in groups that can be read out, and the document itself to check it against. */
export function Fingerprint({ value, href }: { value: string; href: string }) {
  return (
    <p className="mt-3 text-sm">
      <span className="text-muted">
        Fingerprint of the page as it was shown <span className="whitespace-nowrap">(SHA-256)</span>
      </span>
      <br />
      <code className="break-all font-mono">{value.replace(/(.{8})(?=.)/g, "$1 ")}</code>
      <br />
      <a href={href} download className="underline underline-offset-2 print:hidden">
        Download the document
      </a>
    </p>
  );
}
