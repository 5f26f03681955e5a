"""The conformance driver in Python: does with onsclient what each line asks for, and answers with a line."""

from __future__ import annotations

import base64
import itertools
import json
import sys
import threading
from queue import SimpleQueue
from typing import Any, Callable

import onsclient
from onsclient import ConsumeResult, Filter, Message, OnsError, Partition, ReceivedMessage, TransactionStatus

CAPABILITIES = (
    "producer ordered-producer transaction-producer consumer ordered-consumer batch-consumer pull-consumer send "
    "send-async send-oneway send-batch send-transaction recall subscribe unsubscribe rate-limit credentials describe "
    "pull-assign sql throw throw-any inside predicates born-host"
)
CLASSES = {
    onsclient.InvalidError: "invalid",
    onsclient.DeniedError: "denied",
    onsclient.TimeoutError: "timeout",
    onsclient.ThrottledError: "throttled",
    onsclient.UnreachableError: "unreachable",
    onsclient.ServerError: "server",
    onsclient.ClosedError: "closed",
    onsclient.UnsupportedError: "unsupported",
    onsclient.StateError: "state",
}
Fields = dict[str, Any]


class Wanted(Exception):
    """What a callback raises when the runner said so."""


class Anything(BaseException):
    """What a callback raises when the runner said so, and what hardly anybody catches."""


class Conversation:
    """What goes to the runner, and the questions that it has to answer. Safe on any thread."""

    def __init__(self) -> None:
        self.handler: Callable[[Fields], None] = lambda command: None
        self._out = threading.Lock()
        self._numbers = itertools.count(1)
        self._questions: dict[int, SimpleQueue[Fields]] = {}
        self._ended = False

    def say(self, line: Fields) -> None:
        """Fields without a value are left out."""
        text = json.dumps({name: value for name, value in line.items() if value not in ("", None)}, ensure_ascii=False)
        with self._out:
            sys.stdout.write(text + "\n")
            sys.stdout.flush()

    def ask(self, event: str, client: str, messages: list[ReceivedMessage], argument: str = "") -> str:
        """Tells what a callback was given, waits for the answer, and does what that says first."""
        return self.ask_line({"event": event, "client": client, "argument": argument, **received(messages)})

    def ask_line(self, question: Fields) -> str:
        """The same with an event that is described already."""
        delivery = next(self._numbers)
        self._questions[delivery] = SimpleQueue()
        self.say({**question, "delivery": delivery})
        # A callback that comes while the clients are being closed has nobody to ask.
        answer = {"with": "end"} if self._ended else self._questions[delivery].get()
        del self._questions[delivery]
        if "inside.do" in answer:
            self.handler(below(answer, "inside."))
        if answer["with"] == "throw":
            raise Wanted("raised because the runner said so")
        if answer["with"] == "throw-any":
            raise Anything("raised because the runner said so")
        return str(answer["with"])

    def answer(self, command: Fields) -> None:
        self._questions[int(command["delivery"])].put(command)

    def end(self) -> None:
        self._ended = True
        for question in list(self._questions.values()):
            question.put({"with": "end"})


def to_message(command: Fields, prefix: str = "") -> Message:
    """The message whose fields' names begin with a prefix, which is empty for the only one."""
    return Message(
        command.get(prefix + "topic", ""),
        base64.b64decode(command.get(prefix + "body", "")),
        tag=command.get(prefix + "tag", ""),
        key=command.get(prefix + "key", ""),
        sharding_key=command.get(prefix + "shardingKey", ""),
        properties=below(command, prefix + "user."),
        deliver_at=int(command.get(prefix + "deliverAt", 0)),
    )


def below(command: Fields, prefix: str) -> Fields:
    """The fields whose names begin with a prefix, without it."""
    return {name[len(prefix) :]: value for name, value in command.items() if name.startswith(prefix)}


