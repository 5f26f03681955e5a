package io.openons.broker.server.attack;

import static io.openons.broker.testing.RawConnection.ACK;
import static io.openons.broker.testing.RawConnection.CONTINUATION;
import static io.openons.broker.testing.RawConnection.DATA;
import static io.openons.broker.testing.RawConnection.END_STREAM;
import static io.openons.broker.testing.RawConnection.HEADERS;
import static io.openons.broker.testing.RawConnection.PING;
import static io.openons.broker.testing.RawConnection.PRIORITY;
import static io.openons.broker.testing.RawConnection.RST_STREAM;
import static io.openons.broker.testing.RawConnection.SETTINGS;
import static io.openons.broker.testing.RawConnection.WINDOW_UPDATE;
import static io.openons.broker.testing.RawConnection.call;
import static io.openons.broker.testing.RawConnection.callHeaders;
import static io.openons.broker.testing.RawConnection.frame;
import static io.openons.broker.testing.RawConnection.framed;
import static io.openons.broker.testing.Samples.ack;
import static io.openons.broker.testing.Samples.consumer;
import static io.openons.broker.testing.Samples.delayed;
import static io.openons.broker.testing.Samples.half;
import static io.openons.broker.testing.Samples.message;
import static io.openons.broker.testing.Samples.named;
import static io.openons.broker.testing.Samples.pull;
import static io.openons.broker.testing.Samples.queue;
import static io.openons.broker.testing.Samples.receive;
import static io.openons.broker.testing.Samples.seconds;
import static io.openons.broker.testing.Samples.send;
import static io.openons.broker.testing.Samples.sql;
import static io.openons.broker.testing.Samples.tags;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.SettableFuture;
import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.openons.broker.testing.RawClient;
import io.openons.broker.testing.RawConnection;
import io.openons.broker.testing.Samples;
import io.openons.proto.v2.AckMessageEntry;
import io.openons.proto.v2.AckMessageRequest;
import io.openons.proto.v2.FilterExpression;
import io.openons.proto.v2.HeartbeatRequest;
import io.openons.proto.v2.Message;
import io.openons.proto.v2.PullMessageRequest;
import io.openons.proto.v2.PullMessageResponse;
import io.openons.proto.v2.QueryRouteRequest;
import io.openons.proto.v2.ReceiveMessageRequest;
import io.openons.proto.v2.ReceiveMessageResponse;
import io.openons.proto.v2.UpdateOffsetRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * What a stranger can do to a broker: one for each row of docs/limits.md that clients push at. Each
 * goes as far as its limit, and on from there. A name reads as the thing that comes in great
 * numbers.
 */
enum Attack {
  SILENT_CONNECTIONS(
      stage -> {
        for (int i = 0; i < AttackTest.CONNECTIONS; i++) {
          stage.connect();
        }
        // Further ones are closed at once.
        stage.again(nothing(), connection -> refused(connection));
      }),

  HALF_TLS_HANDSHAKES(
      stage ->
          stage.trickle(
              200, begin(bytes("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001")), bytes("x"))),

  TLS_HANDSHAKES(
      stage -> {
        SSLContext tls = trusting();
        stage.again(connection -> {}, connection -> handshake(tls, stage.endpoint()));
      }),

  SLOW_PREFACES(stage -> stage.trickle(200, begin(bytes("PRI * HT")), bytes("T"))),

  SLOW_HEADERS(
      stage ->
          stage.trickle(
              200,
              connection -> connection.beginHttp2().send(frame(HEADERS, 0, 1, bytes(""))),
              frame(CONTINUATION, 0, 1, bytes("\u0000")))),

  SLOW_BODIES(
      stage ->
          stage.trickle(
              200,
              connection -> connection.beginHttp2().send(call(1, "SendMessage")),
              frame(DATA, 0, 1, new byte[1]))),

