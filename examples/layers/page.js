// The page: starts the worker, shows what it says, and can stop it.
const worker = new Worker(new URL("./trainer.js", import.meta.url), { type: "module" });
const element = (id) => document.querySelector(`#${id}`);

function show({ epoch, epochs, loss, score, remaining, instances, place }) {
  element("progress").value = epoch / epochs;
  element("said").textContent =
    `epoch ${epoch} of ${epochs}: loss ${loss.toFixed(3)}, ${(100 * score).toFixed(1)} % right, ${remaining.toFixed(0)} s left`;
  element("instances").replaceChildren(
    ...instances.map(({ bits, weight }, n) => {
      const item = document.createElement("li");
      item.className = n === place ? "signal" : "";
      const meter = Object.assign(document.createElement("meter"), { value: weight, max: 1 });
      item.append(`${bits} `, meter, ` ${(100 * weight).toFixed(0)} %`);
      return item;
    }),
  );
}

worker.addEventListener("message", ({ data }) => {
  if (data.kind === "progress") show(data);
  if (data.kind === "end") {
    element("said").textContent += data.aborted ? " (stopped)" : " (done)";
    document.body.dataset.ended = data.aborted ? "stopped" : "done";
  }
});
worker.addEventListener("error", ({ message }) => {
  element("said").textContent = message;
  document.body.dataset.ended = "failed";
});
element("stop").addEventListener("click", () => worker.postMessage("stop"));
// `?epochs=3` trains for so long.
const epochs = Number(new URLSearchParams(location.search).get("epochs") ?? 60);
worker.postMessage({ epochs });
