"""Settings of clients. Generated from properties.json by generate.py; changes here are overwritten."""

from __future__ import annotations

from typing import TypedDict

from onsclient._border.times import Duration

# Keyword, with the ONS key and, for durations, the milliseconds of the key's unit.
KEYWORDS: dict[str, tuple[str, int]] = {
    "endpoint": ("NAMESRV_ADDR", 0),
    "access_key": ("AccessKey", 0),
    "secret_key": ("SecretKey", 0),
    "security_token": ("SecurityToken", 0),
    "ram_role_name": ("RamRoleName", 0),
    "metadata_address": ("ons.metadataAddress", 0),
    "instance_id": ("INSTANCE_ID", 0),
    "group_id": ("GROUP_ID", 0),
    "tls": ("ons.tls", 0),
    "tls_ca_file": ("ons.tlsCaFile", 0),
    "start_timeout": ("ons.startTimeoutMillis", 1),
    "request_timeout": ("ons.requestTimeoutMillis", 1),
    "log_root": ("ons.client.logRoot", 0),
    "log_level": ("ons.client.logLevel", 0),
    "log_file_max_index": ("ons.client.logFileMaxIndex", 0),
    "send_msg_timeout": ("SendMsgTimeoutMillis", 1),
    "send_msg_retry_times": ("SendMsgRetryTimes", 0),
    "max_in_flight_messages": ("ons.maxInFlightMessages", 0),
    "max_in_flight_mib": ("ons.maxInFlightMiB", 0),
    "message_model": ("MessageModel", 0),
    "consume_thread_nums": ("ConsumeThreadNums", 0),
    "max_reconsume_times": ("maxReconsumeTimes", 0),
    "consume_timeout": ("consumeTimeout", 60000),
    "max_cached_message_amount": ("maxCachedMessageAmount", 0),
    "max_cached_message_size_in_mib": ("maxCachedMessageSizeInMiB", 0),
    "shutdown_timeout": ("ons.shutdownTimeoutMillis", 1),
    "instance_name": ("InstanceName", 0),
    "offsets_folder": ("ons.offsetsFolder", 0),
    "auto_commit": ("autoCommit", 0),
    "auto_commit_interval": ("autoCommitIntervalMillis", 1),
    "poll_timeout": ("pollTimeoutMillis", 1),
    "max_batch_message_count": ("maxBatchMessageCount", 0),
    "suspend_time": ("suspendTimeMillis", 1),
    "consume_message_batch_max_size": ("ConsumeMessageBatchMaxSize", 0),
    "batch_consume_max_await_duration": ("batchConsumeMaxAwaitDurationInSeconds", 1000),
    "check_immunity_time": ("CheckImmunityTimeInSeconds", 1000),
    "exactly_once_delivery": ("exactlyOnceDelivery", 0),
}

# ONS key, with the value that is in force when it is absent.
DEFAULTS: dict[str, str] = {
    "ons.metadataAddress": "http://100.100.100.200",
    "ons.startTimeoutMillis": "30000",
    "ons.requestTimeoutMillis": "3000",
    "ons.client.logLevel": "INFO",
    "ons.client.logFileMaxIndex": "10",
    "SendMsgTimeoutMillis": "5000",
    "SendMsgRetryTimes": "3",
    "ons.maxInFlightMessages": "10000",
    "ons.maxInFlightMiB": "64",
    "MessageModel": "CLUSTERING",
    "ConsumeThreadNums": "20",
    "maxReconsumeTimes": "-1",
    "consumeTimeout": "15",
    "maxCachedMessageAmount": "5000",
    "maxCachedMessageSizeInMiB": "512",
    "ons.shutdownTimeoutMillis": "10000",
    "autoCommit": "true",
    "autoCommitIntervalMillis": "5000",
    "pollTimeoutMillis": "5000",
    "maxBatchMessageCount": "32",
    "suspendTimeMillis": "1000",
    "ConsumeMessageBatchMaxSize": "32",
    "batchConsumeMaxAwaitDurationInSeconds": "0",
}


