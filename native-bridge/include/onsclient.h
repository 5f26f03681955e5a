/*
 * onsclient.h: the C interface of OpenONS, a client for RocketMQ 5 servers with the ONS programming model.
 *
 * One library, libonsclient, holds the whole client. C++, .NET and Python are thin layers over what is declared here,
 * so all of them behave the same.
 *
 * Quick start
 *
 *     ons_property_t properties[] = {{ONS_STR("NAMESRV_ADDR"), ONS_STR("127.0.0.1:8081")},
 *                                    {ONS_STR("AccessKey"), ONS_STR("any")}, {ONS_STR("SecretKey"), ONS_STR("any")}};
 *     ons_error_t error = ONS_ERROR_INIT;
 *     ons_client_t producer;
 *     if (ons_producer_open(properties, 3, &producer, &error) || ons_client_start(producer, &error)) { ... }
 *     ons_message_t message = ONS_MESSAGE_INIT;
 *     message.topic = ONS_STR("orders");
 *     message.body = (const uint8_t *)"hello";
 *     message.body_size = 5;
 *     ons_send_result_t result = ONS_SEND_RESULT_INIT;
 *     if (ons_producer_send(producer, &message, &result, &error)) fprintf(stderr, "%s\n", error.message);
 *     ons_client_close(producer, &error);
 *     ons_runtime_close(5000, &error);
 *
 * Words on ownership, used with one meaning everywhere
 *
 *   "borrowed until return"               the library reads it during the call and keeps nothing of it.
 *   "borrowed until the callback returns" valid inside the callback only; copy what must live longer.
 *   "yours: release with F"               you own it; call F exactly once.
 *
 * Rules for every function
 *
 *   - Result: ONS_OK (0), or a negative status of which `error` (may be NULL) tells the details. On failure nothing is
 *     written to the other output parameters, except where it is said.
 *   - Threads: every function may be called from any thread at any time, unless its comment says otherwise. Threads of
 *     the host need no preparation; their stack must have 256 KiB at least.
 *   - Strings: UTF-8 with a length, no terminator needed. Text that is not valid UTF-8 is refused with ONS_E_INVALID.
 *   - NULL: a parameter that may be NULL says so. Any other NULL is refused with ONS_E_INVALID, never a crash.
 *   - Deadlines: every wait has one. Times are milliseconds; points in time are milliseconds since 1970 UTC.
 *   - Structures begin with `struct_size`: set it to sizeof (the *_INIT macros do), so both sides know the fields that
 *     the other one knows. The interface only grows: a function keeps its signature for ever.
 *
 * Rules for callbacks
 *
 *   - They run on threads of the library unless said otherwise, several at a time; they may block, and may call every
 *     function but those that close what they belong to: these answer ONS_E_STATE.
 *   - `context` comes back as it was given. Where a `release` function (may be NULL) goes with it, that is called
 *     exactly once, when no further callback with this context can come, also if the call that took it failed.
 *   - No C++ exception may leave a callback. A callback that fails says so by its result; ons_callback_set_error adds
 *     the reason. The result 0 never means success.
 *   - After ons_client_close has returned ONS_OK, no callback of that client runs.
 *
 * The process
 *
 *   - The library hosts a Java runtime inside the process; it starts with the first client, not with the library.
 *     ons_runtime_options_t says where the library looks for it. A runtime that cannot start is ONS_E_RUNTIME with its
 *     words; it never ends the process. It needs 64 files that may be opened (ulimit -n), and where the address space
 *     is limited (ulimit -v) 1,600 MiB besides its heap.
 *   - Signals of the host stay the host's. Java needs SIGSEGV, SIGBUS, SIGFPE and SIGILL for itself; the host's
 *     handlers get the faults that are not Java's. Install them before the first client: the library finds later ones
 *     within a quarter of a second, and at its next call; until then they get Java's faults, too. No such time is left
 *     in a process that was started with LD_PRELOAD=<Java runtime>/lib/libjsig.so. A late handler that calls the one
 *     before it, or puts it back, comes to Java's, which ends the process with Java's crash report.
 *   - fork: a child of fork must not use the library; every function answers ONS_E_FORKED there. exec after fork is
 *     fine, and so is fork before the first client.
 *   - A process may end with open clients; exit() closes them before it destroys what was there when they were started
 *     or subscribed. Call ons_runtime_close to have a say in how long that may take, and to learn whether it succeeded.
 */
#ifndef ONSCLIENT_H
#define ONSCLIENT_H

#include <stddef.h>
#include <stdint.h>

#define ONS_API __attribute__((visibility("default")))

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Version ---------------------------------------------------------------------------------------------------- */

/* The interface declared here: major << 16 | minor. A library with the same major and this or a higher minor fits. */
#define ONS_ABI_VERSION 0x00010001u

/* The interface version of the loaded library, as ONS_ABI_VERSION. Never fails, needs no runtime. */
ONS_API uint32_t ons_abi_version(void);

