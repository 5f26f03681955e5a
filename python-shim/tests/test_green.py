"""Goal: under gevent and eventlet everything works, whenever they patch; and greenlets go on while others wait."""

from __future__ import annotations

import pytest
from conftest import Child, World

PATCHES = {
    "gevent": "from gevent import monkey; monkey.patch_all(); from gevent import spawn, sleep as rest",
    "eventlet": "import eventlet; eventlet.monkey_patch(); from eventlet import spawn, sleep as rest",
}

PROGRAM = """
import sys, threading
{before}
import onsclient
from onsclient import Consumer, Message, Producer, PullConsumer, TransactionProducer, TransactionStatus
{after}
settings = dict(endpoint=sys.argv[1], access_key="any", secret_key="any", group_id=sys.argv[2])
topic = sys.argv[2]
turns, stopping = 0, False

def turn():
    global turns
    while not stopping:
        turns += 1
        rest(0.01)

spinning = spawn(turn)
bodies, all_there = set(), onsclient._running.threads.Event()

def handle(message):
    bodies.add(message.body)
    if len(bodies) == 31:
        all_there.set()

with Producer(**settings) as producer, Consumer(**settings).subscribe(topic, "*", handle):
    began = turns
    assert producer.send(Message(topic, "one")).message_id
    futures = [producer.send_async(Message(topic, f"future {{i}}")) for i in range(10)]
    assert len({{future.result(60).message_id for future in futures}}) == 10
    again = onsclient._running.threads.Event()
    producer.send_async(Message(topic, "called back")).add_done_callback(
        lambda future: (producer.send(Message(topic, "sent by a callback")), again.set()))
    assert again.wait(60)
    assert len(producer.send_batch([Message(topic, f"batch {{i}}") for i in range(8)])) == 8
    greenlets = [spawn(producer.send, Message(topic, f"greenlet {{i}}")) for i in range(10)]
    for one in greenlets:
        assert (one.get() if hasattr(one, "get") else one.wait()).message_id
    assert all_there.wait(60), sorted(bodies)
    assert turns > began, "the other greenlet had no turn"

began = turns
with PullConsumer(**settings) as pulling:
    partitions = pulling.partitions(topic)
    pulling.assign(partitions)
    assert pulling.poll(500) == []
assert turns > began + 5, (began, turns)

with TransactionProducer(**settings, checker=lambda half: TransactionStatus.COMMIT) as transactions:
    assert transactions.send(Message(topic, "transaction"), lambda half: TransactionStatus.COMMIT).message_id
with Consumer(**{{**settings, "group_id": topic + "-loop"}}).subscribe(topic) as looping:
    count = 0
    for message in looping:
        count += 1
        if count == 32:
            break
stopping = True
onsclient.runtime.close()
print("done", len(bodies), count)
"""


@pytest.mark.parametrize("patched", ["before", "after"])
@pytest.mark.parametrize("library", sorted(PATCHES))
def test_clients_work_whenever_threads_are_patched(world: World, child: Child, library: str, patched: str) -> None:
    # given
    patch = PATCHES[library]
    program = PROGRAM.format(**{"before": "", "after": "", patched: patch})
    # when: eventlet warns that it is deprecated
    code, output, errors = child.end(child.start(program, world.broker.endpoint, world.topic, warnings="ignore"))
    # then
    assert code == 0, errors
    assert output == "done 31 32\n", errors


ROUNDS = """
import os, sys, time
{patch}
import onsclient
onsclient.runtime.open(echo=True)

def round():
    count, ended = [0], onsclient._running.threads.Event()

    def handle(message):
        rest(0.001)  # by a loop of the handler's thread
        count[0] += 1
        if count[0] == 40:
            ended.set()

    with onsclient.Producer(group_id="GID") as producer:
        with onsclient.Consumer(group_id="GID").subscribe("t", "*", handle):
            producer.send_batch([onsclient.Message("t", "x")] * 40)
            assert ended.wait(60)
    return len(os.listdir("/proc/self/fd"))

first = round()
print([later - first for later in (round(), round(), round())])
"""


@pytest.mark.parametrize("library", sorted(PATCHES))
def test_loops_of_handlers_end_with_their_threads(child: Child, library: str) -> None:
    process = child.start(ROUNDS.format(patch=PATCHES[library]), warnings="ignore")
    assert child.end(process)[:2] == (0, "[0, 0, 0]\n")
