import { Link, type LinkProps } from "@remix-run/react";
import type { ButtonHTMLAttributes } from "react";
import { classes } from "./classes";

export type ButtonTone = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "small" | "medium" | "large";

// Whole names, so that Tailwind finds them.
const TONES: Record<ButtonTone, string> = {
  primary: "button-primary",
  secondary: "button-secondary",
  quiet: "button-quiet",
  danger: "button-danger",
};
const SIZES: Record<ButtonSize, string> = {
  small: "button-small",
  medium: "button-medium",
  large: "button-large",
};

/** The look of a button, for an element that has to be something else (a summary, a label). */
export function buttonClass(tone: ButtonTone = "secondary", size: ButtonSize = "medium"): string {
  return `button ${TONES[tone]} ${SIZES[size]}`;
}

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & { tone?: ButtonTone; size?: ButtonSize };

/** `primary` is for the one main act of a screen. */
export function Button({ tone, size, className, type = "submit", ...rest }: ButtonProps) {
  return <button type={type} className={classes(buttonClass(tone, size), className)} {...rest} />;
}

type ButtonLinkProps = LinkProps & { tone?: ButtonTone; size?: ButtonSize };

export function ButtonLink({ tone, size, className, ...rest }: ButtonLinkProps) {
  return <Link className={classes(buttonClass(tone, size), className)} {...rest} />;
}