def received(messages: list[ReceivedMessage]) -> Fields:
    """Messages with their numbers as prefixes, and their count."""
    fields: Fields = {"count": len(messages)}
    for at, message in enumerate(messages):
        described = {
            "topic": message.topic,
            "tag": message.tag,
            "key": message.key,
            "shardingKey": message.sharding_key,
            "body": base64.b64encode(message.body).decode(),
            "messageId": message.message_id,
            "reconsumeTimes": message.reconsume_times,
            "bornAt": round(message.born_at.timestamp() * 1000) if message.born_at else 0,
            "bornHost": message.born_host,
            "offset": message.offset,
            **{"user." + key: value for key, value in message.properties.items()},
        }
        fields.update({f"{at}.{name}": value for name, value in described.items()})
    return fields


def told(error: OnsError, prefix: str = "") -> Fields:
    name = next((name for kind, name in CLASSES.items() if isinstance(error, kind)), "fatal")
    fields = {"class": name, "code": error.code, "name": error.name, "message": error.message}
    fields["retryable"] = error.is_retryable
    return {prefix + field: value for field, value in fields.items()}


def stored(result: onsclient.SendResult, prefix: str = "") -> Fields:
    return {prefix + "messageId": result.message_id, prefix + "recallHandle": result.recall_handle}


def consumed(answer: str) -> ConsumeResult:
    return ConsumeResult.SUCCESS if answer == "success" else ConsumeResult.LATER


def decided(answer: str) -> TransactionStatus:
    return {"commit": TransactionStatus.COMMIT, "rollback": TransactionStatus.ROLLBACK}.get(
        answer, TransactionStatus.UNKNOWN
    )


