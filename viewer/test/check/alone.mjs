// A condition alone: a case that the checker refuses for one reason, and that it would accept without it.
import test from "node:test";
import assert from "node:assert/strict";
import { bundled } from "./lib.mjs";

/** The checker as it is. */
export const whole = await bundled();

/** `change`: [file, a condition's text, what stands for it when it is left out]. `judged` gives {accepted, why} by a checker; `why`: the
 *  reason that it should give. `poor`: changes of what is only guessed, made in both. */
export function alone(name, change, why, judged, ...poor) {
  test(name, async () => {
    const said = judged(poor.length ? await bundled(...poor) : whole);
    assert.ok(!said.accepted, "accepted");
    assert.equal(said.why, why);
    const without = judged(await bundled(change, ...poor));
    assert.ok(without.accepted, `refused without it, too: ${without.why}`);
  });
}

/** A leaf's outcome, and what a function gave or null, as {accepted, why}. */
export const ofLeaf = ({ status, why }) => ({ accepted: status === "holds", why });
export const ofNull = (checker, found) => ({ accepted: Boolean(found), why: checker.outcome.trouble().why });
