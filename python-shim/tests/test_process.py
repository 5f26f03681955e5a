"""Goal: the package is a good guest of its process: signals, exits, forks, logs. Each case is a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import DEADLINE_S, Child, World

import onsclient

HEAD = """
import logging, os, sys, threading, time
import onsclient
from onsclient import Consumer, Message, Producer
if sys.argv[1] == "echo":
    onsclient.runtime.open(echo=True)
settings = dict(endpoint=sys.argv[1], access_key="any", secret_key="any", group_id=sys.argv[2])
topic = sys.argv[2]
"""
"""The beginning of every program; its server is real, or the echo mode, in which it starts within milliseconds."""

BUSY = """
consumer = Consumer(**settings).subscribe(topic, "*", lambda message: None)
producer = Producer(**settings)
consumer.start(); producer.start()
def send():
    while True:
        try:
            producer.send_batch([Message(topic, "x")] * 10)
        except onsclient.OnsError:
            return
threading.Thread(target=send, daemon=True).start()
producer.send(Message(topic, "x"))
"""


ENDS = {
    "pass": 0,
    "sys.exit(7)": 7,
    "raise ArithmeticError('on purpose')": 1,
    "os._exit(9)": 9,
    "os.kill(os.getpid(), 15)": -15,
    "producer.close(); consumer.close(); onsclient.runtime.close()": 0,
}


def test_thirty_processes_with_busy_clients_end_with_their_codes(world: World, child: Child) -> None:
    for turn in range(10):
        # three at a time, each with another end
        ends = list(ENDS)[turn % 2 :: 2]
        running = {
            end: child.start(HEAD + BUSY + end, world.broker.endpoint, f"{world.topic}-{turn}-{number}")
            for number, end in enumerate(ends)
        }
        for end, process in running.items():
            code, output, errors = child.end(process)
            assert (code, output) == (ENDS[end], ""), f"{end}: {errors}"
            expected = "ArithmeticError: on purpose\n" if "raise" in end else ""
            assert errors.endswith(expected), f"{end}: {errors}"
            assert bool(errors) == bool(expected), f"{end}: {errors}"


WAITS = {
    "loop": "consumer = Consumer(**settings).subscribe(topic).start(); told()\nfor message in consumer: pass",
    "poll": "consumer = onsclient.PullConsumer(**settings).start(); told(); consumer.poll(timeout=60_000)",
    "start": 'told(); Producer(**{**settings, "endpoint": sys.argv[3]}).start()',
    "close": """
import queue
entered = queue.Queue()
def handle(message):
    entered.put(1)
    threading.Event().wait(60)
consumer = Consumer(**settings, shutdown_timeout=6_000).subscribe(topic, "*", handle).start()
with Producer(**settings) as producer: producer.send(Message(topic, "x"))
entered.get(); told(); consumer.close()""",
    "asyncio": """
import asyncio
from onsclient import aio
async def main():
    async with aio.Consumer(**settings).subscribe(topic) as consumer:
        told()
        async for message in consumer: pass
asyncio.run(main())""",
}


@pytest.mark.parametrize("wait", sorted(WAITS))
def test_ctrl_c_ends_a_wait(world: World, child: Child, wait: str, silent_server: str) -> None:
    # given
    program = HEAD + "def told(): print('waiting', flush=True)\n" + WAITS[wait]
    process = child.start(program, world.broker.endpoint, world.topic, silent_server)
    assert process.stdout is not None
    assert process.stdout.readline() == "waiting\n", process.communicate()[1]
    # when
    begin = time.monotonic()
    process.send_signal(signal.SIGINT)
    code, _, errors = child.end(process)
    # then
    assert "KeyboardInterrupt" in errors
    assert code == -signal.SIGINT
    assert time.monotonic() - begin < DEADLINE_S


def test_a_handler_of_sigterm_runs(world: World, child: Child) -> None:
    program = f"""{HEAD}{BUSY}
import signal
signal.signal(signal.SIGTERM, lambda *_: sys.exit(42))
print("ready", flush=True)
threading.Event().wait(60)"""
    process = child.start(program, world.broker.endpoint, world.topic)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.terminate()
    assert child.end(process)[0] == 42


class TestFork:
    def test_the_child_of_a_fork_is_told(self, child: Child) -> None:
        program = f"""{HEAD}
producer = Producer(**settings).start()
pid = os.fork()
if pid == 0:
    for use in (lambda: producer.send(Message(topic, "x")), lambda: Producer(**settings), producer.describe,
                onsclient.runtime.describe, lambda: producer.send_async(Message(topic, "x"))):
        try:
            use()
        except onsclient.FatalError as error:
            assert "fork" in str(error), error
            print("refused", flush=True)
    producer.close()  # the parent's: no effect
    sys.exit(3)