class Driver:
    """Clients by their names, and what can be done with them."""

    def __init__(self, conversation: Conversation) -> None:
        self.conversation = conversation
        conversation.handler = self.handle
        self.clients: dict[str, Any] = {}

    def handle(self, command: Fields) -> None:
        reply: Fields = {"id": command["id"], "ok": True}
        try:
            run: Callable[[Fields], Fields | None] = getattr(self, "do_" + command["do"].replace("-", "_"))
            reply.update(run(command) or {})
        except OnsError as error:
            reply = {"id": command["id"], "ok": False, **told(error)}
        except BaseException as error:
            reply = {"id": command["id"], "ok": False, "class": "driver", "message": repr(error)}
        self.conversation.say(reply)

    def client(self, command: Fields) -> Any:
        return self.clients[command["client"]]

    def do_hello(self, command: Fields) -> Fields:
        return {"language": "python", "face": "python", "capabilities": CAPABILITIES}

    def do_answer(self, command: Fields) -> None:
        self.conversation.answer(command)

    def do_open(self, command: Fields) -> None:
        name = command["client"]
        properties = below(command, "property.")
        if command["kind"] == "transaction-producer":
            client: Any = onsclient.TransactionProducer(
                properties, checker=lambda half: decided(self.conversation.ask("check", name, [half]))
            )
        else:
            kinds = {
                "producer": onsclient.Producer,
                "ordered-producer": onsclient.OrderProducer,
                "consumer": onsclient.Consumer,
                "ordered-consumer": onsclient.OrderConsumer,
                "batch-consumer": onsclient.BatchConsumer,
                "pull-consumer": onsclient.PullConsumer,
            }
            client = kinds[command["kind"]](properties)
        self.clients[name] = client

    def do_start(self, command: Fields) -> None:
        self.client(command).start()

    def do_close(self, command: Fields) -> None:
        self.client(command).close()

    def do_describe(self, command: Fields) -> Fields:
        return {"text": self.client(command).describe()}

    def do_credentials(self, command: Fields) -> None:
        self.client(command).update_credentials(below(command, "property."))

    def do_subscribe(self, command: Fields) -> None:
        name = command["client"]
        expression = command.get("expression", "")
        wanted = Filter.sql(expression) if command.get("filter") == "sql" else Filter(expression)

        def handler(given: Any) -> ConsumeResult:
            messages = [given] if isinstance(given, ReceivedMessage) else list(given)
            return consumed(self.conversation.ask("delivery", name, messages))

        self.client(command).subscribe(command["topic"], wanted, handler)

    def do_unsubscribe(self, command: Fields) -> None:
        self.client(command).unsubscribe(command["topic"])

    def do_rate_limit(self, command: Fields) -> None:
        self.client(command).rate_limit(command["topic"], float(command["perSecond"]))

    def do_send(self, command: Fields) -> Fields:
        return stored(self.client(command).send(to_message(command)))

    def do_send_oneway(self, command: Fields) -> None:
        self.client(command).send_oneway(to_message(command))

    def do_send_async(self, command: Fields) -> None:
        event = {"event": "sent", "client": command["client"], "of": command["id"]}

        def ended(future: Any) -> None:
            error = future.exception()
            outcome = {"ok": False, **told(error)} if error else {"ok": True, **stored(future.result())}
            if "asks" in command:
                self.conversation.ask_line({**event, **outcome})
            else:
                self.conversation.say({**event, **outcome})

        self.client(command).send_async(to_message(command)).add_done_callback(ended)

    def do_send_batch(self, command: Fields) -> Fields:
        messages = [to_message(command, f"{at}.") for at in range(int(command["count"]))]
        outcomes = self.client(command).send_batch(messages)
        fields: Fields = {"count": len(outcomes)}
        for at, outcome in enumerate(outcomes):
            prefix = f"{at}."
            fields.update(told(outcome.error, prefix) if outcome.error else stored(outcome.result, prefix))
        return fields

    def do_send_transaction(self, command: Fields) -> Fields:
        def executer(half: ReceivedMessage) -> TransactionStatus:
            return decided(
                self.conversation.ask("execute", command["client"], [half], command.get("argument", ""))
            )

        return stored(self.client(command).send(to_message(command), executer))

    def do_recall(self, command: Fields) -> Fields:
        return {"messageId": self.client(command).recall(command["topic"], command["handle"])}

    def do_partitions(self, command: Fields) -> Fields:
        names = [partition.name for partition in self.client(command).partitions(command["topic"])]
        return {"partitions": "\n".join(sorted(names))}

    def partitions(self, command: Fields) -> list[Partition]:
        return [Partition(command["topic"], name) for name in command["partitions"].splitlines()]

    def do_assign(self, command: Fields) -> None:
        self.client(command).assign(self.partitions(command))

    def do_pause(self, command: Fields) -> None:
        self.client(command).pause(self.partitions(command))

    def do_resume(self, command: Fields) -> None:
        self.client(command).resume(self.partitions(command))

    def do_poll(self, command: Fields) -> Fields:
        return received(self.client(command).poll(int(command["timeoutMs"])))

    def do_seek(self, command: Fields) -> None:
        consumer = self.client(command)
        partition = self.partitions(command)[0]
        if command["to"] == "beginning":
            consumer.seek_to_beginning(partition)
        elif command["to"] == "end":
            consumer.seek_to_end(partition)
        else:
            consumer.seek(partition, int(command["to"]))

    def do_commit(self, command: Fields) -> None:
        self.client(command).commit()

    def do_committed(self, command: Fields) -> Fields:
        offset = self.client(command).committed(self.partitions(command)[0])
        return {"offset": -1 if offset is None else offset}

    def do_offset_for_time(self, command: Fields) -> Fields:
        offset = self.client(command).offset_for_time(self.partitions(command)[0], int(command["at"]))
        return {"offset": offset}


def main() -> None:
    conversation = Conversation()
    driver = Driver(conversation)
    for line in sys.stdin:
        threading.Thread(target=driver.handle, args=(json.loads(line),), daemon=True).start()
    conversation.end()
    onsclient.runtime.close(10_000)


if __name__ == "__main__":
    main()
