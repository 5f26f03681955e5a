"""The C interface. Generated from onsclient.h by native-bridge/bindings; changes are overwritten."""

from __future__ import annotations

from ctypes import (
    CDLL,
    CFUNCTYPE,
    POINTER,
    Structure,
    c_char,
    c_char_p,
    c_double,
    c_int32,
    c_int64,
    c_size_t,
    c_uint32,
    c_uint64,
    c_void_p,
)
from typing import Any

ONS_ABI_VERSION = 0x00010001
ONS_FRAME_HEADER_SIZE = 100
ONS_OK = 0
ONS_E_INVALID = -1
ONS_E_DENIED = -2
ONS_E_TIMEOUT = -3
ONS_E_THROTTLED = -4
ONS_E_UNREACHABLE = -5
ONS_E_SERVER = -6
ONS_E_CLOSED = -7
ONS_E_UNSUPPORTED = -8
ONS_E_STATE = -9
ONS_E_FORKED = -10
ONS_E_RUNTIME = -11
ONS_E_VERSION = -12
ONS_E_BUFFER = -13
ONS_E_INTERNAL = -14
ONS_ERROR_RETRYABLE = 1
ONS_ERROR_TRUNCATED = 2
ONS_LOG_ERROR = 1
ONS_LOG_WARN = 2
ONS_LOG_INFO = 3
ONS_LOG_DEBUG = 4
ONS_LOG_TRACE = 5
ONS_FRAME_MESSAGE = 1
ONS_FRAME_SEND_RESULT = 2
ONS_FRAME_CHECK = 3
ONS_FRAME_LOG = 4
ONS_FRAME_PARTITIONS = 5
ONS_FRAME_ERROR = 6
ONS_TRANSACTION_UNKNOWN = 0
ONS_TRANSACTION_COMMIT = 1
ONS_TRANSACTION_ROLLBACK = 2
ONS_CONSUME_SUCCESS = 1
ONS_CONSUME_LATER = 2
ONS_FILTER_TAG = 0
ONS_FILTER_SQL = 1

# A frame's header for struct, the places of its fields, and the order of the texts behind it.
FRAME_HEADER = "<IHHQqqqqiiIIIIIIIIIII"
FRAME_AT_SIZE = 0
FRAME_AT_KIND = 4
FRAME_AT_PROPERTY_COUNT = 6
FRAME_AT_TOKEN = 8
FRAME_AT_DELIVER_AT = 16
FRAME_AT_BORN_AT = 24
FRAME_AT_STORED_AT = 32
FRAME_AT_OFFSET = 40
FRAME_AT_NUMBER = 48
FRAME_AT_STATUS = 52
FRAME_AT_FLAGS = 56
FRAME_AT_TOPIC = 60
FRAME_AT_TAG = 64
FRAME_AT_KEY = 68
FRAME_AT_SHARDING_KEY = 72
FRAME_AT_MESSAGE_ID = 76
FRAME_AT_BORN_HOST = 80
FRAME_AT_PARTITION = 84
FRAME_AT_EXTRA = 88
FRAME_AT_PROPERTIES = 92
FRAME_AT_BODY = 96
FRAME_TEXT_TOPIC = 0
FRAME_TEXT_TAG = 1
FRAME_TEXT_KEY = 2
FRAME_TEXT_SHARDING_KEY = 3
FRAME_TEXT_MESSAGE_ID = 4
FRAME_TEXT_BORN_HOST = 5
FRAME_TEXT_PARTITION = 6
FRAME_TEXT_EXTRA = 7
FRAME_TEXT_PROPERTIES = 8
FRAME_TEXT_BODY = 9


class ons_str_t(Structure):
    _fields_ = (
        ("data", c_char_p),
        ("size", c_size_t),
    )


class ons_property_t(Structure):
    _fields_ = (
        ("key", ons_str_t),
        ("value", ons_str_t),
    )


class ons_buffer_t(Structure):
    _fields_ = (
        ("data", c_void_p),
        ("size", c_size_t),
    )


