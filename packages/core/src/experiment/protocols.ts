import { binaryCapacity } from "./binaryCapacity.ts";
import { binaryImages } from "./binaryImages.ts";
import type { Scalar } from "./field.ts";
import { fixedPointsProtocol } from "./fixedPoints.ts";
import { oneUpdateProtocol } from "./oneUpdate.ts";
import type { Protocol } from "./protocol.ts";
import { retrieve } from "./retrieve.ts";
import { sphereCapacityProtocol } from "./sphereCapacity.ts";
import { sphereLimitProtocol } from "./sphereLimit.ts";
import { universalProtocol } from "./universal.ts";

/** A protocol whose settings are plain values by name. */
type Named = Protocol<Record<string, Scalar>>;

/** A protocol without the types of its settings; every value is checked against its fields before it runs. */
const named = <S extends { readonly [K in keyof S]: Scalar }>(protocol: Protocol<S>): Named =>
  protocol as unknown as Named;

/** All protocols, in the order in which they are listed. */
export const protocols: readonly Named[] = [
  named(retrieve),
  named(universalProtocol),
  named(fixedPointsProtocol),
  named(oneUpdateProtocol),
  named(sphereCapacityProtocol),
  named(sphereLimitProtocol),
  named(binaryCapacity),
  named(binaryImages),
];
