"""Goal: what users get works as it is told: the wheel, the examples, the documents, the pytest plugin."""

from __future__ import annotations

import doctest
import inspect
import os
import pkgutil
import re
import signal
import subprocess
import sys
import time
import zipfile
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from conftest import DEADLINE_S, PATIENT, World

import onsclient
from onsclient import aio, runtime, testing

HERE = Path(__file__).resolve().parent.parent
EXAMPLES = sorted(path.name for path in (HERE / "examples").glob("*.py"))
MODULES = ["onsclient", *(f"onsclient.{module.name}" for module in pkgutil.iter_modules(onsclient.__path__))]


@pytest.fixture(scope="module")
def wheel() -> Path:
    found = list((HERE / "target").glob("onsclient-*.whl"))
    if not found:
        pytest.fail("there is no wheel in target/; build.sh wheel makes it")
    return found[0]


def run(*command: str | Path) -> str:
    done = subprocess.run(
        [str(word) for word in command],
        env={"PATH": "/nowhere", "LANG": "C.UTF-8", **PATIENT},
        capture_output=True,
        text=True,
        timeout=4 * DEADLINE_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    return done.stdout


LAST_LINES = {
    "quickstart": r"received hello",
    "ordered": r"(order-\d: created paid shipped\n){2}order-3: created paid shipped",
    "transaction": r"asked about: perhaps",
    "walkthrough": r"pulled 1[34] messages\n(.*\n)*\d+ sent",
}


class TestExamples:
    def test_there_are_four_each_sync_and_asyncio(self) -> None:
        assert sorted(f"{name}{style}.py" for name in LAST_LINES for style in ("", "_asyncio")) == EXAMPLES

    @pytest.mark.parametrize("style", ["", "_asyncio"])
    def test_each_does_what_it_says(self, style: str) -> None:
        # given: a broker of their own, and all at a time
        with testing.Broker() as broker:
            running = {
                name: subprocess.Popen(
                    [sys.executable, HERE / f"examples/{name}{style}.py", broker.endpoint],
                    env={**os.environ, **PATIENT},
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                )
                for name in LAST_LINES
            }
            ended = {name: (process.communicate(timeout=4 * DEADLINE_S)) for name, process in running.items()}
        for name, (output, errors) in ended.items():
            assert (running[name].returncode, errors) == (0, ""), name
            assert re.search(LAST_LINES[name] + r"\n\Z", output), output


class TestWheel:
    def test_it_has_what_is_needed_and_no_more(self, wheel: Path) -> None:
        names = zipfile.ZipFile(wheel).namelist()
        native = "onsclient/_native/"
        assert {native + "libonsclient.so.1", native + "start.classes", "onsclient/py.typed"} < set(names)
        assert not [name for name in names if "broker.jar" in name]
        assert any(name.startswith(native + "jars/") for name in names)
        assert native + "runtime/bin/java" in names
        assert {name.split("/")[0] for name in names} == {"onsclient", f"onsclient-{onsclient.__version__}.dist-info"}
        assert not [name for name in names if "__pycache__" in name]

    def test_its_tag_names_the_machines_it_runs_on(self, wheel: Path) -> None:
        assert re.fullmatch(r"onsclient-[\d.]+-py3-none-manylinux_2_\d+_x86_64\.whl", wheel.name)

    def test_it_runs_the_walkthrough_where_nothing_else_is(self, wheel: Path, world: World, tmp_path: Path) -> None:
        # given: an empty environment, and no Java
        empty = tmp_path / "empty"
        run(sys.executable, "-m", "venv", "--without-pip", empty)
        python = empty / "bin/python"
        options = ("--no-deps", "--no-compile", "--no-index", "--disable-pip-version-check")
        run(sys.executable, "-m", "pip", "--python", python, "install", "-q", *options, wheel)
        # when
        output = run(python, HERE / "examples/walkthrough.py", world.broker.endpoint)
        # then
        assert re.search(r"pulled \d+ messages", output)
        # and: with its own runtime, whose start-up cache fits there, too
        cached = "onsclient/_native/runtime/onsclient.aot" in zipfile.ZipFile(wheel).namelist()
        must_fit = "-XX:AOTMode=on" if cached else ""
        place = f"import onsclient as o; o.runtime.open(jvm_options={must_fit!r}); print(o.runtime.describe())"
        assert f"{empty}/lib" in run(python, "-c", place)


class TestBrokerProgram:
    def test_it_serves_and_ends_as_a_service_does(self, tmp_path: Path) -> None:
        ports = ("--grpc-port", "0", "--remoting-port", "off", "--http-port", "off")
        command = [sys.executable, "-m", "onsclient", "broker", *ports, "--data-dir", str(tmp_path / "data")]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            assert process.stdout is not None
            # when
            line = process.stdout.readline()
            process.send_signal(signal.SIGTERM)
            # then
            assert line.startswith("ready grpc="), line
            assert process.wait(DEADLINE_S) in (0, 143)

    def test_without_its_package_it_says_what_to_install(self) -> None:
        hidden = "import sys; sys.modules['onsclient_broker'] = None\nfrom onsclient.__main__ import main\n"
        command = [sys.executable, "-c", hidden + "sys.exit(main(['broker']))"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=DEADLINE_S, check=False)
        assert (done.returncode, "pip install 'onsclient[broker]'" in done.stderr) == (1, True), done.stderr

    def test_of_an_unknown_command_it_shows_the_known_ones(self) -> None:
        command = [sys.executable, "-m", "onsclient", "serve"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=DEADLINE_S, check=False)
        assert (done.returncode, "python -m onsclient broker" in done.stderr) == (2, True), done.stderr


class TestDocuments:
    @pytest.mark.parametrize("name", MODULES)
    def test_what_the_docstrings_show_is_true(self, world: World, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        for keyword, value in world.broker.settings.items():
            monkeypatch.setenv(f"ONSCLIENT_{keyword.upper()}", value)
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
        for test in doctest.DocTestFinder(exclude_empty=True).find(import_module(name), name):
            for example in test.examples:
                example.source = example.source.replace("127.0.0.1:8081", world.broker.endpoint)
            runner.run(test)
        assert runner.summarize(verbose=False).failed == 0

    @pytest.mark.parametrize("module", [onsclient, aio, runtime, testing, onsclient.errors])
    def test_all_that_is_public_is_described(self, module: ModuleType) -> None:
        names = getattr(module, "__all__", [name for name in vars(module) if not name.startswith("_")])
        bare = []
        for name in names:
            thing = getattr(module, name)
            if getattr(thing, "__module__", "").startswith("onsclient") and callable(thing):
                members = inspect.getmembers(thing) if inspect.isclass(thing) else []
                public = [(key, member) for key, member in members if not key.startswith("_")]
                described = [(name, thing), *((f"{name}.{key}", member) for key, member in public)]
                bare += [
                    key
                    for key, member in described
                    if (inspect.isroutine(member) or inspect.isclass(member) or isinstance(member, property))
                    and not inspect.getdoc(member)
                ]
        assert bare == []

    def test_the_programs_of_the_readme_run(self, world: World) -> None:
        text = (HERE / "README.md").read_text(encoding="utf-8")
        programs = re.findall(r"```python\n(.*?)```", text, flags=re.S)
        assert len(programs) >= 3
        for program in programs:
            program = program.replace("127.0.0.1:8081", world.broker.endpoint)
            run(sys.executable, "-W", "error", "-c", program)

    def test_the_readme_names_all_that_is_public(self) -> None:
        text = (HERE / "README.md").read_text(encoding="utf-8")
        missing = [name for name in onsclient.__all__ if not re.search(rf"\b{name}\b", text)]
        assert missing == []


class TestPlugin:
    TEST = """
import onsclient
import pytest

@pytest.mark.ons_topics("strict:FIFO")
def test_topics_are_declared(ons_broker, ons_topic, request):
    with onsclient.Producer(**ons_broker.settings) as producer:
        assert producer.send(onsclient.Message(ons_topic, "x")).message_id
        for topic in ("strict", "stricter"):
            with pytest.raises(onsclient.OnsError):
                producer.send(onsclient.Message(topic, "not ordered"))

@pytest.mark.parametrize("ons_broker", [{"plain": "NORMAL"}], indirect=True)
def test_a_broker_of_ones_own(ons_broker):
    with onsclient.OrderProducer(**ons_broker.settings) as producer, pytest.raises(onsclient.OnsError):
        producer.send(onsclient.Message("plain", "ordered", sharding_key="a"))
"""

    def test_a_session_has_a_broker_with_its_topics(self, pytester: pytest.Pytester) -> None:
        pytester.makepyfile(self.TEST)
        result = pytester.runpytest_subprocess("--ons-topics=stricter:FIFO")
        result.assert_outcomes(passed=2)

    def test_a_broker_that_runs_already_may_be_taken(self, pytester: pytest.Pytester, world: World) -> None:
        pytester.makepyfile(
            f"def test_it(ons_broker): assert ons_broker.endpoint == {world.broker.endpoint!r}",
        )
        pytester.runpytest_subprocess(f"--ons-broker={world.broker.endpoint}").assert_outcomes(passed=1)

    @pytest.mark.parametrize("end", ["close", "kill"])
    def test_no_broker_stays_behind(self, end: str) -> None:
        program = "import threading, onsclient.testing\n"
        program += "with onsclient.testing.Broker() as broker: print(broker.pid, flush=True)"
        program += "; threading.Event().wait(60)" if end == "kill" else ""
        process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        pid = int(process.stdout.readline())
        if end == "kill":
            process.send_signal(signal.SIGKILL)
        process.wait(DEADLINE_S)
        process.stdout.close()
        deadline = time.monotonic() + DEADLINE_S
        while os.path.exists(f"/proc/{pid}") and time.monotonic() < deadline:
            os.sched_yield()
        assert not os.path.exists(f"/proc/{pid}")

    def test_a_broker_that_cannot_start_says_why(self) -> None:
        with pytest.raises(RuntimeError, match="--no-such-option"):
            testing.Broker(options=["--no-such-option"])
