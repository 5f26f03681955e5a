package io.openons.broker.server.http;

import io.netty.channel.WriteBufferWaterMark;
import io.openons.broker.server.http.call.Service;
import io.openons.broker.server.net.Listener;
import io.openons.broker.server.net.Network;
import io.openons.broker.server.net.Port;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/** Serves HTTP/1.1, on the threads and within the limits of all protocols. */
public final class HttpServer implements Listener {
  /** The name of this protocol. */
  public static final String PROTOCOL = "http";

  /** Unsent bytes of a connection from which on a stream of events pauses, and below which not. */
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(64 << 10, 256 << 10);

  private static final int BACKLOG = 128;

  private final Port port;

  private HttpServer(Port port) {
    this.port = port;
  }

  /**
   * Starts to serve.
   *
   * @param services what is served; the first that takes a path answers
   * @param address where to listen; port 0 takes a free one
   * @param network its certificate is for HTTP
   * @throws IOException when the address cannot be listened on
   */
  public static HttpServer start(List<Service> services, InetSocketAddress address, Network network)
      throws IOException {
    return new HttpServer(Port.listen(address, network, speaking(services)));
  }

  static Port.Protocol speaking(List<Service> services) {
    return new Port.Protocol(new HttpGreeting(), BACKLOG, WATER_MARK, new HttpHandlers(services));
  }

  @Override
  public String protocol() {
    return PROTOCOL;
  }

  @Override
  public InetSocketAddress address() {
    return port.address();
  }

  /** Frees the port, and closes the connections. */
  @Override
  public void close() {
    port.free();
    port.closeConnections();
  }
}
