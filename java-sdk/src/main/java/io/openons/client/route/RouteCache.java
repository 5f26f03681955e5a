package io.openons.client.route;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.rpc.EndpointsText;
import io.openons.client.rpc.Failures;
import io.openons.client.rpc.Rpc;
import io.openons.client.rpc.RpcClient;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.MessageQueue;
import io.openons.proto.v2.QueryRouteRequest;
import io.openons.proto.v2.QueryRouteResponse;
import io.openons.proto.v2.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The routes that a client uses. One question per topic is under way at a time; who asks meanwhile
 * gets the same answer.
 */
public final class RouteCache {
  private static final Log log = Logs.of(RouteCache.class);
  private static final int LONGEST_TOPIC = 255;

  /**
   * Each topic costs about 2 KiB, and a request every 30 seconds. A client that uses more asks
   * again for those that it forgot.
   */
  private static final int MOST_TOPICS = 10_000;

  private final int mostTopics;
  private final RpcClient rpc;
  private final Endpoints accessPoint;
  private final String instanceId;
  private final Duration timeout;
  private final Consumer<TopicRoute> onChange;
  private final Map<String, TopicRoute> routes = new ConcurrentHashMap<>();

  /** Topics in the order in which they came, to forget the oldest. */
  private final Queue<String> order = new ConcurrentLinkedQueue<>();

  private final Map<String, CompletableFuture<TopicRoute>> questions = new ConcurrentHashMap<>();

  /**
   * An empty cache.
   *
   * @param onChange told about every route that is new or different
   */
  public RouteCache(
      RpcClient rpc,
      Endpoints accessPoint,
      String instanceId,
      Duration timeout,
      Consumer<TopicRoute> onChange) {
    this(rpc, accessPoint, instanceId, timeout, onChange, MOST_TOPICS);
  }

  RouteCache(
      RpcClient rpc,
      Endpoints accessPoint,
      String instanceId,
      Duration timeout,
      Consumer<TopicRoute> onChange,
      int mostTopics) {
    this.mostTopics = mostTopics;
    this.rpc = rpc;
    this.accessPoint = accessPoint;
    this.instanceId = instanceId;
    this.timeout = timeout;
    this.onChange = onChange;
  }

  /** The route if it is known, or null. */
  public TopicRoute known(String topic) {
    return routes.get(topic);
  }

  /** The topics whose routes are known. */
  public Set<String> topics() {
    return new TreeSet<>(routes.keySet());
  }

  /** The route, asked for if need be. */
  public CompletableFuture<TopicRoute> get(String topic) {
    TopicRoute known = routes.get(topic);
    return known != null ? CompletableFuture.completedFuture(known) : ask(topic);
  }

  /** Asks for a route although it may be known. */
  public CompletableFuture<TopicRoute> ask(String topic) {
    ONSClientException refusal = refuse(topic);
    if (refusal != null) {
      return CompletableFuture.failedFuture(refusal);
    }
    CompletableFuture<TopicRoute> question = new CompletableFuture<>();
    CompletableFuture<TopicRoute> earlier = questions.putIfAbsent(topic, question);
    if (earlier != null) {
      return earlier;
    }
    QueryRouteRequest request =
        QueryRouteRequest.newBuilder()
            .setTopic(Resource.newBuilder().setResourceNamespace(instanceId).setName(topic))
            .setEndpoints(accessPoint)
            .build();
    rpc.call(Rpc.QUERY_ROUTE, accessPoint, request, timeout.toNanos())
        .thenApply(answer -> store(topic, answer))
        .whenComplete((route, failure) -> settle(topic, question, route, failure));
    return question;
  }

  /** Asks for all known routes again; what cannot be had stays as it was. */
  public void refreshAll() {
    for (String topic : topics()) {
      ask(topic)
          .exceptionally(
              failure -> {
                notRefreshed(topic, Failures.unwrap(failure));
                return null;
              });
    }
  }

  private static void notRefreshed(String topic, ONSClientException failure) {
    if (failure.getErrorCode() == ErrorCode.SERVER_UNREACHABLE) {
      // Its telemetry stream has said so.
      log.debug("route of topic {} not refreshed: {}", topic, failure.getMessage());
    } else {
      log.warn("route of topic {} not refreshed: {}", topic, failure.getMessage());
    }
  }

  private void forgetOldest() {
    while (routes.size() > mostTopics) {
      String oldest = order.poll();
      if (oldest == null) {
        return;
      }
      routes.remove(oldest);
    }
  }

  /** Forgets a topic that the client does not use any more. */
  public void forget(String topic) {
    remove(topic);
  }

  private void remove(String topic) {
    if (routes.remove(topic) != null) {
      order.remove(topic);
    }
  }

  private TopicRoute store(String topic, QueryRouteResponse answer) {
    List<MessageQueue> queues = answer.getMessageQueuesList();
    if (queues.stream()
        .anyMatch(queue -> queue.getBroker().getEndpoints().getAddressesCount() == 0)) {
      throw malformed(topic);
    }
    TopicRoute old = routes.get(topic);
    if (old != null && old.hasQueues(queues)) {
      return old;
    }
    TopicRoute route =
        old == null ? new TopicRoute(topic, queues, new AtomicInteger()) : old.renewed(queues);
    if (route.endpoints().isEmpty()) {
      throw malformed(topic);
    }
    if (routes.put(topic, route) == null) {
      order.add(topic);
      forgetOldest();
    }
    onChange.accept(route);
    return route;
  }

  private void settle(
      String topic, CompletableFuture<TopicRoute> question, TopicRoute route, Throwable failure) {
    questions.remove(topic);
    if (failure == null) {
      question.complete(route);
      return;
    }
    ONSClientException known = Failures.unwrap(failure);
    if (known.getErrorCode() == ErrorCode.TOPIC_NOT_FOUND) {
      remove(topic);
    }
    question.completeExceptionally(
        new ONSClientException("topic " + fullName(topic) + ": " + known.getMessage(), known));
  }

  private ONSClientException malformed(String topic) {
    return new ONSClientException(
        "QueryRoute to "
            + EndpointsText.of(accessPoint)
            + " failed: the route of topic "
            + topic
            + " has no queues on a master, or queues without an address",
        null,
        ErrorCode.MALFORMED_ANSWER);
  }

  private String fullName(String topic) {
    return instanceId.isEmpty() ? topic : topic + " of instance " + instanceId;
  }

  private static ONSClientException refuse(String topic) {
    boolean good =
        topic != null
            && !topic.isEmpty()
            && topic.length() <= LONGEST_TOPIC
            && topic.chars().allMatch(RouteCache::isTopicCharacter);
    return good
        ? null
        : new ONSClientException(
            "topic '"
                + topic
                + "' cannot be a topic: give 1 to "
                + LONGEST_TOPIC
                + " letters, digits, and _ - % | .",
            null,
            ErrorCode.ILLEGAL_TOPIC);
  }

  private static boolean isTopicCharacter(int c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '_'
        || c == '-'
        || c == '%'
        || c == '|'
        || c == '.';
  }
}