  CONTINUATIONS(
      stage ->
          stage.again(
              connection ->
                  connection.beginHttp2().send(frame(HEADERS, 0, 1, callHeaders("SendMessage"))),
              connection -> connection.send(many(100, frame(CONTINUATION, 0, 1, header(64)))))),

  LONG_CONTINUATIONS(
      stage ->
          stage.again(
              connection ->
                  connection.beginHttp2().send(frame(HEADERS, 0, 1, callHeaders("SendMessage"))),
              connection -> connection.send(frame(CONTINUATION, 0, 1, header(16_000))))),

  EMPTY_CONTINUATIONS(
      stage ->
          stage.again(
              connection ->
                  connection.beginHttp2().send(frame(HEADERS, 0, 1, callHeaders("SendMessage"))),
              connection -> connection.send(many(1000, frame(CONTINUATION, 0, 1, bytes("")))))),

  RESETS(stage -> stage.flood(many(1000, frame(RST_STREAM, 0, 1, new byte[4])))),

  CALLS_THAT_ARE_RESET(
      stage ->
          stage.again(
              RawConnection::beginHttp2,
              connection -> {
                int stream = 2 * stage.next() + 1;
                connection.send(call(stream, "ReceiveMessage", "x-mq-client-id", "rapid"));
                connection.send(frame(RST_STREAM, 0, stream, new byte[4]));
              })),

  SETTINGS_FRAMES(stage -> stage.flood(many(1000, frame(SETTINGS, 0, 0, new byte[0])))),

  PINGS(stage -> stage.flood(many(1000, frame(PING, 0, 0, new byte[8])))),

  PING_ACKNOWLEDGEMENTS(stage -> stage.flood(many(1000, frame(PING, ACK, 0, new byte[8])))),

  PRIORITIES(stage -> stage.flood(many(1000, frame(PRIORITY, 0, 3, new byte[] {0, 0, 0, 1, 0})))),

  WINDOW_UPDATES(
      stage -> stage.flood(many(1000, frame(WINDOW_UPDATE, 0, 0, new byte[] {0, 0, 0, 1})))),

  STRANGE_BYTES(
      stage ->
          stage.again(nothing(), connection -> refused(connection.send("GET / HTTP/1.1\r\n\r\n")))),

  CALLS_WITHOUT_A_BODY(
      stage ->
          stage.again(
              RawConnection::beginHttp2,
              connection -> connection.send(call(2 * stage.next() + 1, "SendMessage")))),

  LARGE_HEADERS(
      stage -> {
        RawClient client = stage.client("large-headers").with("x-more", "x".repeat(7000));
        stage.calls(64, i -> client.future().heartbeat(HeartbeatRequest.getDefaultInstance()));
      }),

  HEADERS_THAT_ARE_TOO_LARGE(
      stage -> {
        RawClient client = stage.client("large-headers").with("x-more", "x".repeat(9000));
        stage.calls(64, i -> client.future().heartbeat(HeartbeatRequest.getDefaultInstance()));
      }),

  WAITING_RECEIVES(
      stage -> {
        RawClient client = stage.client("waiting");
        stage.calls(
            AttackTest.WAITING + 100,
            i ->
                received(client, receive("waiting", "waiting").setLongPollingTimeout(seconds(15))));
      }),

  UNTAKEN_ANSWERS(
      stage -> {
        Message.Builder large = message("untaken", "").setBody(body(Samples.LARGEST_BODY));
        RawClient sender = stage.client("untaken");
        // One for each queue.
        for (int i = 0; i < 8; i++) {
          sender.call().sendMessage(send(large));
        }
        byte[] request = framed(pull("untaken", "untaken", 0, 0).build());
        stage.again(
            connection -> connection.beginHttp2().agreeToSettings(),
            connection -> {
              int stream = 2 * stage.next() + 1;
              connection.send(call(stream, "PullMessage", "x-mq-client-id", "untaken"));
              connection.send(frame(DATA, END_STREAM, stream, request));
            });
      }),