/* The version of the product, such as "0.1.0". Static text. Never fails, needs no runtime. */
ONS_API const char *ons_version(void);

/*
 * Whether this library has a feature: 1 or 0. Ask instead of comparing versions. Never fails, needs no runtime.
 * Names: "send", "send.async", "send.oneway", "send.batch", "send.ordered", "send.delayed", "send.transaction",
 * "send.recall", "consume.push", "consume.ordered", "consume.batch", "consume.pull", "consume.broadcast",
 * "filter.tag", "filter.sql", "events", "echo", "bundled-runtime" (a runtime lies with the library).
 * `name` ends with NUL; NULL gives 0.
 */
ONS_API int32_t ons_feature_supported(const char *name);

/* ---- Values ----------------------------------------------------------------------------------------------------- */

/* Text: UTF-8, `size` bytes. data may be NULL when size is 0; absent and empty text are the same. */
typedef struct ons_str {
  const char *data;
  size_t size;
} ons_str_t;

/* An ons_str_t from a string literal. */
#ifdef __cplusplus
#define ONS_STR(literal) \
  ons_str_t { literal, sizeof(literal) - 1 }
#else
#define ONS_STR(literal) ((ons_str_t){literal, sizeof(literal) - 1})
#endif

/* A key with its value: a client's property, or a user property of a message. */
typedef struct ons_property {
  ons_str_t key;
  ons_str_t value;
} ons_property_t;

/* Bytes that the library made. Yours: release with ons_buffer_release. Text in it is UTF-8 without terminator. */
typedef struct ons_buffer {
  uint8_t *data;
  size_t size;
} ons_buffer_t;

/* Frees a buffer and sets it to {NULL, 0}; doing so again, or with NULL, changes nothing. Never fails. */
ONS_API void ons_buffer_release(ons_buffer_t *buffer);

/* ---- Errors ----------------------------------------------------------------------------------------------------- */

/* What kind of outcome a call had: ONS_OK or one of the negative classes below. */
typedef int32_t ons_status_t;

enum {
  ONS_OK = 0,
  ONS_E_INVALID = -1,     /* An argument, a property or a message breaks a rule; the message names it. */
  ONS_E_DENIED = -2,      /* Credentials, rights or TLS. */
  ONS_E_TIMEOUT = -3,     /* No answer in time; whether it had an effect is not known. */
  ONS_E_THROTTLED = -4,   /* Too much at once: here (in flight, in the Java heap) or at the server. Try later. */
  ONS_E_UNREACHABLE = -5, /* No connection to any server. */
  ONS_E_SERVER = -6,      /* The server failed. */
  ONS_E_CLOSED = -7,      /* The client, or the library, was closed; also a stale or a never valid handle. */
  ONS_E_UNSUPPORTED = -8, /* This server, this client kind or this build cannot do it. */
  ONS_E_STATE = -9,       /* Not now: not started, started already, or a close from within a callback. */
  ONS_E_FORKED = -10,     /* This process is a child of fork; create clients after fork, or use exec. */
  ONS_E_RUNTIME = -11,    /* No Java runtime was found, or it did not start; the message says where and why. */
  ONS_E_VERSION = -12,    /* The program was made for another major version of this interface. */
  ONS_E_BUFFER = -13,     /* The buffer given is too small; nothing was lost, `size` has what is needed. */
  ONS_E_INTERNAL = -14    /* A defect of this library. Please report it, with `detail`. */
};

/* Bits of ons_error_t.flags; ask with the predicates below. */
enum { ONS_ERROR_RETRYABLE = 1, ONS_ERROR_TRUNCATED = 2 };

/*
 * Why a call failed. Yours, of any storage, reusable; a successful call leaves it as it was. All texts end with NUL and
 * are cut at a character's border when too long (flag ONS_ERROR_TRUNCATED).
 */
typedef struct ons_error {
  uint32_t struct_size; /* sizeof(ons_error_t) */
  ons_status_t status;  /* The class: the same as the function's result. */
  int32_t code;         /* The exact code: the server's or the client's number (40402), or the status itself. */
  uint32_t flags;       /* ONS_ERROR_* */
  char name[64];        /* Name of the code: "TOPIC_NOT_FOUND". */
  char request_id[64];  /* The request that failed, for the server's logs; "" when there was none. */
  char message[1024];   /* What, where, and what to do. */
  char detail[2048];    /* For reports: the inner causes with their stacks; may be "". */
} ons_error_t;

#define ONS_ERROR_INIT {sizeof(ons_error_t), 0, 0, 0, {0}, {0}, {0}, {0}}

/* The name of a status: "ONS_E_TIMEOUT"; "ONS_E_UNKNOWN" for a number that is none. Static text, never fails. */
ONS_API const char *ons_status_name(ons_status_t status);

