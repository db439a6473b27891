import { unknownName } from "modern-hopfield";
import { type Field, type Protocol, protocols, type Scalar } from "modern-hopfield/experiment";

/** A protocol whose settings are known by name alone. */
export type AnyProtocol = Protocol<Record<string, Scalar>>;

/** The protocol of that name; `retrieve` by default. */
export function protocolNamed(name = "retrieve"): AnyProtocol {
  const found = protocols.find((protocol) => protocol.name === name);
  if (found === undefined) {
    throw unknownName(
      "protocol",
      name,
      protocols.map((protocol) => protocol.name),
    );
  }
  return found;
}

/** The settings that choose the data; every protocol that needs data has them. */
export const dataFields: Readonly<Record<"data" | "side", Field>> = {
  data: {
    kind: "text",
    about: "A data set by name, or a path as --data takes it.",
    examples: ["scenes", "digits", "cifar10", "mnist", "fashion-mnist"],
  },
  side: { kind: "whole", least: 1, about: "The side in pixels that photographs are resized to." },
};

/** The data that is meant where none is named. */
export const dataDefaults = { data: "scenes", side: 32 };

/** All settings that a protocol's conditions have, with what each may be. */
export function fieldsOf(protocol: AnyProtocol): Readonly<Record<string, Field>> {
  return protocol.data === "none" ? protocol.fields : { ...dataFields, ...protocol.fields };
}

/** The settings of a protocol before anything is said. */
export function defaultsOf(protocol: AnyProtocol): Readonly<Record<string, Scalar>> {
  return protocol.data === "none" ? protocol.defaults : { ...dataDefaults, ...protocol.defaults };
}