  UNFINISHED_BODIES(
      stage -> {
        byte[] part = frame(DATA, 0, 1, new byte[16_000]);
        byte[] begin = new byte[5];
        begin[1] = 1;
        stage.trickle(
            50,
            connection -> {
              connection.beginHttp2().agreeToSettings().send(call(1, "SendMessage"));
              connection.send(frame(DATA, 0, 1, begin)).send(many(60, part));
            },
            frame(DATA, 0, 1, new byte[1]));
      }),

  FIELDS(
      stage -> {
        RawClient client = stage.client("fields");
        AckMessageRequest request =
            ack("fields", "fields")
                .addAllEntries(Collections.nCopies(199_000, AckMessageEntry.getDefaultInstance()))
                .build();
        client.call().sendMessage(send(message("fields", "x")));
        stage.calls(4, i -> client.future().ackMessage(request));
      }),

  SQL_FILTERS(
      stage -> filters(stage, i -> sql("a = '%d' OR a = '%s'".formatted(i, "x".repeat(4000))))),

  TAG_FILTERS(stage -> filters(stage, i -> tags("%d || %s".formatted(i, "x".repeat(4000))))),

  READS_OF_A_BACKLOG(
      stage -> {
        RawClient client = backlog(stage);
        stage.calls(
            500,
            i ->
                pulled(
                    client,
                    pull("reads-" + i, "backlog", i % 8, 0)
                        .setFilterExpression(sql("a = '1'"))
                        .setLongPollingTimeout(seconds(5))));
      }),

  TOPICS(
      stage -> {
        RawClient client = stage.client("topics");
        stage.calls(
            64,
            i ->
                client
                    .future()
                    .queryRoute(
                        QueryRouteRequest.newBuilder()
                            .setTopic(named("topic-" + stage.next()))
                            .setEndpoints(Samples.endpoints())
                            .build()));
      }),

  GROUPS(
      stage -> {
        RawClient client = stage.client("groups");
        stage.calls(
            64,
            i ->
                received(
                    client,
                    receive("group-" + stage.next(), "groups").setLongPollingTimeout(seconds(0))));
      }),

  GROUPS_OF_STREAMS(
      stage -> {
        RawClient client = stage.client("streams");
        for (int i = 0; !stage.isOver(); i++) {
          try (var stream = client.telemetry()) {
            stream.send(consumer("stream-" + stage.next(), "streams")).next();
          }
          if (i == 10) {
            stage.isAtFullForce();
          }
        }
      }),

  OFFSETS_OF_MANY_GROUPS_IN_MANY_TOPICS(
      stage -> {
        RawClient client = stage.client("offsets");
        for (int i = 0; i < 200; i++) {
          client.call().sendMessage(send(message("offsets-" + i, "x")));
        }
        stage.calls(
            64,
            i ->
                client
                    .future()
                    .updateOffset(
                        UpdateOffsetRequest.newBuilder()
                            .setGroup(named("offsets-" + i / 200 % 2000))
                            .setMessageQueue(queue("offsets-" + i % 200, 0))
                            .setOffset(0)
                            .build()));
      }),

  LEASES(
      stage -> {
        RawClient client = backlog(stage);
        stage.calls(
            32,
            i ->
                received(
                    client,
                    receive("leases-" + i / 2000, "backlog").setLongPollingTimeout(seconds(0))));
      }),

  HALF_MESSAGES(
      stage -> {
        RawClient client = stage.client("halves");
        stage.calls(64, i -> client.future().sendMessage(send(half("halves", "x"))));
      }),

  DELAYED_MESSAGES(
      stage -> {
        RawClient client = stage.client("delays");
        stage.calls(
            64,
            i ->
                client
                    .future()
                    .sendMessage(send(delayed("delays", Instant.now().plusMillis(500), "x"))));
      }),

