"""Whether the fuzzer got anywhere: it fails when most answers are 401, or when an operation never did what it is for.

    judge.py TALLY
"""

import collections
import json
import sys

from given import GIVEN

# Never a 2xx, and why: a demonstration that works has none of these, and none can be made by a call.
OUT_OF_REACH = {
    "discardDeadJob": "a job dies of a fault of ours only",
    "discardInboxEvent": "an event is given up after faults of ours only",
    "retryDeadJob": "a job dies of a fault of ours only",
    "retryInboxEvent": "an event is given up after faults of ours only",
    "retryMedia": "an attachment fails only when its provider was away for an hour",
}

# Made-up webhooks are not signed, so that all of them are refused, unless the fuzzer made a channel that takes unsigned ones.
UNSIGNED = {"receiveMetaByChannel", "receiveSandbox", "receiveWahaByChannel"}

# What is made up for the others, and the ids of the demonstration, differ from run to run: so many of them may be missed by chance.
CHANCE = 5

with open(sys.argv[1]) as file:
    tally = json.load(file)

total = collections.Counter()
for counts in tally.values():
    total.update(counts)
print(f"{total.total()} answers to {len(tally)} operations:", dict(sorted(total.items())))

wrong = []
missed = []
if total["401"] > total.total() / 5 or not total:
    wrong.append("most calls were not let in, so that nothing was tested")
for name, counts in tally.items():
    reached = any(status.startswith("2") for status in counts)
    if reached and name in OUT_OF_REACH:
        wrong.append(f"{name} succeeded, and is said to be out of reach: {counts}")
    if not reached and name in GIVEN:
        wrong.append(f"{name} was given what it needs, and never succeeded: {counts}")
    elif not reached and name not in {*OUT_OF_REACH, *UNSIGNED}:
        missed.append(f"{name} never succeeded: {counts}")
if len(missed) > CHANCE:
    wrong += missed
else:
    for line in missed:
        print("note:", line)
for line in wrong:
    print("error:", line)
sys.exit(bool(wrong))