print("child", os.waitpid(pid, 0)[1] >> 8)
print("parent", bool(producer.send(Message(topic, "x")).message_id))
producer.close()"""
        code, output, errors = child.run(program, "echo", "fork")
        assert (code, errors) == (0, "")
        assert output == "refused\n" * 5 + "child 3\nparent True\n"

    def test_a_fork_before_the_first_client_is_fine(self, child: Child) -> None:
        program = """
import os, sys
import onsclient
onsclient.runtime.version()
pid = os.fork()
if pid == 0:
    onsclient.runtime.open(echo=True)
    with onsclient.Producer(group_id="GID") as producer:
        producer.send(onsclient.Message("t", "x"))
    sys.exit(4)
assert os.waitpid(pid, 0)[1] >> 8 == 4"""
        assert child.run(program) == (0, "", "")

    @pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
    def test_multiprocessing(self, child: Child, method: str) -> None:
        (child.folder / "job.py").write_text(
            """
import multiprocessing, sys
import onsclient

def send(number):
    try:
        onsclient.runtime.open(echo=True)
        with onsclient.Producer(group_id="GID") as producer:
            return bool(producer.send(onsclient.Message("t", str(number))).message_id)
    except onsclient.FatalError as error:
        return error

if __name__ == "__main__":
    method = sys.argv[1]
    assert send(0) is True
    with multiprocessing.get_context(method).Pool(2) as pool:
        results = pool.map(send, range(4))
    if method == "fork":
        assert all(isinstance(result, onsclient.FatalError) for result in results), results
    else:
        assert results == [True] * 4, results
"""
        )
        done = subprocess.run(
            [sys.executable, "job.py", method],
            cwd=child.folder,
            env=child.environment(),
            capture_output=True,
            text=True,
            timeout=2 * DEADLINE_S,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")


class TestLoading:
    def test_importing_loads_no_library(self, child: Child) -> None:
        program = """
import onsclient, onsclient.aio, sys
print("ctypes" in sys.modules, onsclient._border.loading._library)"""
        assert child.run(program) == (0, "True None\n", "")

    def test_a_library_that_is_not_there_is_told_with_the_path(self, child: Child) -> None:
        program = """
import onsclient
try:
    onsclient.runtime.version()
except onsclient.LibraryError as error:
    assert error.is_fatal
    print(error)"""
        code, output, _ = child.run(program, ONSCLIENT_LIBRARY="/nowhere/libonsclient.so.1")
        assert code == 0
        assert "LIBRARY_NOT_LOADED" in output
        assert "/nowhere/libonsclient.so.1 (" in output
        assert "ONSCLIENT_LIBRARY" in output

    def test_a_library_of_another_kind_is_refused(self, child: Child) -> None:
        program = "import onsclient, ctypes.util; onsclient.runtime.open(library=ctypes.util.find_library('c'))"
        code, _, errors = child.run(program)
        assert code == 1
        assert "undefined symbol: ons_abi_version" in errors

    def test_without_a_java_runtime_every_place_tried_is_told(self, child: Child) -> None:
        program = 'import onsclient; onsclient.runtime.open(java_home="/nowhere")'
        code, _, errors = child.run(program)
        assert code == 1
        assert "/nowhere" in errors


class TestLog:
    def test_nothing_is_printed_by_default(self, child: Child) -> None:
        program = f"""{HEAD}
try: Producer(**settings, start_timeout=1000).start()
except onsclient.OnsError: pass"""
        assert child.run(program, "127.0.0.1:1", "log") == (0, "", "")

    def test_records_go_to_logging_as_its_levels_say(self, world: World, child: Child) -> None:
        program = f"""{HEAD}
class Shown(logging.Handler):
    def emit(self, record):
        seen.append((record.name, record.levelno, record.getMessage()))
        levels.add(record.levelno)
        if record.levelno == logging.DEBUG: debug.set()
seen, levels, debug = [], set(), threading.Event()
logging.getLogger("onsclient").addHandler(Shown())
logging.getLogger("onsclient").setLevel(logging.INFO)
with Producer(**settings) as producer:
    producer.send(Message(topic, "x"))
    logging.getLogger("onsclient").setLevel(logging.DEBUG)
    deadline = time.monotonic() + 30
    while not debug.is_set() and time.monotonic() < deadline:
        with Consumer(**settings).subscribe(topic, "*", lambda message: None): pass