  CLIENTS(
      stage -> {
        byte[] request = framed(HeartbeatRequest.getDefaultInstance());
        stage.again(
            connection -> connection.beginHttp2().takeAnswers(),
            connection -> {
              int stream = 2 * stage.next() + 1;
              String id = stream + "x".repeat(500);
              connection.send(call(stream, "Heartbeat", "x-mq-client-id", id));
              connection.send(frame(DATA, END_STREAM, stream, request));
            });
      }),

  REQUESTS_THAT_ARE_NO_PROTOBUF(
      stage -> {
        byte[] request = bytes("\u0000\u0000\u0000\u0000\u0003\u0001\u0002\u0003");
        stage.again(
            connection -> connection.beginHttp2().takeAnswers(),
            connection -> {
              int stream = 2 * stage.next() + 1;
              connection.send(call(stream, "Heartbeat"));
              connection.send(frame(DATA, END_STREAM, stream, request));
            });
      });

  final Stage.Assault assault;

  Attack(Stage.Assault assault) {
    this.assault = assault;
  }

  private static Stage.OnConnection nothing() {
    return connection -> {};
  }

  private static void refused(RawConnection connection) throws IOException {
    connection.readToEnd();
    throw new IOException("the broker closed the connection");
  }

  private static Stage.OnConnection begin(byte[] first) {
    return connection -> connection.send(first);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] many(int count, byte[] part) {
    byte[] all = new byte[count * part.length];
    for (int i = 0; i < count; i++) {
      System.arraycopy(part, 0, all, i * part.length, part.length);
    }
    return all;
  }

  /** Returns a header of some bytes that nobody asked for. */
  private static byte[] header(int length) {
    byte[] block = new byte[length];
    Arrays.fill(block, (byte) 'x');
    // A literal of which the length of the name is in this byte, and goes beyond the block.
    block[0] = 0;
    return block;
  }

  private static ByteString body(int length) {
    return ByteString.copyFrom(new byte[length]);
  }

  /** Sends a backlog that filters have to look through, and returns a client for that. */
  private static RawClient backlog(Stage stage) {
    RawClient client = stage.client("backlog");
    List<Message.Builder> batch = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      batch.add(message("backlog", "x"));
    }
    for (int i = 0; i < AttackTest.BACKLOG / batch.size(); i++) {
      client.call().sendMessage(send(batch));
    }
    return client;
  }

  private static void filters(Stage stage, IntFunction<FilterExpression> filter)
      throws InterruptedException {
    RawClient client = backlog(stage);
    stage.calls(
        500,
        i ->
            received(
                client,
                receive("filters-" + i % 1000, "backlog")
                    .setFilterExpression(filter.apply(i))
                    .setLongPollingTimeout(seconds(5))));
  }

  private static ListenableFuture<?> received(
      RawClient client, ReceiveMessageRequest.Builder request) {
    Ended<ReceiveMessageResponse> end = new Ended<>();
    client.async().receiveMessage(request.build(), end);
    return end.future;
  }

  private static ListenableFuture<?> pulled(RawClient client, PullMessageRequest.Builder request) {
    Ended<PullMessageResponse> end = new Ended<>();
    client.async().pullMessage(request.build(), end);
    return end.future;
  }

  /** The end of a call, whatever its answer. */
  private static final class Ended<T> implements StreamObserver<T> {
    final SettableFuture<Void> future = SettableFuture.create();

    @Override
    public void onNext(T frame) {}

    @Override
    public void onError(Throwable refusal) {
      future.set(null);
    }

    @Override
    public void onCompleted() {
      future.set(null);
    }
  }

  private static void handshake(SSLContext tls, String endpoint) throws IOException {
    int colon = endpoint.lastIndexOf(':');
    String host = endpoint.substring(0, colon);
    int port = Integer.parseInt(endpoint.substring(colon + 1));
    try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(host, port)) {
      socket.startHandshake();
    }
  }

  private static SSLContext trusting() throws GeneralSecurityException {
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
    return tls;
  }
}
