package io.openons.broker.server.http.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.openons.broker.core.access.AdminRole;
import io.openons.broker.core.api.Texts;
import io.openons.broker.server.http.access.Audit;
import io.openons.broker.server.http.access.BrowserGuard;
import io.openons.broker.server.http.access.Session;
import io.openons.broker.server.http.access.Sessions;
import io.openons.broker.server.http.call.Answer;
import io.openons.broker.server.http.call.Problem;
import io.openons.broker.server.http.call.Request;
import io.openons.broker.server.http.call.Service;
import io.openons.broker.server.http.call.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** Serves the API for operators: finds the operation, checks who calls, keeps the audit log. */
public final class AdminService implements Service {
  /** The root of the API. */
  public static final String ROOT = "/api/v1";

  private final List<Route> routes;
  private final BrowserGuard guard;
  private final Sessions sessions;
  private final Audit audit;
  private final Workers workers;

  /** Serves these operations. */
  public AdminService(
      List<Route> routes, BrowserGuard guard, Sessions sessions, Audit audit, Workers workers) {
    this.routes = List.copyOf(routes);
    this.guard = guard;
    this.sessions = sessions;
    this.audit = audit;
    this.workers = workers;
  }

  @Override
  public boolean takes(String path) {
    return path.equals("/api") || path.startsWith("/api/");
  }

  @Override
  public CompletableFuture<Answer> answer(Request request) {
    return workers
        .run(() -> onWorker(request))
        .exceptionally(failure -> Problem.of(failure).answer())
        .thenApply(AdminService::withSecurityHeaders);
  }

  /** Nothing of the API is for a page of another site, a frame, or a cache. */
  private static Answer withSecurityHeaders(Answer answer) {
    return answer
        .with(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .with("x-content-type-options", "nosniff")
        .with("x-frame-options", "DENY")
        .with("content-security-policy", "default-src 'none'; frame-ancestors 'none'")
        .with("cross-origin-resource-policy", "same-origin")
        .with("referrer-policy", "no-referrer");
  }

  private CompletableFuture<Answer> onWorker(Request request) {
    guard.check(request);
    List<String> path = request.segments();
    if (path.size() < 3 || !path.get(1).equals("v1")) {
      throw noSuchPath();
    }
    List<String> below = path.subList(2, path.size());
    Route route = find(request, below);
    Session session = null;
    try {
      checkQuery(route, request);
      session = sessions.of(request);
      if (route.role() != AdminRole.NONE) {
        sessions.require(session, route.role());
      }
      Call call = new Call(request, route.match(below), session);
      CompletableFuture<Answer> answer = route.operation().answer(call);
      return route.method().equals("GET") ? answer : audited(request, session, answer);
    } catch (RuntimeException e) {
      Problem problem = Problem.of(e);
      if (!route.method().equals("GET") || isRefusal(problem)) {
        audit.add(request, session, problem.status().code(), problem.getMessage());
      }
      throw problem;
    }
  }

  private CompletableFuture<Answer> audited(
      Request request, Session session, CompletableFuture<Answer> answer) {
    return answer.whenComplete(
        (given, failure) -> {
          if (failure == null) {
            audit.add(request, session, given.status().code(), null);
          } else {
            Problem problem = Problem.of(failure);
            audit.add(request, session, problem.status().code(), problem.getMessage());
          }
        });
  }

  private static boolean isRefusal(Problem problem) {
    return problem.status().equals(HttpResponseStatus.UNAUTHORIZED)
        || problem.status().equals(HttpResponseStatus.FORBIDDEN);
  }

  private Route find(Request request, List<String> path) {
    String method = request.method().equals("HEAD") ? "GET" : request.method();
    Set<String> allowed = new TreeSet<>();
    for (Route route : routes) {
      if (route.match(path) != null) {
        if (route.method().equals(method)) {
          return route;
        }
        allowed.add(route.method());
      }
    }
    if (allowed.isEmpty()) {
      throw noSuchPath();
    }
    throw new Problem(
        HttpResponseStatus.METHOD_NOT_ALLOWED,
        "method-not-allowed",
        "this path has no %s; it has %s"
            .formatted(Texts.shorten(request.method()), String.join(", ", allowed)),
        Map.of("allow", String.join(", ", allowed)));
  }

  private static Problem noSuchPath() {
    return new Problem(
        HttpResponseStatus.NOT_FOUND,
        "path-not-found",
        "the API has no such path; %s/openapi.yaml has them all".formatted(ROOT));
  }

  private static void checkQuery(Route route, Request request) {
    List<String> faults = new ArrayList<>();
    request
        .query()
        .forEach(
            (name, values) -> {
              if (!route.query().contains(name)) {
                faults.add("unknown parameter '%s'".formatted(Texts.shorten(name)));
              } else if (values.size() > 1) {
                faults.add("parameter '%s' is there twice".formatted(name));
              }
            });
    if (!faults.isEmpty()) {
      throw Problem.badRequest(
          "%s; %s takes %s"
              .formatted(faults.get(0), route, route.query().isEmpty() ? "none" : route.query()));
    }
  }
}