/* Predicates: 1 or 0; NULL gives 0. Retryable: the same call may succeed later without any change. */
ONS_API int32_t ons_error_is_retryable(const ons_error_t *error);
ONS_API int32_t ons_error_is_timeout(const ons_error_t *error);
ONS_API int32_t ons_error_is_throttled(const ons_error_t *error);
ONS_API int32_t ons_error_is_closed(const ons_error_t *error);
/* Fatal: the process must be repaired first (ONS_E_FORKED, _RUNTIME, _VERSION, _INTERNAL). */
ONS_API int32_t ons_error_is_fatal(const ons_error_t *error);

/* ---- The runtime ------------------------------------------------------------------------------------------------ */

/* How the library runs in this process; every field but the first two may be zero. Borrowed until return. */
typedef struct ons_runtime_options {
  uint32_t struct_size;   /* sizeof(ons_runtime_options_t) */
  uint32_t abi_version;   /* ONS_ABI_VERSION: another major is refused with ONS_E_VERSION. */
  ons_str_t wrapper;      /* Who asks, as "python/0.1.0 cpython/3.11"; told to servers as user agent. */
  ons_str_t java_home;    /* A Java runtime, 17 or later. Absent: ONS_JAVA_HOME, the bundled runtime/, JAVA_HOME, the
                             java on PATH, in this order. The first two must work when they are set. */
  ons_str_t class_path;   /* The client's jars, separated by ':'. Absent: ONS_CLASSPATH, the bundled jars/. What is
                             bundled lies in the folder of the library, or in onsclient/ there if that exists. */
  ons_str_t jvm_options;  /* More options for the Java runtime, separated by line ends; after these, ONS_JVM_OPTS. */
  ons_str_t log_folder;   /* Where crash reports and, without a log callback, logs go. Absent: ONS_LOG_DIR;
                             without both, logs go to stderr from level WARN on. Never stdout. */
  uint32_t max_heap_mib;  /* Most memory of Java objects, MiB, 16 to 65,536. 0: 256. Messages that consumers hold are
                             in it (maxCachedMessageSizeInMiB, but never more than a quarter of the heap for each
                             consumer), and sends in flight (ons.maxInFlightMiB). When it is full, calls answer
                             ONS_E_THROTTLED named OUT_OF_MEMORY; callbacks and polls go on, and a message that could
                             not be shown comes again. */
  uint32_t echo;          /* 1: echo mode, for testing a wrapper: no Java, no server. Each message sent comes to every
                             consumer of its topic in this process; results of listeners are counted only. */
} ons_runtime_options_t;

#define ONS_RUNTIME_OPTIONS_INIT \
  {sizeof(ons_runtime_options_t), ONS_ABI_VERSION, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}, 0, 0}

/*
 * Starts the library in this process. Optional: the first client does it with default options.
 * `options` may be NULL (all defaults). Again with the same options: no effect; with others: ONS_E_STATE. In a
 * process that has a Java virtual machine already, that one is used. After ons_runtime_close: ONS_E_CLOSED, for good.
 * Takes up to some hundred milliseconds. Not from a callback.
 */
ONS_API ons_status_t ons_runtime_open(const ons_runtime_options_t *options, ons_error_t *error);

/*
 * Ends the library in this process, for good: no new calls, running callbacks are waited for up to `drain_ms`
 * (0 to 600,000), all clients are closed, pending operations complete with ONS_E_CLOSED, the Java runtime that the
 * library made is ended; its end is waited for as long again, and 10 s at least. Without a runtime, or a second time:
 * ONS_OK at once. From a callback: ONS_E_STATE.
 * ONS_E_TIMEOUT: callbacks were still running after `drain_ms`; the clients are closed all the same.
 */
ONS_API ons_status_t ons_runtime_close(int32_t drain_ms, ons_error_t *error);

/*
 * Describes the library in this process, for people: version, Java runtime with its place and version, options in
 * force, every open client, signal handlers that were displaced. Works without a runtime. `*text_out` is yours:
 * release with ons_buffer_release.
 */
ONS_API ons_status_t ons_runtime_describe(ons_buffer_t *text_out, ons_error_t *error);

/* ---- Logs ------------------------------------------------------------------------------------------------------- */

enum { ONS_LOG_ERROR = 1, ONS_LOG_WARN = 2, ONS_LOG_INFO = 3, ONS_LOG_DEBUG = 4, ONS_LOG_TRACE = 5 };

/* One log record; `logger` and `text` are borrowed until the callback returns. */
typedef void (*ons_log_callback_t)(void *context, int32_t level, int64_t at_ms, ons_str_t logger, ons_str_t text);

/* Frees or counts down what a context points to. */
typedef void (*ons_release_t)(void *context);

/*
 * Takes the library's log records of `level` and more urgent ones instead of stderr and file. They come one at a time,
 * from a thread of the library. `callback` NULL: back to the default. May be called before any runtime is open.
 */
ONS_API ons_status_t ons_log_set_callback(ons_log_callback_t callback, void *context, ons_release_t release,
                                          int32_t level, ons_error_t *error);

