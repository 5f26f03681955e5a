"""The layout of frames, as onsclient.h describes it. On the hot path: every line here costs time for each message."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from onsclient import _bindings as c
from onsclient.errors import InvalidError, OnsError, error_of

if TYPE_CHECKING:
    from onsclient.message import Message

_SIZE = c.ONS_FRAME_HEADER_SIZE
_HEADER = struct.Struct(c.FRAME_HEADER)
_START = struct.Struct(f"<I{c.FRAME_AT_TOKEN - 4}xQ")
_PAIR = struct.Struct("<II")
_BODY_SIZE = struct.Struct("<I")
_RESULT = struct.Struct(f"<{c.FRAME_AT_STATUS}xi{c.FRAME_AT_TOPIC - c.FRAME_AT_STATUS - 4}x8I")
_KIND = struct.Struct("<H")
# Looked up once: an attribute of a module costs time for each message.
_KIND_AT = c.FRAME_AT_KIND
_BODY_AT = c.FRAME_AT_BODY
_SIZES_AT = c.FRAME_AT_TOPIC

TOPIC = c.FRAME_TEXT_TOPIC
TAG = c.FRAME_TEXT_TAG
KEY = c.FRAME_TEXT_KEY
SHARDING_KEY = c.FRAME_TEXT_SHARDING_KEY
MESSAGE_ID = c.FRAME_TEXT_MESSAGE_ID
BORN_HOST = c.FRAME_TEXT_BORN_HOST
PARTITION = c.FRAME_TEXT_PARTITION
EXTRA = c.FRAME_TEXT_EXTRA
_PROPERTIES = c.FRAME_TEXT_PROPERTIES
_BODY = c.FRAME_TEXT_BODY


class Header(NamedTuple):
    """The fixed part of a frame."""

    size: int
    kind: int
    property_count: int
    token: int
    deliver_at_ms: int
    born_at_ms: int
    stored_at_ms: int
    offset: int
    number: int
    status: int
    flags: int
    sizes: tuple[int, ...]


def header_of(frame: bytes) -> Header:
    """Reads the fixed part."""
    fields = _HEADER.unpack_from(frame)
    return Header._make((*fields[:11], fields[11:]))


def texts_of(frame: bytes, header: Header) -> tuple[str, ...]:
    """The texts, TOPIC to EXTRA."""
    at = _SIZE
    texts = []
    for size in header.sizes[:_PROPERTIES]:
        texts.append(frame[at : at + size].decode() if size else "")
        at += size
    return tuple(texts)


def body_of(frame: bytes) -> bytes:
    """The body, which is last."""
    return frame[len(frame) - _BODY_SIZE.unpack_from(frame, _BODY_AT)[0] :]


def topic_bytes(frame: bytes) -> bytes:
    """The topic, not decoded."""
    return frame[_SIZE : _SIZE + _BODY_SIZE.unpack_from(frame, _SIZES_AT)[0]]


def properties_of(frame: bytes, header: Header) -> dict[str, str]:
    """The user properties."""
    at = len(frame) - header.sizes[_BODY] - header.sizes[_PROPERTIES]
    properties = {}
    for _ in range(header.property_count):
        key_size, value_size = _PAIR.unpack_from(frame, at)
        middle = at + 8 + key_size
        properties[frame[at + 8 : middle].decode()] = frame[middle : middle + value_size].decode()
        at = middle + value_size
    return properties


def split(buffer: memoryview, size: int) -> list[tuple[int, bytes]]:
    """Copies what was polled: each frame with its token."""
    frames = []
    at = 0
    unpack = _START.unpack_from
    while at < size:
        length, token = unpack(buffer, at)
        end = at + length
        frames.append((token, bytes(buffer[at:end])))
        at = end
    return frames


def tokens_in(buffer: memoryview, size: int) -> list[int]:
    """The tokens of what was polled; copies no frame."""
    tokens = []
    at = 0
    while at < size:
        length, token = _START.unpack_from(buffer, at)
        tokens.append(token)
        at += length
    return tokens


def kind_of(frame: bytes) -> int:
    """Its ONS_FRAME_*."""
    kind: int = _KIND.unpack_from(frame, _KIND_AT)[0]
    return kind


def result_of(frame: bytes) -> tuple[str, str] | OnsError:
    """Message id and recall handle of a send result, or its error."""
    status, topic, tag, key, sharding, message_id, host, partition, extra = _RESULT.unpack_from(frame)
    if status:
        return error_in(frame)
    at = _SIZE + topic + tag + key + sharding
    end = at + message_id
    handle = end + host + partition
    return frame[at:end].decode(), frame[handle : handle + extra].decode() if extra else ""


def error_in(frame: bytes) -> OnsError:
    """The error that a frame is."""
    header = header_of(frame)
    texts = texts_of(frame, header)
    detail = body_of(frame).decode("utf-8", "replace")
    return error_of(
        header.status, header.number, header.flags, texts[BORN_HOST], texts[MESSAGE_ID], texts[EXTRA], detail
    )


def encode(message: Message, token: int) -> bytes:
    """A message to send, as a frame."""
    try:
        topic = message.topic.encode()
        body = message.body
        tag = message.tag
        tag_bytes = tag.encode() if tag else b""
        key = message.key
        key_bytes = key.encode() if key else b""
        sharding_key = message.sharding_key
        sharding_bytes = sharding_key.encode() if sharding_key else b""
        properties = message.properties
        packed = _packed(properties.items()) if properties else b""
        topic_size, tag_size, key_size = len(topic), len(tag_bytes), len(key_bytes)
        sharding_size, packed_size, body_size = len(sharding_bytes), len(packed), len(body)
        return b"".join(
            (
                _HEADER.pack(
                    _SIZE + topic_size + tag_size + key_size + sharding_size + packed_size + body_size,
                    c.ONS_FRAME_MESSAGE,
                    len(properties),
                    token,
                    message.deliver_at_ms,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    topic_size,
                    tag_size,
                    key_size,
                    sharding_size,
                    0,
                    0,
                    0,
                    0,
                    packed_size,
                    body_size,
                ),
                topic,
                tag_bytes,
                key_bytes,
                sharding_bytes,
                packed,
                body,
            )
        )
    except (AttributeError, TypeError, UnicodeEncodeError, struct.error) as failure:
        raise InvalidError(f"{message!r:.200} cannot be sent: {failure}") from failure


def _packed(properties: Iterable[tuple[str, str]]) -> bytes:
    parts: list[bytes] = []
    for key, value in properties:
        key_bytes, value_bytes = key.encode(), value.encode()
        parts += (_PAIR.pack(len(key_bytes), len(value_bytes)), key_bytes, value_bytes)
    return b"".join(parts)