class Settings(TypedDict, total=False):
    """The keyword arguments of every client; durations are a timedelta, or milliseconds."""

    endpoint: str
    """NAMESRV_ADDR: Address of the server, required: host:port, http://host:port, https://host:port (TLS), or
    several ip:port separated by semicolons."""
    access_key: str
    """AccessKey: Access key id; required unless RamRoleName is set."""
    secret_key: str
    """SecretKey: Access key secret, never sent; required unless RamRoleName is set."""
    security_token: str
    """SecurityToken: Token of temporary credentials."""
    ram_role_name: str
    """RamRoleName: Role of the machine whose credentials the client uses, instead of AccessKey, SecretKey and
    SecurityToken; it fetches them from the instance metadata service when it starts, and renews them before they
    expire."""
    metadata_address: str
    """ons.metadataAddress: Address of the instance metadata service, for RamRoleName. Default:
    http://100.100.100.200."""
    instance_id: str
    """INSTANCE_ID: Instance of topics and groups; wins over the one in the host name MQ_INST_x_y.host."""
    group_id: str
    """GROUP_ID: Group; required for consumers."""
    tls: str
    """ons.tls: Encryption of connections. Absent: verify for https:// addresses, off for others. One of off,
    verify, trust-all."""
    tls_ca_file: str
    """ons.tlsCaFile: File of certificates (PEM) to trust instead of the JVM's; for TLS mode verify."""
    start_timeout: Duration
    """ons.startTimeoutMillis: How long start() may take before it fails. Range: 100 to 600,000; unit: ms. Default:
    30000."""
    request_timeout: Duration
    """ons.requestTimeoutMillis: How long one request may wait for its answer. Range: 100 to 60,000; unit: ms.
    Default: 3000."""
    log_root: str
    """ons.client.logRoot: Folder of the log file ons-client.log; absent: logs/ons in the home folder. The client
    writes its log to that file, beside SLF4J, when this key, ons.client.logLevel or ons.client.logFileMaxIndex is
    given. There is one log file for the process; a full one (64 MB) becomes ons-client.log.1."""
    log_level: str
    """ons.client.logLevel: The least that goes to the log file. One of ERROR, WARN, INFO, DEBUG, TRACE. Default:
    INFO."""
    log_file_max_index: int
    """ons.client.logFileMaxIndex: How many full log files are kept. Range: 1 to 100, the default for anything else;
    unit: files. Default: 10."""
    send_msg_timeout: Duration
    """SendMsgTimeoutMillis: How long a send may take, all attempts together. Range: 1 to 3,600,000; unit: ms.
    Default: 5000."""
    send_msg_retry_times: int
    """SendMsgRetryTimes: How often a message is sent at most, the first time included, before the send fails; all
    attempts share SendMsgTimeoutMillis. One-way messages are sent once. Range: 1 to 100; unit: times. Default:
    3."""
    max_in_flight_messages: int
    """ons.maxInFlightMessages: How many asynchronous and one-way messages may be in flight per producer. Range: 1
    to 1,000,000; unit: messages. Default: 10000."""
    max_in_flight_mib: int
    """ons.maxInFlightMiB: How much of asynchronous and one-way bodies may be in flight per producer. Range: 1 to
    2,048; unit: MiB. Default: 64."""
    message_model: str
    """MessageModel: Whether a message goes to one consumer of the group or to all. One of CLUSTERING, BROADCASTING.
    Default: CLUSTERING."""
    consume_thread_nums: int
    """ConsumeThreadNums: How many threads call listeners. Range: 1 to 1,000; unit: threads. Default: 20."""
    max_reconsume_times: int
    """maxReconsumeTimes: How often a message is delivered again before it becomes a dead letter; absent or -1: as
    the server says, usually 16. Range: -1 to 2,147,483,647; unit: times. Default: -1."""
    consume_timeout: Duration
    """consumeTimeout: How long a listener may handle one message; beyond it the message counts as failed. Range: 1
    to 10,080; unit: minutes. Default: 15."""
    max_cached_message_amount: int
    """maxCachedMessageAmount: How many messages may be received and not handled yet, per consumer, split over its
    topics; one batch more can arrive. Range: 100 to 50,000, values outside are moved to the nearer end; unit:
    messages. Default: 5000."""
    max_cached_message_size_in_mib: int
    """maxCachedMessageSizeInMiB: How much of message bodies may be received and not handled yet, per consumer,
    split over its topics; one batch more can arrive. Of a pull consumer: per queue. Range: 16 to 2,048, values
    outside are moved to the nearer end; unit: MiB. Default: 512."""
    shutdown_timeout: Duration
    """ons.shutdownTimeoutMillis: How long shutdown() of a consumer waits for running listeners before it interrupts
    them. Range: 0 to 600,000; unit: ms. Default: 10000."""
    instance_name: str
    """InstanceName: Names a broadcasting consumer, so that it goes on where it was after a restart; absent: the
    first of DEFAULT, DEFAULT-2 ... that no other uses."""
    offsets_folder: str
    """ons.offsetsFolder: Folder in which broadcasting consumers keep their progress; absent: .ons/offsets in the
    home folder."""
    auto_commit: bool
    """autoCommit: Whether a pull consumer commits offsets by itself. One of true, false. Default: true."""
    auto_commit_interval: Duration
    """autoCommitIntervalMillis: How often a pull consumer commits offsets by itself. Range: 100 to 3,600,000; unit:
    ms. Default: 5000."""
    poll_timeout: Duration
    """pollTimeoutMillis: How long poll of a pull consumer waits when it is given a negative timeout. Range: 1 to
    3,600,000; unit: ms. Default: 5000."""
    max_batch_message_count: int
    """maxBatchMessageCount: How many messages one poll of a pull consumer returns at most. Range: 1 to 1,024; unit:
    messages. Default: 32."""
    suspend_time: Duration
    """suspendTimeMillis: How long an ordered consumer waits before it shows a message again. Range: 10 to 30,000;
    unit: ms. Default: 1000."""
    consume_message_batch_max_size: int
    """ConsumeMessageBatchMaxSize: How many messages a batch consumer hands to its listener at most. Range: 1 to
    1,024, values outside are moved to the nearer end; unit: messages. Default: 32."""
    batch_consume_max_await_duration: Duration
    """batchConsumeMaxAwaitDurationInSeconds: How long a batch that is not full waits for more; 0: it has what came
    together. Range: 0 to 450; unit: s. Default: 0."""
    check_immunity_time: Duration
    """CheckImmunityTimeInSeconds: How long the server asks no questions about a transaction; absent: as the server
    says. Range: 1 to 3,600; unit: s."""
    exactly_once_delivery: str
    """exactlyOnceDelivery: Only false is supported by this version."""