/* As ons_log_set_callback, but the records become frames to poll: ons_events_poll(ONS_RUNTIME_EVENTS, ...). */
ONS_API ons_status_t ons_log_use_events(int32_t level, ons_error_t *error);

/* ---- Messages --------------------------------------------------------------------------------------------------- */

/*
 * A message, to send or received. To send: fill the upper part, the library ignores the rest. Received: every
 * pointer is borrowed, from the frame or until the callback returns.
 */
typedef struct ons_message {
  uint32_t struct_size; /* sizeof(ons_message_t) */
  uint32_t property_count;
  ons_str_t topic;
  ons_str_t tag;          /* At most one; subscriptions filter by it. */
  ons_str_t key;          /* Words separated by blanks, to find the message by. */
  ons_str_t sharding_key; /* Messages with the same one stay in order; required by ordered producers. */
  const uint8_t *body;    /* Any bytes, one at least; servers usually take up to 4 MiB. */
  size_t body_size;
  const ons_property_t *properties; /* User properties: `property_count` of them; may be NULL when 0. */
  int64_t deliver_at_ms;            /* Not delivered before this time; 0: at once. Our broker: up to 40 days ahead. */

  /* Received messages only. */
  uint64_t token;          /* Names the delivery in ons_events_complete; 0 in callbacks. */
  ons_str_t message_id;    /* The id that the sender was told. */
  ons_str_t born_host;     /* Where it was sent, as the sender said. */
  ons_str_t partition;     /* The queue it came from, as the pull functions name it; may be empty. */
  int64_t born_at_ms;      /* When it was sent, by the sender's clock. */
  int64_t stored_at_ms;    /* When the server stored it; 0 when not known. */
  int64_t offset;          /* Its place in its queue. */
  int32_t reconsume_times; /* How often it was delivered to this group before. */
  uint32_t reserved;
} ons_message_t;

#define ONS_MESSAGE_INIT                                                                                          \
  {sizeof(ons_message_t), 0, {0, 0}, {0, 0}, {0, 0}, {0, 0}, 0, 0, 0, 0, 0, {0, 0}, {0, 0}, {0, 0}, 0, 0, 0, 0, 0}

/* What became of one message that was sent. Yours, of any storage. */
typedef struct ons_send_result {
  uint32_t struct_size;     /* sizeof(ons_send_result_t) */
  ons_status_t status;      /* ONS_OK: the server has stored it. Of a batch, each message has its own. */
  char message_id[128];     /* Ends with NUL; "" unless ONS_OK. */
  char recall_handle[1024]; /* What ons_producer_recall takes; ends with NUL; "" when it cannot be recalled. */

  /* Since 1.1; written only when struct_size covers them. Why the message was not stored, as in ons_error_t. */
  int32_t code;
  uint32_t flags;
  char name[64];
  char request_id[64];
  char message[1024];
} ons_send_result_t;

#define ONS_SEND_RESULT_INIT {sizeof(ons_send_result_t), 0, {0}, {0}, 0, 0, {0}, {0}, {0}}

/*
 * Turns a result into an error, so that the predicates can be asked about each message of a batch. Returns the status
 * of `result`; unless that is ONS_OK, `error` is filled. Both are borrowed until return. Needs no runtime. Since 1.1.
 */
ONS_API ons_status_t ons_send_result_error(const ons_send_result_t *result, ons_error_t *error);

/* ---- Frames ----------------------------------------------------------------------------------------------------- */

/*
 * A frame is a message, or another event, as bytes: what crosses the border in batches, and what wrappers of slow
 * callbacks read and write themselves. Little-endian, unaligned. Frames follow each other without gaps.
 *
 *   at  size  field                               at  size  field
 *    0   u32  size: of all, this header included      48   i32  number: reconsume times; code of an error; log level
 *    4   u16  kind, ONS_FRAME_*                     52   i32  status: of a send result or an error
 *    6   u16  property count                       56   u32  flags: of an error
 *    8   u64  token                                60   u32  topic: size in bytes
 *   16   i64  deliver at, ms                       64   u32  tag
 *   24   i64  born at, ms; time of a log record    68   u32  key
 *   32   i64  stored at, ms                        72   u32  sharding key
 *   40   i64  offset                               76   u32  message id; request id of an error
 *                                                  80   u32  born host; name of an error's code; logger
 *                                                  84   u32  partition
 *                                                  88   u32  extra: recall handle; message of an error; log text
 *                                                  92   u32  properties, all together
 *                                                  96   u32  body; detail of an error
 *  100  the texts in this order, then the properties (u32 key size, u32 value size, key, value, each), then the body
 *
 * A frame to send needs the kind ONS_FRAME_MESSAGE, a token of your choice, topic, body and what else a sender sets.
 */
#define ONS_FRAME_HEADER_SIZE 100

