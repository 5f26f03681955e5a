"""Goal: values cross the border unchanged, and what cannot cross says why. No broker."""

from __future__ import annotations

import ctypes
import os
import pickle
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

import onsclient
from onsclient import Message, ReceivedMessage, errors
from onsclient import _bindings as c
from onsclient._border import layout
from onsclient._border.native import _encoded, _raw
from onsclient._border.properties import effective

EMOJI = "\N{GRINNING FACE} \N{LATIN SMALL LETTER A WITH DIAERESIS} \N{MUSICAL SYMBOL G CLEF}"
FULL = Message(
    EMOJI,
    bytes(range(256)),
    tag="t" + EMOJI,
    key="k1 k2",
    sharding_key=EMOJI,
    properties={EMOJI: "", "colour": EMOJI},
    deliver_at=1234567890123,
)


@pytest.mark.parametrize("message", [FULL, Message("t"), Message("t", bytes(4 << 20))])
def test_a_frame_is_what_the_library_makes_of_the_same_message(message: Message) -> None:
    ours = layout.encode(message, 0)
    assert _encoded(ctypes.byref(_raw(message))) == ours


def test_what_is_encoded_is_decoded_again() -> None:
    copy = ReceivedMessage(layout.encode(FULL, 7)).to_message()
    for field in Message.__slots__:
        assert getattr(copy, field) == getattr(FULL, field), field


@pytest.mark.parametrize(
    ("body", "expected"),
    [("\N{GRINNING FACE}", b"\xf0\x9f\x98\x80"), (bytearray(b"a"), b"a"), (memoryview(b"b"), b"b")],
)
def test_a_body_may_be_a_text_or_any_bytes(body: onsclient.Body, expected: bytes) -> None:
    assert Message("t", body).body == expected


@pytest.mark.parametrize("broken", [{"topic": 5}, {"tag": "\ud800"}, {"properties": {"a": 1}}, {"body": None}])
def test_a_message_of_wrong_types_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(onsclient.InvalidError):
        layout.encode(Message(**{"topic": "t", **broken}), 1)


def test_times_are_datetimes_or_milliseconds() -> None:
    at = datetime(2030, 1, 2, 3, 4, 5, 678000, tzinfo=timezone.utc)
    assert Message("t", deliver_at=at).deliver_at_ms == 1893553445678
    assert ReceivedMessage(layout.encode(Message("t", deliver_at=at), 0)).deliver_at == at
    assert ReceivedMessage(layout.encode(Message("t"), 0)).deliver_at is None


class TestSettings:
    @pytest.fixture(autouse=True)
    def no_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for variable in [name for name in os.environ if name.startswith("ONSCLIENT_")]:
            monkeypatch.delenv(variable)

    def test_keyword_arguments_win_over_properties_and_these_over_the_environment(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("ONSCLIENT_ENDPOINT", "environment:1")
        monkeypatch.setenv("ONSCLIENT_GROUP_ID", "GID_environment")
        monkeypatch.setenv("ONSCLIENT_CONSUME_TIMEOUT", "120000")
        found = effective({"GROUP_ID": "GID_mapping", "AccessKey": "mapping"}, {"access_key": "keyword"})
        assert found == {
            "NAMESRV_ADDR": "environment:1",
            "GROUP_ID": "GID_mapping",
            "AccessKey": "keyword",
            "consumeTimeout": "2",
        }

    def test_a_key_of_the_same_purpose_keeps_the_variable_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ONSCLIENT_ENDPOINT", "environment:1")
        monkeypatch.setenv("ONSCLIENT_SECURITY_TOKEN", "of another's key")
        monkeypatch.setenv("ONSCLIENT_SECRET_KEY", "hush")
        given = {"ONSAddr": "http://lists", "AccessKey": "mine"}
        assert effective(given, {}) == {**given, "SecretKey": "hush"}

    def test_durations_become_the_unit_of_their_key(self) -> None:
        settings = {"send_msg_timeout": timedelta(seconds=2), "check_immunity_time": 5000, "auto_commit": False}
        assert effective(None, settings) == {
            "SendMsgTimeoutMillis": "2000",
            "CheckImmunityTimeInSeconds": "5",
            "autoCommit": "false",
        }

    @pytest.mark.parametrize(
        ("settings", "told"),
        [
            ({"consume_timeout": 15}, "consume_timeout is 15 ms; it must be a multiple of 0:01:00"),
            ({"group": "GID"}, "there is no setting 'group'"),
            ({"end_point": "x"}, "perhaps 'endpoint' was meant"),
            ({"endpoint": b"x"}, "endpoint is b'x'"),
        ],
    )
    def test_a_wrong_setting_is_named(self, settings: dict[str, Any], told: str) -> None:
        with pytest.raises(onsclient.InvalidError, match=told):
            effective(None, settings)


class TestErrors:
    @pytest.mark.parametrize(
        ("status", "kind"),
        [
            (c.ONS_E_INVALID, ValueError),
            (c.ONS_E_DENIED, PermissionError),
            (c.ONS_E_TIMEOUT, TimeoutError),
            (c.ONS_E_UNREACHABLE, ConnectionError),
            (c.ONS_E_THROTTLED, onsclient.ThrottledError),
            (c.ONS_E_INTERNAL, onsclient.FatalError),
            (-99, onsclient.FatalError),
        ],
    )
    def test_each_status_has_its_class_which_survives_pickling(self, status: int, kind: type[Exception]) -> None:
        error = errors.error_of(status, 40402, c.ONS_ERROR_RETRYABLE, "NAME", "request", "what", "stack")
        for one in (error, pickle.loads(pickle.dumps(error))):
            assert isinstance(one, kind)
            assert isinstance(one, onsclient.OnsError)
            assert (one.code, one.request_id, one.detail) == (40402, "request", "stack")
            assert one.status == (status if status > -99 else onsclient.Status.INTERNAL)
            assert one.is_retryable
            assert str(one) == "NAME: what"

    def test_an_error_found_here_is_named_by_its_status(self) -> None:
        assert onsclient.StateError("not now").name == "ONS_E_STATE"
        assert str(onsclient.TimeoutError("too late")) == "ONS_E_TIMEOUT: too late"
        assert onsclient.StateError("not now").status is onsclient.Status.STATE

    def test_predicates_are_those_of_the_library(self) -> None:
        for status in range(-14, 0):
            raw = c.ons_error_t(struct_size=ctypes.sizeof(c.ons_error_t), status=status)
            library = onsclient._border.loading.library()
            error = errors.error_of(status, 0, 0, "", "", "", "")
            for predicate in ("timeout", "throttled", "closed", "fatal"):
                theirs = getattr(library, f"ons_error_is_{predicate}")(ctypes.byref(raw)) == 1
                # A buffer that is too small is handled inside; as an error of ours it is a defect.
                if status != c.ONS_E_BUFFER:
                    assert getattr(error, f"is_{predicate}") == theirs, (status, predicate)
