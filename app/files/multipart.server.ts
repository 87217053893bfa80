/** A request's body that is no form: the message is for whoever wrote the program that sent it. */
export class MalformedForm extends Error {
  override name = "MalformedForm";
}

export interface FormPart {
  name: string;
  /** What the sender called the file, as they wrote it; null for a plain field. */
  fileName: string | null;
  /** The bytes as they arrive. What is not read is passed over when the next part is asked for. */
  data: AsyncIterable<Buffer>;
}

const HEADERS_MOST = 8 * 1024;
const LINE_END = Buffer.from("\r\n");
const HEADERS_END = Buffer.from("\r\n\r\n");

/** The boundary of a `multipart/form-data` content type; null for any other type. */
export function boundaryOf(contentType: string): string | null {
  if (!/^multipart\/form-data\s*;/i.test(contentType)) return null;
  const found = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType);
  return found?.[1] ?? found?.[2] ?? null;
}

/** Bytes that come in pieces, read up to a mark. */
class Arriving {
  #held: Buffer = LINE_END;
  readonly #source: AsyncIterator<Uint8Array>;

  constructor(body: AsyncIterable<Uint8Array>) {
    this.#source = body[Symbol.asyncIterator]();
  }

  async #more(): Promise<void> {
    const { value, done } = await this.#source.next();
    if (done) throw new MalformedForm("The form ends before its end.");
    this.#held = this.#held.length === 0 ? Buffer.from(value) : Buffer.concat([this.#held, value]);
  }

  async take(count: number): Promise<Buffer> {
    while (this.#held.length < count) await this.#more();
    const taken = this.#held.subarray(0, count);
    this.#held = this.#held.subarray(count);
    return taken;
  }

  async takeUntil(mark: Buffer, most: number): Promise<Buffer> {
    for (;;) {
      const at = this.#held.indexOf(mark);
      if (at > most || (at < 0 && this.#held.length > most + mark.length)) {
        throw new MalformedForm("The head of a part is too long.");
      }
      if (at >= 0) {
        const taken = this.#held.subarray(0, at);
        this.#held = this.#held.subarray(at + mark.length);
        return taken;
      }
      await this.#more();
    }
  }

  async *streamUntil(mark: Buffer): AsyncGenerator<Buffer> {
    for (;;) {
      const at = this.#held.indexOf(mark);
      const end = at >= 0 ? at : Math.max(0, this.#held.length - mark.length + 1);
      const piece = this.#held.subarray(0, end);
      this.#held = this.#held.subarray(at >= 0 ? at + mark.length : end);
      if (piece.length > 0) yield piece;
      if (at >= 0) return;
      await this.#more();
    }
  }

  /** Reads the rest and forgets it, so that the sender gets to the end and looks at the answer. */
  async drain(): Promise<void> {
    this.#held = Buffer.alloc(0);
    while (!(await this.#source.next()).done);
  }
}

/** Browsers write a quote, CR and LF in a name as `%22`, `%0D` and `%0A`; others put a backslash before a quote. */
function parameter(disposition: string, name: string): string | null {
  const found = new RegExp(`;\\s*${name}=(?:"((?:\\\\"|[^"])*)"|([^\\s;"]+))`, "i").exec(disposition);
  if (!found) return null;
  return (found[1] ?? found[2] ?? "")
    .replaceAll('\\"', '"')
    .replace(/%(22|0D|0A)/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

function headOf(head: string): { name: string; fileName: string | null } {
  const line = head.split("\r\n").find((text) => /^content-disposition\s*:/i.test(text));
  const name = line === undefined ? null : parameter(line, "name");
  if (line === undefined || name === null || !/:\s*form-data\s*;/i.test(line)) {
    throw new MalformedForm("A part of the form has no name.");
  }
  return { name, fileName: parameter(line, "filename") };
}

/**
 * The parts of a `multipart/form-data` body, one after the other, while they arrive: no more of it is held than one
 * piece as the network gave it. @throws MalformedForm; whatever the body throws when its sender goes away
 */
export async function* readMultipart(
  body: AsyncIterable<Uint8Array>,
  boundary: string,
): AsyncGenerator<FormPart> {
  const mark = Buffer.from(`\r\n--${boundary}`);
  const arriving = new Arriving(body);
  for await (const _ of arriving.streamUntil(mark));
  for (;;) {
    const next = (await arriving.take(2)).toString("latin1");
    if (next === "--") return arriving.drain();
    if (next !== "\r\n") throw new MalformedForm("A boundary of the form is followed by something else.");
    const head = (await arriving.takeUntil(HEADERS_END, HEADERS_MOST)).toString("utf8");
    const data = arriving.streamUntil(mark);
    // Handing out `data` itself would let a loop that is left early end it, before it has come to the boundary.
    yield { ...headOf(head), data: { [Symbol.asyncIterator]: () => ({ next: () => data.next() }) } };
    for await (const _ of data);
  }
}