enum {
  ONS_FRAME_MESSAGE = 1,     /* A message received (or to send). Answer: ons_events_complete with an ONS_CONSUME_*. */
  ONS_FRAME_SEND_RESULT = 2, /* A send has ended: token as given, status, topic, message id, recall handle. When the
                                status is not ONS_OK it is laid out as ONS_FRAME_ERROR. */
  ONS_FRAME_CHECK = 3,       /* A half message whose outcome the server asks for. Answer: an ONS_TRANSACTION_*. */
  ONS_FRAME_LOG = 4,         /* A log record. No answer. */
  ONS_FRAME_PARTITIONS = 5,  /* The partitions of `topic` changed; body: their names, one per line. No answer. */
  ONS_FRAME_ERROR = 6        /* An error, inside the library only. */
};

/*
 * Writes a message as a frame to `buffer`. `*size_out` is the frame's size, also with ONS_E_BUFFER, when `capacity` is
 * too small. `buffer` may be NULL when capacity is 0. Needs no runtime.
 */
ONS_API ons_status_t ons_frame_encode(const ons_message_t *message, uint64_t token, uint8_t *buffer, size_t capacity,
                                      size_t *size_out, ons_error_t *error);

/*
 * Reads the frame at `*position` of `frames` and moves `*position` behind it. `message` and `properties` point into
 * `frames` afterwards. `*kind_out` is the ONS_FRAME_*; may be NULL. ONS_E_BUFFER: more than `property_capacity`
 * properties, of which message->property_count tells the number; *position stays. ONS_E_INVALID: not a frame.
 * Needs no runtime.
 */
ONS_API ons_status_t ons_frame_decode(const uint8_t *frames, size_t size, size_t *position, int32_t *kind_out,
                                      ons_message_t *message, ons_property_t *properties, size_t property_capacity,
                                      ons_error_t *error);

/* ---- Clients: life ---------------------------------------------------------------------------------------------- */

/* A client of any kind: a number, never a pointer. 0 is none. Old numbers are not used again: ONS_E_CLOSED. */
typedef uint64_t ons_client_t;

/*
 * Every ons_*_open makes a client, not started: properties are checked, nothing is connected. `properties` are the ONS
 * ones, docs/properties.md lists them (NAMESRV_ADDR, GROUP_ID, ...); borrowed until return. What they do not set comes
 * from the environment (ONSCLIENT_ENDPOINT, ONSCLIENT_GROUP_ID, ...). A value out of range is ONS_E_INVALID and names
 * key, value and range. `*client_out` is yours: release with ons_client_close.
 */
ONS_API ons_status_t ons_producer_open(const ons_property_t *properties, size_t count, ons_client_t *client_out,
                                       ons_error_t *error);
/* A producer whose messages each have a sharding key, in whose order they are delivered. */
ONS_API ons_status_t ons_order_producer_open(const ons_property_t *properties, size_t count, ons_client_t *client_out,
                                             ons_error_t *error);

/* Results of transaction callbacks. ROLLBACK drops the message; UNKNOWN lets the server ask again later. */
enum { ONS_TRANSACTION_UNKNOWN = 0, ONS_TRANSACTION_COMMIT = 1, ONS_TRANSACTION_ROLLBACK = 2 };

/* Decides a half message: gives an ONS_TRANSACTION_*. `message` is borrowed until the callback returns. */
typedef int32_t (*ons_transaction_callback_t)(void *context, const ons_message_t *message);

/*
 * A producer of transaction messages. `checker` is asked about half messages that this or another producer of the group
 * left undecided; NULL only together with ons_client_use_events before the start (the questions become
 * ONS_FRAME_CHECK).
 */
ONS_API ons_status_t ons_transaction_producer_open(const ons_property_t *properties, size_t count,
                                                   ons_transaction_callback_t checker, void *context,
                                                   ons_release_t release, ons_client_t *client_out,
                                                   ons_error_t *error);
/* A consumer to which messages are pushed; with MessageModel=BROADCASTING every instance gets all. */
ONS_API ons_status_t ons_consumer_open(const ons_property_t *properties, size_t count, ons_client_t *client_out,
                                       ons_error_t *error);
/* A consumer that gets the messages of a sharding key one after the other, in order. */
ONS_API ons_status_t ons_order_consumer_open(const ons_property_t *properties, size_t count, ons_client_t *client_out,
                                             ons_error_t *error);
/* A consumer whose listener gets several messages at a time and gives one answer for all of them. */
ONS_API ons_status_t ons_batch_consumer_open(const ons_property_t *properties, size_t count, ons_client_t *client_out,
                                             ons_error_t *error);
/* A consumer that fetches by itself from queues it chooses: the ons_pull_* functions. */
ONS_API ons_status_t ons_pull_consumer_open(const ons_property_t *properties, size_t count, ons_client_t *client_out,
                                            ons_error_t *error);

/*
 * Connects the client, within its ons.startTimeoutMillis. Again: no effect. On failure the client stays as it was, and
 * may be started again; the error says which of name, address, TLS, credentials, topic or group failed.
 */
ONS_API ons_status_t ons_client_start(ons_client_t client, ons_error_t *error);

