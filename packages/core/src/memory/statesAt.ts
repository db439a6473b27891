/** The states at `places`, side by side in an array of their own. */
export function copyStates(
  states: Float64Array,
  places: readonly number[],
  size: number,
): Float64Array<ArrayBuffer> {
  const some = new Float64Array(places.length * size);
  places.forEach((place, k) => {
    some.set(states.subarray(place * size, (place + 1) * size), k * size);
  });
  return some;
}

/** The states at `places`, side by side: the same array where that is all of them in their order. Not to be changed. */
export function statesAt(states: Float64Array, places: readonly number[], size: number): Float64Array {
  const all = places.length * size === states.length && places.every((place, k) => place === k);
  return all ? states : copyStates(states, places, size);
}
