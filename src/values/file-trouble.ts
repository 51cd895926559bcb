// Why can't a file be read or written? One sentence for each trouble that a file system makes.
import { quoted } from "../text/shell.ts";
import { CliError } from "./errors.ts";

/** What failed: opening to read, or replacing. */
export type FileUse = "read" | "written";

/** The troubles that this tool itself sees, where the system would go on. */
export type OwnTrouble = "pipe" | "socket" | "device" | "folder" | "large" | "read-only";

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  EISDIR: "it is a folder, not a file",
  ELOOP: "its links go in a circle",
  ENAMETOOLONG: "its name is too long",
  ENOENT: "its folder isn't there",
  ENOTDIR: "a part of its path is no folder",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk's quota is used up",
  EROFS: "the disk can't be written to",
  EMFILE: "too many files are open",
  pipe: "it is a pipe, not a file",
  socket: "it is a socket, not a file",
  device: "it is a device, not a file",
  folder: "it is a folder, not a file",
  large: "it is larger than 64 MB",
  "read-only": "it is read-only",
} satisfies Record<OwnTrouble, string> & Record<string, string>;

/** A file that can't be read or written, with the reason apart, for a caller that shows the path its own way. */
export class FileTrouble extends CliError {
  readonly use: FileUse;
  /** Goes behind a colon: `it is a folder, not a file`. */
  readonly reason: string;

  constructor(path: string, use: FileUse, reason: string) {
    super(use === "read" ? "file-unreadable" : "config-unwritable", `${path} can't be ${use}: ${reason}.`, {
      hint: `See what it is: ls -ld ${quoted(path)}`,
    });
    this.name = "FileTrouble";
    this.use = use;
    this.reason = reason;
  }
}

/**
 * The trouble with a file.
 * @param why a trouble that was seen here, or what the system threw: only its code is told.
 */
export function fileTrouble(path: string, use: FileUse, why: OwnTrouble | unknown): CliError {
  if (why instanceof CliError) return why;
  const code = typeof why === "string" ? why : (why as NodeJS.ErrnoException | null)?.code;
  const reason = (code && reasons[code]) || `the system says ${code ?? "nothing more"}`;
  return new FileTrouble(path, use, reason);
}
