package io.openons.client.session;

import io.openons.client.config.ClientConfig;
import io.openons.client.config.Credentials;
import io.openons.client.config.Embedding;
import io.openons.client.platform.TimeSource;
import io.openons.client.route.RouteCache;
import io.openons.client.route.TopicRoute;
import io.openons.client.rpc.RequestHeaders;
import io.openons.client.rpc.RpcClient;
import io.openons.client.runtime.BoundedPool;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.runtime.Deadline;
import io.openons.client.runtime.Timer;
import io.openons.client.telemetry.Telemetries;
import io.openons.client.telemetry.Telemetry;
import io.openons.proto.v2.Language;
import io.openons.proto.v2.Resource;
import io.openons.proto.v2.Settings;
import io.openons.proto.v2.UA;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The parts of every running client: calls, routes, sessions, and the timers that keep them. */
public final class ClientCore {
  // The rhythm of the official clients.
  private static final Duration ROUTE_REFRESH = Duration.ofSeconds(30);
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration FIRST_HEARTBEAT = Duration.ofSeconds(1);
  private static final Duration SETTINGS_REPEAT = Duration.ofMinutes(5);

  private final ClientConfig config;
  private final ClientRuntime runtime;
  private final ClientRole role;
  private final RequestHeaders headers;
  private final RpcClient rpc;
  private final Optional<RoleCredentials> roleCredentials;
  private final List<BoundedPool> pools = new ArrayList<>();
  private final Sessions sessions;
  private final RouteCache routes;
  private final Telemetry telemetry;
  private final List<Timer.Task> tasks = new ArrayList<>();
  private volatile ServerSettings serverSettings;

  /** A client that holds the runtime but has not connected yet. */
  public ClientCore(
      ClientConfig config,
      Credentials credentials,
      Supplier<ClientRuntime> runtime,
      ClientRole role,
      ServerSettings defaults) {
    this.config = config;
    this.runtime = runtime.get();
    this.role = role;
    this.serverSettings = defaults;
    this.headers =
        new RequestHeaders(ClientId.next(), config.instanceId(), credentials, TimeSource.system());
    this.roleCredentials =
        config
            .ramRole()
            .map(
                ramRole ->
                    new RoleCredentials(
                        ramRole,
                        timer(),
                        TimeSource.system(),
                        pool(
                            "ons-credentials",
                            1,
                            "check that the instance metadata service answers"),
                        headers::credentials));
    this.rpc = new RpcClient(this.runtime.channels(), config.tls(), headers);
    this.sessions =
        new Sessions(
            rpc, timer(), role, config.requestTimeout(), this::ourSettings, this::onSettings);
    this.routes =
        new RouteCache(
            rpc, config.accessPoint(), config.instanceId(), config.requestTimeout(), this::onRoute);
    this.telemetry =
        Telemetries.of(
            headers.clientId(),
            config.instanceId(),
            role.group().map(Resource::getName).orElse(""));
  }

  /**
   * Fetches credentials when they are a role's, connects to the access point, waits for its
   * settings, and begins the rhythm.
   *
   * @throws com.aliyun.openservices.ons.api.exception.ONSClientException when there are no settings
   *     in time
   */
  public void connect(Deadline deadline) {
    roleCredentials.ifPresent(role -> role.begin(deadline.left()));
    sessions.open(config.accessPoint());
    sessions.awaitAny(List.of(config.accessPoint()), deadline);
    tasks.add(timer().every(FIRST_HEARTBEAT, HEARTBEAT, sessions::heartbeat));
    tasks.add(timer().every(ROUTE_REFRESH, ROUTE_REFRESH, routes::refreshAll));
    tasks.add(timer().every(SETTINGS_REPEAT, SETTINGS_REPEAT, sessions::sendSettings));
  }

  /** Says goodbye and lets go of everything. */
  public void close() {
    tasks.forEach(Timer.Task::cancel);
    roleCredentials.ifPresent(RoleCredentials::close);
    pools.forEach(BoundedPool::close);
    sessions.close();
    rpc.close();
    runtime.release();
  }

  /** Returns what makes calls to servers, with this client's headers. */
  public RpcClient rpc() {
    return rpc;
  }

  /** Returns where topics are, as far as this client uses them. */
  public RouteCache routes() {
    return routes;
  }

  /** Returns the telemetry streams to servers, and what servers know about this client. */
  public Sessions sessions() {
    return sessions;
  }

  /** Takes note of what this client does. */
  public Telemetry telemetry() {
    return telemetry;
  }

  /** Returns the timer of the process, which is also the clock for durations. */
  public Timer timer() {
    return runtime.timer();
  }

  /** Returns what the clients of the process share. */
  public ClientRuntime runtime() {
    return runtime;
  }

  /** Returns the settings that the server sent last. */
  public ServerSettings serverSettings() {
    return serverSettings;
  }

  /** A topic or group of this client's instance, as the wire has it. */
  public Resource resource(String name) {
    return Resource.newBuilder().setResourceNamespace(config.instanceId()).setName(name).build();
  }

  /** Signs later requests with other credentials. */
  public void credentials(Credentials credentials) {
    headers.credentials(credentials);
  }

  /** What requests are signed with at this moment. */
  Credentials credentials() {
    return headers.credentials();
  }

  /**
   * One thread of this client's, for tasks that take their time; gone when the client ends.
   *
   * @param mostWaiting how many tasks may wait
   * @param remedy what to do about a task that does not end, as the end of a sentence
   */
  public BoundedPool pool(String name, int mostWaiting, String remedy) {
    BoundedPool pool = new BoundedPool(name, 1, mostWaiting, timer(), remedy);
    pools.add(pool);
    return pool;
  }

  /** Under which servers know this client. */
  String clientId() {
    return headers.clientId();
  }

  private void onRoute(TopicRoute route) {
    route.endpoints().forEach(sessions::open);
    sessions.sendSettings();
    role.routeChanged(route);
  }

  private void onSettings(Settings settings) {
    serverSettings = serverSettings.with(settings);
  }

  private Settings ourSettings() {
    Settings.Builder settings =
        Settings.newBuilder()
            .setClientType(role.type())
            .setAccessPoint(config.accessPoint())
            .setRequestTimeout(duration(config.requestTimeout()))
            .setUserAgent(
                UA.newBuilder()
                    .setLanguage(Language.JAVA)
                    .setVersion(RequestHeaders.WIRE_VERSION)
                    .setPlatform(platform(Embedding.wrapper()))
                    .setHostname(ClientId.hostName()));
    role.describe(settings);
    return settings.build();
  }

  /** The system, and the program around this client if there is one. */
  static String platform(String wrapper) {
    String system = System.getProperty("os.name");
    return wrapper.isEmpty() ? system : system + "; " + wrapper;
  }

  /** A duration as the wire has it. */
  public static com.google.protobuf.Duration duration(Duration duration) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }
}
