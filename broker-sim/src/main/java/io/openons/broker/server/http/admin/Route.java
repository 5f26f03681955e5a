package io.openons.broker.server.http.admin;

import io.openons.broker.core.access.AdminRole;
import io.openons.broker.server.http.call.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * An operation of the API: what it takes, what it answers, and who may call it. The contract is
 * compared with these.
 */
public final class Route {
  /** Parameters of every list. */
  private static final String[] PAGE = {"after", "limit", "contains"};

  private final String method;
  private final String template;
  private final List<String> segments;
  private final Set<String> query = new TreeSet<>();
  private AdminRole role;
  private Class<?> body;
  private Class<?> answer;
  private boolean isPaged;
  private Operation operation;

  /** Does it. */
  @FunctionalInterface
  public interface Operation {
    /** Answers a call on a thread that may wait for the disk. */
    CompletableFuture<Answer> answer(Call call);
  }

  /** Does it at once. */
  @FunctionalInterface
  public interface Work {
    /** Answers a call on a thread that may wait for the disk. */
    Answer answer(Call call);
  }

  private Route(String method, String template, AdminRole role) {
    this.method = method;
    this.template = template;
    this.segments = List.of(template.substring(1).split("/"));
    this.role = role;
  }

  /** An operation that changes nothing. */
  static Route get(String template) {
    return new Route("GET", template, AdminRole.READ);
  }

  /** An operation that changes something. */
  static Route change(String method, String template) {
    return new Route(method, template, AdminRole.FULL);
  }

  /** Anybody may call it. */
  Route open() {
    role = AdminRole.NONE;
    return this;
  }

  /** A smaller role is enough. */
  Route readable() {
    role = AdminRole.READ;
    return this;
  }

  Route query(String... names) {
    query.addAll(List.of(names));
    return this;
  }

  /** Takes a body of a type. */
  Route takes(Class<?> type) {
    body = type;
    return this;
  }

  /** Answers with a value of a type. */
  Route answers(Class<?> type) {
    answer = type;
    return this;
  }

  /** Answers with a page of values of a type. */
  Route pages(Class<?> type) {
    isPaged = true;
    return query(PAGE).answers(type);
  }

  Route does(Work work) {
    operation = call -> CompletableFuture.completedFuture(work.answer(call));
    return this;
  }

  Route doesLater(Operation later) {
    operation = later;
    return this;
  }

  /** Returns the method: {@code GET}. */
  public String method() {
    return method;
  }

  /** Returns the path below the root of the API: {@code /topics/{topic}}. */
  public String template() {
    return template;
  }

  /** Returns the names of its parameters in the query. */
  public Set<String> query() {
    return query;
  }

  /** Returns who may call it. */
  public AdminRole role() {
    return role;
  }

  /** Returns the type of the body that it takes; null for none. */
  public Class<?> body() {
    return body;
  }

  /** Returns the type of its answer, or of the items of its page; null when it is no JSON. */
  public Class<?> answer() {
    return answer;
  }

  /** Returns whether it answers with a page. */
  public boolean isPaged() {
    return isPaged;
  }

  Operation operation() {
    return operation;
  }

  /** Returns the values of the variable parts of a path; null when the path is another one. */
  List<String> match(List<String> path) {
    if (path.size() != segments.size()) {
      return null;
    }
    List<String> values = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      if (segments.get(i).startsWith("{")) {
        values.add(path.get(i));
      } else if (!segments.get(i).equals(path.get(i))) {
        return null;
      }
    }
    return values;
  }

  @Override
  public String toString() {
    return method + " " + template;
  }
}