/*
 * Closes the client and frees its number. Waits for running listeners up to its ons.shutdownTimeoutMillis; messages
 * received and not handled go back; sends in flight complete, at the latest with ONS_E_CLOSED, before this returns.
 * A client with events: its number stays valid for ons_events_poll until that has returned ONS_E_CLOSED; poll it until
 * then, or what it still holds stays in memory until ons_runtime_close.
 * A second time: ONS_E_CLOSED. From one of its own callbacks: ONS_E_STATE.
 */
ONS_API ons_status_t ons_client_close(ons_client_t client, ons_error_t *error);

/*
 * Exchanges AccessKey, SecretKey and SecurityToken, all at once: each request is signed with one set. `properties`
 * holds the new ones, others in it are ignored; borrowed until return. Before or after the start.
 */
ONS_API ons_status_t ons_client_update_credentials(ons_client_t client, const ons_property_t *properties,
                                                   size_t count, ons_error_t *error);

/*
 * Describes the client, for people: kind, state, every property in force and where its value comes from; secrets are
 * masked. `*text_out` is yours: release with ons_buffer_release.
 */
ONS_API ons_status_t ons_client_describe(ons_client_t client, ons_buffer_t *text_out, ons_error_t *error);

/* What a client has done since it was opened. */
typedef struct ons_statistics {
  uint32_t struct_size; /* sizeof(ons_statistics_t) */
  uint32_t reserved;
  uint64_t sent;              /* Messages that the server has stored. */
  uint64_t send_failures;     /* Messages whose send failed. */
  uint64_t sends_in_flight;   /* Messages on their way now; one-way sends are not counted anywhere. */
  uint64_t received;          /* Messages that listeners, polls and events were given. */
  uint64_t consumed;          /* Messages answered with ONS_CONSUME_SUCCESS. */
  uint64_t consume_failures;  /* Messages answered otherwise. */
  uint64_t callbacks_running; /* Callbacks that run now. */
} ons_statistics_t;

#define ONS_STATISTICS_INIT {sizeof(ons_statistics_t), 0, 0, 0, 0, 0, 0, 0, 0}

/* Reads the client's counters. Cheap. */
ONS_API ons_status_t ons_client_statistics(ons_client_t client, ons_statistics_t *statistics_out, ons_error_t *error);

/* ---- Sending ---------------------------------------------------------------------------------------------------- */

/*
 * Sends a message and waits for the server's word that it is stored, with retries, at most SendMsgTimeoutMillis.
 * For producers and ordered producers. `message` is borrowed until return; `result_out` may be NULL.
 */
ONS_API ons_status_t ons_producer_send(ons_client_t producer, const ons_message_t *message,
                                       ons_send_result_t *result_out, ons_error_t *error);

/* The end of an asynchronous send. `error` is NULL when it succeeded. Both are borrowed until the callback returns. */
typedef void (*ons_send_callback_t)(void *context, const ons_send_result_t *result, const ons_error_t *error);

/*
 * Sends a message and returns at once; `callback` is called exactly once, possibly before the return, when ONS_OK was
 * returned, and not at all otherwise. `message` is borrowed until return. Too many in flight (ons.maxInFlightMessages,
 * ons.maxInFlightMiB): ONS_E_THROTTLED at once. A callback should be short: it delays others. For producers.
 */
ONS_API ons_status_t ons_producer_send_async(ons_client_t producer, const ons_message_t *message,
                                             ons_send_callback_t callback, void *context, ons_error_t *error);

/* Sends a message without asking whether it arrived. `message` is borrowed until return. For producers. */
ONS_API ons_status_t ons_producer_send_oneway(ons_client_t producer, const ons_message_t *message,
                                              ons_error_t *error);

/*
 * Sends several messages and waits for all of them. Each has its own outcome in `results_out[i]` (may be NULL), always
 * written; the function gives ONS_OK when all are stored, else the first failure's status and error. `messages` are
 * borrowed until return. For producers. `count` 1 to 10,000.
 */
ONS_API ons_status_t ons_producer_send_batch(ons_client_t producer, const ons_message_t *messages, size_t count,
                                             ons_send_result_t *results_out, ons_error_t *error);

/*
 * Sends frames asynchronously, for clients with events: each one's outcome becomes an ONS_FRAME_SEND_RESULT with its
 * token. `*accepted_out`: how many were taken, from the first on; each of these gets its event. Fewer than all: the
 * error says why (ONS_E_THROTTLED: too many in flight, or ons.maxInFlightMessages outcomes that nobody has polled;
 * ONS_E_INVALID: a message breaks a rule). `frames` are borrowed until return. For producers and ordered producers.
 */
ONS_API ons_status_t ons_producer_send_frames(ons_client_t producer, const uint8_t *frames, size_t size,
                                              size_t *accepted_out, ons_error_t *error);

