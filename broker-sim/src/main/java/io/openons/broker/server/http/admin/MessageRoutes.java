package io.openons.broker.server.http.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.openons.broker.core.Broker;
import io.openons.broker.core.admin.MessageAdmin;
import io.openons.broker.core.api.Page;
import io.openons.broker.core.api.PageRequest;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.message.PlainBody;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.core.read.FoundMessage;
import io.openons.broker.server.http.admin.request.BodyForm;
import io.openons.broker.server.http.admin.request.NewMessage;
import io.openons.broker.server.http.admin.request.Recall;
import io.openons.broker.server.http.admin.view.MessageJson;
import io.openons.broker.server.http.admin.view.SentJson;
import io.openons.broker.server.http.admin.view.Views;
import io.openons.broker.server.http.call.Answer;
import io.openons.broker.server.http.call.Problem;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Messages: finding, showing, sending and recalling them. */
final class MessageRoutes {
  /** Bytes of a body that a list shows. */
  static final int SHOWN_IN_LISTS = 4096;

  private static final int FOUND_BY_ID = 1000;

  private final Broker broker;
  private final MessageAdmin messages;
  private final NewMessages newMessages;

  private MessageRoutes(Broker broker, MessageAdmin messages, InstantSource clock) {
    this.broker = broker;
    this.messages = messages;
    this.newMessages = new NewMessages(clock);
  }

  static List<Route> of(Broker broker, MessageAdmin messages, InstantSource clock) {
    MessageRoutes routes = new MessageRoutes(broker, messages, clock);
    return List.of(
        Route.get("/topics/{topic}/messages")
            .pages(MessageJson.class)
            .query("id", "key", "from", "to", "queue", "offset", "body")
            .does(routes::find),
        Route.change("POST", "/topics/{topic}/messages")
            .takes(NewMessage.class)
            .answers(SentJson.class)
            .doesLater(routes::send),
        Route.change("POST", "/topics/{topic}/recalls")
            .takes(Recall.class)
            .doesLater(routes::recall),
        Route.get("/topics/{topic}/queues/{queue}/messages/{offset}")
            .answers(MessageJson.class)
            .query("body")
            .does(call -> Pages.ok(show(call, call.name(0), routes.at(call), Integer.MAX_VALUE))),
        Route.get("/topics/{topic}/queues/{queue}/messages/{offset}/body").does(routes::download),
        Route.get("/messages/{position}")
            .answers(MessageJson.class)
            .query("body")
            .does(routes::byPosition));
  }

  private static MessageJson show(Call call, ResourceName topic, StoredMessage found, int most) {
    return MessageJson.of(topic, found, call.choice("body", BodyForm.class, BodyForm.TEXT), most);
  }

  private Answer find(Call call) {
    ResourceName topic = call.name(0);
    Page<StoredMessage> found = found(call, topic);
    return Pages.of(found, message -> show(call, topic, message, SHOWN_IN_LISTS));
  }

  private Page<StoredMessage> found(Call call, ResourceName topic) {
    boolean isById = call.text("id") != null;
    boolean isByKey = call.text("key") != null;
    boolean isByTime = call.text("from") != null || call.text("to") != null;
    boolean isByOffset = call.text("queue") != null || call.text("offset") != null;
    int ways = 0;
    for (boolean way : new boolean[] {isById, isByKey, isByTime, isByOffset}) {
      ways += way ? 1 : 0;
    }
    if (ways > 1) {
      throw Problem.badRequest(
          "several ways to find messages at once; write id, or key, or from and to, or queue and offset");
    }
    int limit = call.page().limit();
    if (isById) {
      return first(messages.byId(topic, call.text("id"), FOUND_BY_ID), limit);
    }
    if (isByKey) {
      return first(messages.byKey(topic, call.text("key"), FOUND_BY_ID), limit);
    }
    if (isByOffset) {
      return messages.byOffset(
          topic,
          (int) call.number("queue", 0, Integer.MAX_VALUE, 0),
          call.number("offset", 0, Long.MAX_VALUE, 0),
          call.page());
    }
    return messages.byTime(
        topic, call.time("from", 0), call.time("to", Long.MAX_VALUE), call.page());
  }

  private static Page<StoredMessage> first(List<StoredMessage> found, int limit) {
    return new Page<>(found.subList(0, Math.min(limit, found.size())), null);
  }

  private StoredMessage at(Call call) {
    long offset = call.number(2, "the offset");
    List<StoredMessage> found =
        messages.byOffset(call.name(0), call.queue(1), offset, PageRequest.first(1)).items();
    if (found.isEmpty() || found.get(0).offset() != offset) {
      throw notFound("there is no message at offset %d of this queue, or no longer", offset);
    }
    return found.get(0);
  }

  private static Problem notFound(String text, long number) {
    return new Problem(HttpResponseStatus.NOT_FOUND, "message-not-found", text.formatted(number));
  }

  private Answer byPosition(Call call) {
    long position = call.number(0, "the position");
    FoundMessage found =
        messages
            .at(position)
            .orElseThrow(
                () -> notFound("there is no message at position %d, or no longer", position));
    return Pages.ok(show(call, found.topic(), found.stored(), Integer.MAX_VALUE));
  }

  private Answer download(Call call) {
    ByteBuffer plain = PlainBody.of(at(call).message());
    byte[] body = new byte[plain.remaining()];
    plain.get(body);
    return Answer.of(HttpResponseStatus.OK, "application/octet-stream", body)
        .with(
            HttpHeaderNames.CONTENT_DISPOSITION,
            "attachment; filename=\"message-%d-%d.bin\""
                .formatted(call.queue(1), call.number(2, "the offset")));
  }

  private CompletableFuture<Answer> send(Call call) {
    return broker
        .publish(
            call.name(0),
            "",
            List.of(
                newMessages.of(
                    call.body(NewMessage.class),
                    call.request().client().getAddress().getHostAddress(),
                    call.session().user())))
        .thenApply(
            results -> {
              if (results.get(0).refusal() != null) {
                throw results.get(0).refusal();
              }
              return Pages.created(Views.of(results.get(0)));
            });
  }

  private CompletableFuture<Answer> recall(Call call) {
    Recall wanted = call.body(Recall.class);
    if (wanted.recallHandle() == null) {
      throw Problem.badRequest("'recallHandle' is missing; the answer to the send has it");
    }
    return broker.recall(call.name(0), wanted.recallHandle()).thenApply(id -> Answer.nothing());
  }
}
