// What does an entry of the table of flags say, and which options does a command have by it?

export const commandNames = ["setup", "refresh", "check"] as const;
export type CommandName = (typeof commandNames)[number];

/** One flag; the key under which it stands is that of the option it becomes. */
export interface Flag {
  /** Without dashes, where it isn't the key in kebab-case. */
  readonly name?: string;
  /** Its letters; the help shows the first. */
  readonly shorts?: string;
  /** The title under which the help lists it. */
  readonly group: string;
  /** The commands that take it. */
  readonly on: readonly CommandName[];
  readonly help: string;
  /** The placeholder of its value; without one it is a switch. */
  readonly value?: `<${string}>`;
  /** The closed list that its value is of. */
  readonly of?: readonly string[];
  /** What its value is when it isn't given. */
  readonly default?: string;
  /** Repeatable: `<name>` for every AWS account, `<account>=<name>` for one. */
  readonly byAccount?: true;
  /** A switch that turns off what is on. */
  readonly negated?: true;
  /** No option of a command: it is for the command line itself. */
  readonly global?: true;
  /** The kind of credential it gives. */
  readonly gives?: "basic" | "service-account-key";
  /** Whether it reads standard input; `-` when that value makes it. */
  readonly readsStdin?: true | "-";
}

type Table = Readonly<Record<string, Flag>>;

type ValueOf<F> = F extends { byAccount: true }
  ? ReadonlyMap<string, string>
  : F extends { of: readonly (infer T)[] }
    ? T
    : F extends { value: string }
      ? string
      : boolean;

/** Whether the option has a value even when the flag isn't given. */
type IsSettled<F> = F extends { byAccount: true } | { default: string }
  ? true
  : F extends { value: string }
    ? false
    : true;

type TakenBy<C extends CommandName, T extends Table> = {
  [K in keyof T]: T[K] extends { global: true } ? never : C extends T[K]["on"][number] ? K : never;
}[keyof T];

/** The options of a command: those always there, and those that only their flag gives. */
export type OptionsOf<C extends CommandName, T extends Table> = {
  readonly [K in TakenBy<C, T> as IsSettled<T[K]> extends true ? K : never]: ValueOf<T[K]>;
} & {
  readonly [K in TakenBy<C, T> as IsSettled<T[K]> extends true ? never : K]?: ValueOf<T[K]>;
};
