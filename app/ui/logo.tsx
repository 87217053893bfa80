/** Four phases on a line, and the needle of today. */
export function Logo({ className = "h-4 w-auto" }: { className?: string }) {
  return (
    <svg viewBox="0 0 44 24" aria-hidden="true" className={className}>
      <rect x="0" y="9" width="6" height="6" rx="3" className="fill-read" />
      <rect x="8" y="9" width="13" height="6" rx="3" className="fill-stabilise" />
      <rect x="26" y="9" width="8" height="6" rx="3" className="fill-extend" />
      <rect x="38" y="9" width="6" height="6" rx="3" className="fill-document" />
      <rect x="22.5" y="0" width="2.5" height="24" rx="1.25" className="fill-ink" />
    </svg>
  );
}
