import type { Random } from "../../math/random.ts";
import { balloon } from "./kinds/balloon.ts";
import { city } from "./kinds/city.ts";
import { face } from "./kinds/face.ts";
import { fish } from "./kinds/fish.ts";
import { flower } from "./kinds/flower.ts";
import { fruit } from "./kinds/fruit.ts";
import { house } from "./kinds/house.ts";
import { mountains } from "./kinds/mountains.ts";
import { sea } from "./kinds/sea.ts";
import { tree } from "./kinds/tree.ts";
import type { Layer } from "./paint.ts";

/** The kinds of scenes, by name; each makes the layers of one picture, the farthest first. */
export const sceneKinds: readonly { readonly name: string; readonly make: (random: Random) => Layer[] }[] = [
  { name: "mountains", make: mountains },
  { name: "sea", make: sea },
  { name: "house", make: house },
  { name: "tree", make: tree },
  { name: "flower", make: flower },
  { name: "fruit", make: fruit },
  { name: "fish", make: fish },
  { name: "city", make: city },
  { name: "balloon", make: balloon },
  { name: "face", make: face },
];
