package io.openons.bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.openons.broker.server.net.EventLoops;
import io.openons.broker.server.remoting.codec.Command;
import io.openons.broker.server.remoting.codec.Frames;
import io.openons.broker.server.remoting.codec.RequestCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The ceiling of the remoting protocol: answers producers and consumers as name server and broker
 * in one, on the threads of our broker and with its codec, and stores nothing. Whoever pulls gets
 * messages of 1 KiB without end.
 */
final class NullRemotingServer extends ByteToMessageDecoder {
  private static final int QUEUES = 8;
  private static final int BATCH = 32;
  private static final int BODY_BYTES = 1_024;
  private static final int SUCCESS = 0;
  private static final int NOT_SUPPORTED = 3;
  private static final int MAGIC = 0xDAA320A7;
  private static final int BEFORE_BODY = 88;
  private static final long LAST_OFFSET = Long.MAX_VALUE / 2;
  private static final byte[] BODY = new byte[BODY_BYTES];

  static {
    new Random(1).nextBytes(BODY);
  }

  private final int port;
  private String clientId = "";

  private NullRemotingServer(int port) {
    this.port = port;
  }

  /** Serves on a port of 127.0.0.1 until the process ends. */
  static void start(EventLoops loops, int port) throws IOException {
    var bound =
        new ServerBootstrap()
            .group(loops.acceptor(), loops.workers())
            .channel(loops.serverChannel())
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new NullRemotingServer(port));
                  }
                })
            .bind(new InetSocketAddress("127.0.0.1", port))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(bound.cause());
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    Command request = Frames.read(in);
    if (request != null && !request.isAnswer()) {
      serve(context, request);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) throws Exception {
    context.flush();
    super.channelReadComplete(context);
  }

  private void serve(ChannelHandlerContext context, Command request) {
    switch (request.code()) {
      case RequestCode.ROUTE -> answer(context, request, Map.of(), route(request.text("topic")));
      case RequestCode.HEARTBEAT -> {
        // The client with its consumer has a connection of its own.
        clientId =
            UTF_8.decode(request.body()).toString().split("\"clientID\":\"")[1].split("\"")[0];
        answer(context, request, Map.of(), "");
      }
      case RequestCode.CONSUMER_IDS ->
          answer(context, request, Map.of(), "{\"consumerIdList\":[\"%s\"]}".formatted(clientId));
      case RequestCode.SEND_SHORT, RequestCode.SEND ->
          answer(
              context,
              request,
              Map.of(
                  "msgId", "7F00000100002A9F0000000000000000",
                  "queueId", request.text("e", "0"),
                  "queueOffset", "0",
                  "transactionId", "",
                  "MSG_REGION", "DefaultRegion",
                  "TRACE_ON", "false"),
              "");
      case RequestCode.QUERY_CONSUMER_OFFSET, RequestCode.MIN_OFFSET ->
          answer(context, request, Map.of("offset", "0"), "");
      case RequestCode.MAX_OFFSET ->
          answer(context, request, Map.of("offset", "" + LAST_OFFSET), "");
      case RequestCode.PULL, RequestCode.LITE_PULL -> pull(context, request);
      case RequestCode.UPDATE_CONSUMER_OFFSET, RequestCode.UNREGISTER, RequestCode.SEND_BACK ->
          answer(context, request, Map.of(), "");
      default -> write(context, request, NOT_SUPPORTED, Map.of(), Unpooled.EMPTY_BUFFER);
    }
  }

  /** Topics for redeliveries have none. */
  private void pull(ChannelHandlerContext context, Command request) {
    String topic = request.text("topic");
    long offset = request.number("queueOffset");
    boolean isEmpty = topic.startsWith("%");
    long next = isEmpty ? offset : offset + BATCH;
    Map<String, String> fields =
        Map.of(
            "suggestWhichBrokerId",
            "0",
            "nextBeginOffset",
            "" + next,
            "minOffset",
            "0",
            "maxOffset",
            "" + LAST_OFFSET);
    if (isEmpty) {
      // Held until the client gives it up; it asks again then.
      return;
    }
    byte[] name = topic.getBytes(UTF_8);
    byte[] properties =
        ("UNIQ_KEY\u0001" + HexFormat.of().toHexDigits(offset).repeat(2) + "\u0002")
            .getBytes(UTF_8);
    int size = BEFORE_BODY + BODY_BYTES + 1 + name.length + 2 + properties.length;
    ByteBuf body = context.alloc().buffer(BATCH * size);
    for (int i = 0; i < BATCH; i++) {
      int begin = body.writerIndex();
      body.writeInt(size).writeInt(MAGIC).writeInt(0).writeInt(request.integer("queueId"));
      body.writeInt(0).writeLong(offset + i).writeLong(offset + i);
      // Born and stored nowhere, at the begin of all time.
      body.writeZero(BEFORE_BODY - Integer.BYTES - (body.writerIndex() - begin));
      body.writeInt(BODY_BYTES).writeBytes(BODY);
      body.writeByte(name.length).writeBytes(name);
      body.writeShort(properties.length).writeBytes(properties);
    }
    write(context, request, SUCCESS, fields, body);
  }

  private String route(String topic) {
    return """
        {"brokerDatas":[{"brokerAddrs":{"0":"127.0.0.1:%d"},"brokerName":"null","cluster":"null"}],
         "filterServerTable":{},
         "queueDatas":[{"brokerName":"null","perm":6,"readQueueNums":%d,"writeQueueNums":%d,
                        "topicSysFlag":0}]}
        """
        .formatted(port, topic.startsWith("%") ? 1 : QUEUES, topic.startsWith("%") ? 1 : QUEUES);
  }

  private static void answer(
      ChannelHandlerContext context, Command request, Map<String, String> fields, String body) {
    write(context, request, SUCCESS, fields, Unpooled.copiedBuffer(body, UTF_8));
  }

  private static void write(
      ChannelHandlerContext context,
      Command request,
      int code,
      Map<String, String> fields,
      ByteBuf body) {
    if (request.isOneWay()) {
      body.release();
      return;
    }
    context.write(Frames.write(context.alloc(), request.answer(code, null, fields), body));
  }
}