class ons_error_t(Structure):
    _fields_ = (
        ("struct_size", c_uint32),
        ("status", c_int32),
        ("code", c_int32),
        ("flags", c_uint32),
        ("name", c_char * 64),
        ("request_id", c_char * 64),
        ("message", c_char * 1024),
        ("detail", c_char * 2048),
    )


class ons_runtime_options_t(Structure):
    _fields_ = (
        ("struct_size", c_uint32),
        ("abi_version", c_uint32),
        ("wrapper", ons_str_t),
        ("java_home", ons_str_t),
        ("class_path", ons_str_t),
        ("jvm_options", ons_str_t),
        ("log_folder", ons_str_t),
        ("max_heap_mib", c_uint32),
        ("echo", c_uint32),
    )

ons_log_callback_t = CFUNCTYPE(None, c_void_p, c_int32, c_int64, ons_str_t, ons_str_t)

ons_release_t = CFUNCTYPE(None, c_void_p)


class ons_message_t(Structure):
    _fields_ = (
        ("struct_size", c_uint32),
        ("property_count", c_uint32),
        ("topic", ons_str_t),
        ("tag", ons_str_t),
        ("key", ons_str_t),
        ("sharding_key", ons_str_t),
        ("body", c_void_p),
        ("body_size", c_size_t),
        ("properties", POINTER(ons_property_t)),
        ("deliver_at_ms", c_int64),
        ("token", c_uint64),
        ("message_id", ons_str_t),
        ("born_host", ons_str_t),
        ("partition", ons_str_t),
        ("born_at_ms", c_int64),
        ("stored_at_ms", c_int64),
        ("offset", c_int64),
        ("reconsume_times", c_int32),
        ("reserved", c_uint32),
    )


class ons_send_result_t(Structure):
    _fields_ = (
        ("struct_size", c_uint32),
        ("status", c_int32),
        ("message_id", c_char * 128),
        ("recall_handle", c_char * 1024),
        ("code", c_int32),
        ("flags", c_uint32),
        ("name", c_char * 64),
        ("request_id", c_char * 64),
        ("message", c_char * 1024),
    )

ons_transaction_callback_t = CFUNCTYPE(c_int32, c_void_p, POINTER(ons_message_t))


class ons_statistics_t(Structure):
    _fields_ = (
        ("struct_size", c_uint32),
        ("reserved", c_uint32),
        ("sent", c_uint64),
        ("send_failures", c_uint64),
        ("sends_in_flight", c_uint64),
        ("received", c_uint64),
        ("consumed", c_uint64),
        ("consume_failures", c_uint64),
        ("callbacks_running", c_uint64),
    )

ons_send_callback_t = CFUNCTYPE(None, c_void_p, POINTER(ons_send_result_t), POINTER(ons_error_t))

ons_listener_t = CFUNCTYPE(c_int32, c_void_p, POINTER(ons_message_t), c_size_t)

ons_offset_read_t = CFUNCTYPE(c_int32, c_void_p, ons_str_t, ons_str_t, POINTER(c_int64))

ons_offset_write_t = CFUNCTYPE(None, c_void_p, ons_str_t, ons_str_t, c_int64)


class ons_partition_t(Structure):
    _fields_ = (
        ("topic", ons_str_t),
        ("name", ons_str_t),
    )

ons_partitions_callback_t = CFUNCTYPE(None, c_void_p, ons_str_t, ons_str_t)