/*
 * Sends a half message, lets `executer` run the local transaction, and tells the server its decision. `executer` is
 * called on this thread, once, unless the half message could not be sent. ROLLBACK gives ONS_E_INVALID with the name
 * "TRANSACTION_ROLLED_BACK"; UNKNOWN gives ONS_OK, and the checker will be asked. For transaction producers. `message`
 * is borrowed until return; `result_out` may be NULL.
 */
ONS_API ons_status_t ons_producer_send_transaction(ons_client_t producer, const ons_message_t *message,
                                                   ons_transaction_callback_t executer, void *context,
                                                   ons_send_result_t *result_out, ons_error_t *error);

/*
 * Takes a delayed message back before its time. `recall_handle` is that of its send result. `message_id_out` (may be
 * NULL) gets the id of the message, ended by NUL. ONS_E_INVALID: delivered or recalled already. For producers.
 */
ONS_API ons_status_t ons_producer_recall(ons_client_t producer, ons_str_t topic, ons_str_t recall_handle,
                                         char message_id_out[128], ons_error_t *error);

/* ---- Consuming -------------------------------------------------------------------------------------------------- */

/*
 * Results of listeners. LATER: the messages come again, after the group's back-off; of an ordered consumer, where it
 * means "suspend": this sharding key waits suspendTimeMillis. Any other number counts as LATER; 0 is never success.
 */
enum { ONS_CONSUME_SUCCESS = 1, ONS_CONSUME_LATER = 2 };

/*
 * Handles messages and gives one ONS_CONSUME_* for all of them. `count` is 1 except for batch consumers. `messages` are
 * borrowed until the callback returns. Called on ConsumeThreadNums threads of the library, which have 8 MiB of stack.
 */
typedef int32_t (*ons_listener_t)(void *context, const ons_message_t *messages, size_t count);

/* What an expression is: "TagA || TagB" or "*", or a SQL-92 condition over properties, in which TAGS is the tag. */
enum { ONS_FILTER_TAG = 0, ONS_FILTER_SQL = 1 };

/*
 * Subscribes to a topic, before or after the start; again: replaces expression and listener. `expression` empty: all.
 * `listener` may be NULL for clients with events. For push, ordered and batch consumers; ordered and batch ones only
 * before the start.
 */
ONS_API ons_status_t ons_consumer_subscribe(ons_client_t consumer, ons_str_t topic, ons_str_t expression,
                                            int32_t filter, ons_listener_t listener, void *context,
                                            ons_release_t release, ons_error_t *error);

/* Ends a subscription; messages of it in hand are still handled. A topic that is not subscribed: no effect. */
ONS_API ons_status_t ons_consumer_unsubscribe(ons_client_t consumer, ons_str_t topic, ons_error_t *error);

/* Bounds how many messages of a topic the listener gets per second, in this client; above 0. For push and ordered. */
ONS_API ons_status_t ons_consumer_rate_limit(ons_client_t consumer, ons_str_t topic, double per_second,
                                             ons_error_t *error);

/* Looks up the next offset of a queue: 1 and `*offset_out`, or 0 when there is none. */
typedef int32_t (*ons_offset_read_t)(void *context, ons_str_t topic, ons_str_t partition, int64_t *offset_out);
/* Keeps the next offset of a queue. */
typedef void (*ons_offset_write_t)(void *context, ons_str_t topic, ons_str_t partition, int64_t offset);

/* Keeps a broadcasting consumer's progress where you want, instead of in a file. Before the start. */
ONS_API ons_status_t ons_consumer_set_offset_store(ons_client_t consumer, ons_offset_read_t read,
                                                   ons_offset_write_t write, void *context, ons_release_t release,
                                                   ons_error_t *error);

/*
 * Says why the callback that runs on this thread fails; goes to the log with the callback's result. `text` is borrowed
 * until return. Outside of a callback: no effect.
 */
ONS_API void ons_callback_set_error(ons_str_t text);

/* ---- Events: polling instead of callbacks ----------------------------------------------------------------------- */

/* In place of a client: the events of the library itself, its log records. */
#define ONS_RUNTIME_EVENTS ((ons_client_t)0)

/*
 * Makes a client's callbacks events to be polled, for languages in which callbacks are slow. Before the start. A push
 * consumer then hands out messages up to its cache limits, with no thread for each; their time to be handled
 * (consumeTimeout) runs from the poll that gives them.
 */
ONS_API ons_status_t ons_client_use_events(ons_client_t client, ons_error_t *error);

/*
 * Takes events: as many frames as there are, fit into `buffer` and are at most `max`, waiting up to `timeout_ms`
 * (0 to 60,000) for the first. `*size_out`: bytes written; `*count_out`: frames; both 0 when none came in time, which
 * is ONS_OK. ONS_E_BUFFER: the first frame needs `*size_out` bytes; it is not lost. ONS_E_CLOSED: the client was closed
 * and all its events were taken; for the runtime's, that the runtime is closed. Several threads may poll one client.
 */
ONS_API ons_status_t ons_events_poll(ons_client_t client, size_t max, int32_t timeout_ms, uint8_t *buffer,
                                     size_t capacity, size_t *size_out, size_t *count_out, ons_error_t *error);