assert debug.is_set(), seen
assert {{name for name, _, _ in seen}} <= {{"onsclient", "onsclient.library"}}, seen
assert logging.INFO in levels
sys.stderr.write(seen[0][2])"""
        code, output, errors = child.run(program, world.broker.endpoint, world.topic)
        assert code == 0, errors
        assert output == ""
        assert ": " in errors


class TestFaults:
    def test_faulthandler_after_the_last_client_is_survived(self, world: World, child: Child) -> None:
        program = f"""{HEAD}{BUSY}
import faulthandler
faulthandler.enable()
for _ in range(200): producer.send(Message(topic, "x"))"""
        code, _, errors = child.run(program, world.broker.endpoint, world.topic, PYTHONFAULTHANDLER="")
        assert code == 0, errors

    def test_faults_of_the_program_still_go_to_a_faulthandler_that_came_late(self, world: World, child: Child) -> None:
        program = f"""{HEAD}{BUSY}
import faulthandler
faulthandler.enable()
for _ in range(50): producer.send(Message(topic, "x"))
faulthandler._sigsegv()"""
        process = child.start(program, world.broker.endpoint, world.topic, PYTHONFAULTHANDLER="")
        _, errors = process.communicate(timeout=2 * DEADLINE_S)
        # the handler that faulthandler found is Java's: it ends the process, with its report
        assert process.returncode in (-signal.SIGSEGV, -signal.SIGABRT), errors
        assert "Fatal Python error: Segmentation fault" in errors


class TestStart:
    """A Java runtime that cannot start is an error, which says why; the process goes on."""

    PROGRAM = """
import resource
import onsclient
{limit}
for _ in range(2):
    try:
        onsclient.Producer(endpoint="127.0.0.1:1", access_key="any", secret_key="any")
    except onsclient.FatalError as error:
        assert error.status is onsclient.Status.RUNTIME, error.status
        assert error.is_fatal
        print(error)
print("goes on")"""

    @pytest.mark.parametrize(
        ("limit", "environment", "words"),
        [
            ("resource.setrlimit(resource.RLIMIT_NOFILE, (40, 40))", {}, "this process may open 40 files (ulimit -n)"),
            ("resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))", {}, "limited to 1024 MiB (ulimit -v)"),
            ("", {"ONS_JVM_OPTS": "-Xms200000g -Xmx200000g"}, "Error occurred during initialization of VM"),
        ],
        ids=["files", "address space", "heap"],
    )
    def test_limits(self, child: Child, limit: str, environment: dict[str, str], words: str) -> None:
        code, output, errors = child.run(self.PROGRAM.format(limit=limit), **environment)
        assert code == 0, errors
        assert output.count(words) == 2, output
        assert output.endswith("goes on\n")

    def test_a_path_that_the_locale_cannot_express(self, child: Child) -> None:
        home = child.folder / "onsclient-\N{LATIN SMALL LETTER U WITH DIAERESIS}"
        home.symlink_to(_library_folder() / "runtime")
        code, output, errors = child.run(self.PROGRAM.format(limit=""), ONS_JAVA_HOME=str(home), LC_ALL="C")
        assert code == 0, errors
        assert output.count("Set LC_ALL=C.UTF-8") == 2, output


def _library_folder() -> Path:
    return onsclient._border.loading.folder()


def test_memory_stays_over_many_rounds(world: World, child: Child) -> None:
    rounds = int(os.environ.get("ONS_TEST_ROUNDS", "1000"))
    program = f"""{HEAD}
def resident():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGESIZE") / 2**20
def round(consuming):
    with Producer(**settings) as producer:
        producer.send(Message(topic, "x" * 1000))
    if consuming:
        with Consumer(**settings).subscribe(topic, "*", lambda message: None): pass
rounds, room = int(sys.argv[3]), int(sys.argv[4])
for i in range(rounds // 2): round(i % 10 == 0)
threads, before = threading.active_count(), resident()
for i in range(rounds - rounds // 2): round(i % 10 == 0)
growth = resident() - before
assert threading.active_count() == threads
assert growth < room, f"{{growth:.1f}} MiB more after {{rounds}} rounds, {{before:.1f}} before"
"""
    # Java goes on compiling and filling its heap for some hundred rounds; the other side has no such excuse.
    for server, count, room in (("echo", rounds, 8), (world.broker.endpoint, rounds // 10, 64)):
        assert child.run(program, server, world.topic, str(count), str(room)) == (0, "", "")


@pytest.fixture
def silent_server() -> Iterator[str]:
    """The address of a server that takes connections and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"