# Name, with the type of the result and those of the parameters.
FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "ons_abi_version": (c_uint32, ()),
    "ons_version": (c_char_p, ()),
    "ons_feature_supported": (c_int32, (c_char_p,)),
    "ons_buffer_release": (None, (POINTER(ons_buffer_t),)),
    "ons_status_name": (c_char_p, (c_int32,)),
    "ons_error_is_retryable": (c_int32, (POINTER(ons_error_t),)),
    "ons_error_is_timeout": (c_int32, (POINTER(ons_error_t),)),
    "ons_error_is_throttled": (c_int32, (POINTER(ons_error_t),)),
    "ons_error_is_closed": (c_int32, (POINTER(ons_error_t),)),
    "ons_error_is_fatal": (c_int32, (POINTER(ons_error_t),)),
    "ons_runtime_open": (c_int32, (POINTER(ons_runtime_options_t), POINTER(ons_error_t))),
    "ons_runtime_close": (c_int32, (c_int32, POINTER(ons_error_t))),
    "ons_runtime_describe": (c_int32, (POINTER(ons_buffer_t), POINTER(ons_error_t))),
    "ons_log_set_callback": (c_int32, (ons_log_callback_t, c_void_p, ons_release_t, c_int32, POINTER(ons_error_t))),
    "ons_log_use_events": (c_int32, (c_int32, POINTER(ons_error_t))),
    "ons_send_result_error": (c_int32, (POINTER(ons_send_result_t), POINTER(ons_error_t))),
    "ons_frame_encode": (
        c_int32,
        (
            POINTER(ons_message_t), c_uint64, c_void_p, c_size_t, POINTER(c_size_t), POINTER(ons_error_t)
        ),
    ),
    "ons_frame_decode": (
        c_int32,
        (
            c_void_p, c_size_t, POINTER(c_size_t), POINTER(c_int32), POINTER(ons_message_t),
            POINTER(ons_property_t), c_size_t, POINTER(ons_error_t)
        ),
    ),
    "ons_producer_open": (c_int32, (POINTER(ons_property_t), c_size_t, POINTER(c_uint64), POINTER(ons_error_t))),
    "ons_order_producer_open": (c_int32, (POINTER(ons_property_t), c_size_t, POINTER(c_uint64), POINTER(ons_error_t))),
    "ons_transaction_producer_open": (
        c_int32,
        (
            POINTER(ons_property_t), c_size_t, ons_transaction_callback_t, c_void_p, ons_release_t,
            POINTER(c_uint64), POINTER(ons_error_t)
        ),
    ),
    "ons_consumer_open": (c_int32, (POINTER(ons_property_t), c_size_t, POINTER(c_uint64), POINTER(ons_error_t))),
    "ons_order_consumer_open": (c_int32, (POINTER(ons_property_t), c_size_t, POINTER(c_uint64), POINTER(ons_error_t))),
    "ons_batch_consumer_open": (c_int32, (POINTER(ons_property_t), c_size_t, POINTER(c_uint64), POINTER(ons_error_t))),
    "ons_pull_consumer_open": (c_int32, (POINTER(ons_property_t), c_size_t, POINTER(c_uint64), POINTER(ons_error_t))),
    "ons_client_start": (c_int32, (c_uint64, POINTER(ons_error_t))),
    "ons_client_close": (c_int32, (c_uint64, POINTER(ons_error_t))),
    "ons_client_update_credentials": (c_int32, (c_uint64, POINTER(ons_property_t), c_size_t, POINTER(ons_error_t))),
    "ons_client_describe": (c_int32, (c_uint64, POINTER(ons_buffer_t), POINTER(ons_error_t))),
    "ons_client_statistics": (c_int32, (c_uint64, POINTER(ons_statistics_t), POINTER(ons_error_t))),
    "ons_producer_send": (
        c_int32,
        (
            c_uint64, POINTER(ons_message_t), POINTER(ons_send_result_t), POINTER(ons_error_t)
        ),
    ),
    "ons_producer_send_async": (
        c_int32,
        (
            c_uint64, POINTER(ons_message_t), ons_send_callback_t, c_void_p, POINTER(ons_error_t)
        ),
    ),
    "ons_producer_send_oneway": (c_int32, (c_uint64, POINTER(ons_message_t), POINTER(ons_error_t))),
    "ons_producer_send_batch": (
        c_int32,
        (
            c_uint64, POINTER(ons_message_t), c_size_t, POINTER(ons_send_result_t), POINTER(ons_error_t)
        ),
    ),
    "ons_producer_send_frames": (c_int32, (c_uint64, c_void_p, c_size_t, POINTER(c_size_t), POINTER(ons_error_t))),
    "ons_producer_send_transaction": (
        c_int32,
        (
            c_uint64, POINTER(ons_message_t), ons_transaction_callback_t, c_void_p,
            POINTER(ons_send_result_t), POINTER(ons_error_t)
        ),
    ),
    "ons_producer_recall": (c_int32, (c_uint64, ons_str_t, ons_str_t, c_char_p, POINTER(ons_error_t))),
    "ons_consumer_subscribe": (
        c_int32,
        (
            c_uint64, ons_str_t, ons_str_t, c_int32, ons_listener_t, c_void_p, ons_release_t,
            POINTER(ons_error_t)
        ),
    ),
    "ons_consumer_unsubscribe": (c_int32, (c_uint64, ons_str_t, POINTER(ons_error_t))),
    "ons_consumer_rate_limit": (c_int32, (c_uint64, ons_str_t, c_double, POINTER(ons_error_t))),
    "ons_consumer_set_offset_store": (
        c_int32,
        (
            c_uint64, ons_offset_read_t, ons_offset_write_t, c_void_p, ons_release_t, POINTER(ons_error_t)
        ),
    ),
    "ons_callback_set_error": (None, (ons_str_t,)),
    "ons_client_use_events": (c_int32, (c_uint64, POINTER(ons_error_t))),
    "ons_events_poll": (
        c_int32,
        (
            c_uint64, c_size_t, c_int32, c_void_p, c_size_t, POINTER(c_size_t), POINTER(c_size_t),
            POINTER(ons_error_t)
        ),
    ),
    "ons_events_complete": (c_int32, (c_uint64, POINTER(c_uint64), POINTER(c_int32), c_size_t, POINTER(ons_error_t))),
    "ons_pull_partitions": (c_int32, (c_uint64, ons_str_t, POINTER(ons_buffer_t), POINTER(ons_error_t))),
    "ons_pull_assign": (c_int32, (c_uint64, POINTER(ons_partition_t), c_size_t, POINTER(ons_error_t))),
    "ons_pull_on_partitions_changed": (
        c_int32,
        (
            c_uint64, ons_str_t, ons_partitions_callback_t, c_void_p, ons_release_t, POINTER(ons_error_t)
        ),
    ),
    "ons_pull_poll": (
        c_int32,
        (
            c_uint64, c_int32, c_void_p, c_size_t, POINTER(c_size_t), POINTER(c_size_t),
            POINTER(ons_error_t)
        ),
    ),
    "ons_pull_seek": (c_int32, (c_uint64, ons_partition_t, c_int64, POINTER(ons_error_t))),
    "ons_pull_seek_to_beginning": (c_int32, (c_uint64, ons_partition_t, POINTER(ons_error_t))),
    "ons_pull_seek_to_end": (c_int32, (c_uint64, ons_partition_t, POINTER(ons_error_t))),
    "ons_pull_pause": (c_int32, (c_uint64, POINTER(ons_partition_t), c_size_t, POINTER(ons_error_t))),
    "ons_pull_resume": (c_int32, (c_uint64, POINTER(ons_partition_t), c_size_t, POINTER(ons_error_t))),
    "ons_pull_offset_for_time": (c_int32, (c_uint64, ons_partition_t, c_int64, POINTER(c_int64), POINTER(ons_error_t))),
    "ons_pull_committed": (c_int32, (c_uint64, ons_partition_t, POINTER(c_int64), POINTER(ons_error_t))),
    "ons_pull_commit": (c_int32, (c_uint64, POINTER(ons_error_t))),
    "ons_pull_commit_offset": (c_int32, (c_uint64, ons_partition_t, c_int64, POINTER(ons_error_t))),
    "ons_pull_offset_limits": (
        c_int32,
        (
            c_uint64, ons_partition_t, POINTER(c_int64), POINTER(c_int64), POINTER(ons_error_t)
        ),
    ),
    "ons_pull_fetch": (
        c_int32,
        (
            c_uint64, ons_partition_t, ons_str_t, c_int64, c_uint32, c_int32, c_void_p, c_size_t,
            POINTER(c_size_t), POINTER(c_size_t), POINTER(c_int64), POINTER(ons_error_t)
        ),
    ),
}


def declare(library: CDLL) -> None:
    """Tells ctypes the types of all functions; one that the library lacks: AttributeError."""
    for name, (result, arguments) in FUNCTIONS.items():
        function = getattr(library, name)
        function.restype = result
        function.argtypes = arguments