/*
 * Answers events: `results[i]` is the ONS_CONSUME_* or ONS_TRANSACTION_* for the event with `tokens[i]`. The messages
 * of one call of a batch consumer's listener share a token. A token that is unknown, answered already or too late is
 * skipped: it is no error, since messages may time out at any moment. Borrowed until return.
 */
ONS_API ons_status_t ons_events_complete(ons_client_t client, const uint64_t *tokens, const int32_t *results,
                                         size_t count, ons_error_t *error);

/* ---- Pulling ---------------------------------------------------------------------------------------------------- */

/* One queue of a topic, by the name that ons_pull_partitions gives. */
typedef struct ons_partition {
  ons_str_t topic;
  ons_str_t name;
} ons_partition_t;

/* Asks the server for the queues of a topic: names, one per line. `*names_out`: yours, ons_buffer_release. */
ONS_API ons_status_t ons_pull_partitions(ons_client_t consumer, ons_str_t topic, ons_buffer_t *names_out,
                                         ons_error_t *error);

/* Chooses the queues to fetch from, in place of those before; each goes on where its group has committed. */
ONS_API ons_status_t ons_pull_assign(ons_client_t consumer, const ons_partition_t *partitions, size_t count,
                                     ons_error_t *error);

/* Called with the names of all queues of the topic, one per line, when they have changed. */
typedef void (*ons_partitions_callback_t)(void *context, ons_str_t topic, ons_str_t names);

/* Watches the queues of a topic. `callback` NULL for clients with events: ONS_FRAME_PARTITIONS. */
ONS_API ons_status_t ons_pull_on_partitions_changed(ons_client_t consumer, ons_str_t topic,
                                                    ons_partitions_callback_t callback, void *context,
                                                    ons_release_t release, ons_error_t *error);

/*
 * Takes fetched messages as frames, up to maxBatchMessageCount and what fits, waiting up to `timeout_ms` (0 to 600,000)
 * for the first. Outputs as in ons_events_poll. What was taken counts as consumed at the next commit.
 */
ONS_API ons_status_t ons_pull_poll(ons_client_t consumer, int32_t timeout_ms, uint8_t *buffer, size_t capacity,
                                   size_t *size_out, size_t *count_out, ons_error_t *error);

/* Goes on from an offset, from the first or behind the last message of an assigned queue. */
ONS_API ons_status_t ons_pull_seek(ons_client_t consumer, ons_partition_t partition, int64_t offset,
                                   ons_error_t *error);
ONS_API ons_status_t ons_pull_seek_to_beginning(ons_client_t consumer, ons_partition_t partition, ons_error_t *error);
ONS_API ons_status_t ons_pull_seek_to_end(ons_client_t consumer, ons_partition_t partition, ons_error_t *error);

/* Stops and restarts fetching from assigned queues. */
ONS_API ons_status_t ons_pull_pause(ons_client_t consumer, const ons_partition_t *partitions, size_t count,
                                    ons_error_t *error);
ONS_API ons_status_t ons_pull_resume(ons_client_t consumer, const ons_partition_t *partitions, size_t count,
                                     ons_error_t *error);

/* The offset of the first message stored at or after a time; the end of the queue when there is none. */
ONS_API ons_status_t ons_pull_offset_for_time(ons_client_t consumer, ons_partition_t partition, int64_t at_ms,
                                              int64_t *offset_out, ons_error_t *error);

/* The offset that the group has committed; -1 when none. */
ONS_API ons_status_t ons_pull_committed(ons_client_t consumer, ons_partition_t partition, int64_t *offset_out,
                                        ons_error_t *error);

/* Commits what was polled from all assigned queues, and waits for it. */
ONS_API ons_status_t ons_pull_commit(ons_client_t consumer, ons_error_t *error);

/* Commits an offset of one queue, assigned or not, and waits for it. */
ONS_API ons_status_t ons_pull_commit_offset(ons_client_t consumer, ons_partition_t partition, int64_t offset,
                                            ons_error_t *error);

/* The offsets of the first message and behind the last message of a queue. */
ONS_API ons_status_t ons_pull_offset_limits(ons_client_t consumer, ons_partition_t partition, int64_t *first_out,
                                            int64_t *end_out, ons_error_t *error);

/*
 * Fetches from one queue at an offset, without assignment and without touching the group's progress: up to `max` (1 to
 * 1,024) messages that match the tag `expression`, waiting up to `timeout_ms`. `*next_offset_out`: where to go on.
 * Other outputs as in ons_events_poll.
 */
ONS_API ons_status_t ons_pull_fetch(ons_client_t consumer, ons_partition_t partition, ons_str_t expression,
                                    int64_t offset, uint32_t max, int32_t timeout_ms, uint8_t *buffer,
                                    size_t capacity, size_t *size_out, size_t *count_out, int64_t *next_offset_out,
                                    ons_error_t *error);

#ifdef __cplusplus
}
#endif
#endif
