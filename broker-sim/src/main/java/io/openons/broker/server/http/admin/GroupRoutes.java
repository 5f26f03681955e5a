package io.openons.broker.server.http.admin;

import io.openons.broker.core.Administration;
import io.openons.broker.core.admin.GroupAdmin;
import io.openons.broker.core.admin.ResetTarget;
import io.openons.broker.core.admin.view.ResetPlan;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.server.http.admin.request.BodyForm;
import io.openons.broker.server.http.admin.request.GroupChange;
import io.openons.broker.server.http.admin.request.NewGroup;
import io.openons.broker.server.http.admin.request.Reset;
import io.openons.broker.server.http.admin.view.BacklogJson;
import io.openons.broker.server.http.admin.view.GroupJson;
import io.openons.broker.server.http.admin.view.MemberJson;
import io.openons.broker.server.http.admin.view.MessageJson;
import io.openons.broker.server.http.admin.view.ResetPlanJson;
import io.openons.broker.server.http.admin.view.SubscriptionJson;
import io.openons.broker.server.http.admin.view.TopicBacklogJson;
import io.openons.broker.server.http.admin.view.Views;
import io.openons.broker.server.http.call.Answer;
import io.openons.broker.server.http.call.Problem;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Consumer groups: their clients, how far they are behind, their offsets and dead letters. */
final class GroupRoutes {
  private final Administration admin;
  private final GroupAdmin groups;

  private GroupRoutes(Administration admin) {
    this.admin = admin;
    this.groups = admin.groups();
  }

  static List<Route> of(Administration admin) {
    GroupRoutes routes = new GroupRoutes(admin);
    GroupAdmin groups = admin.groups();
    return List.of(
        Route.get("/groups")
            .pages(GroupJson.class)
            .does(call -> Pages.of(groups.list(call.page()), Views::of)),
        Route.change("POST", "/groups")
            .takes(NewGroup.class)
            .answers(GroupJson.class)
            .does(routes::create),
        Route.get("/groups/{group}")
            .answers(GroupJson.class)
            .does(call -> Pages.ok(Views.of(groups.find(call.name(0))))),
        Route.change("PUT", "/groups/{group}")
            .takes(GroupChange.class)
            .answers(GroupJson.class)
            .does(routes::change),
        Route.change("DELETE", "/groups/{group}").does(routes::delete),
        Route.get("/groups/{group}/members")
            .pages(MemberJson.class)
            .does(call -> Pages.of(groups.members(call.name(0), call.page()), Views::of)),
        Route.get("/groups/{group}/subscriptions")
            .pages(SubscriptionJson.class)
            .does(call -> Pages.of(groups.subscriptions(call.name(0), call.page()), Views::of)),
        Route.get("/groups/{group}/backlog")
            .answers(BacklogJson.class)
            .does(call -> Pages.ok(Views.of(groups.backlog(call.name(0))))),
        Route.get("/groups/{group}/backlogs")
            .pages(TopicBacklogJson.class)
            .does(call -> Pages.of(groups.backlogs(call.name(0), call.page()), Views::of)),
        Route.change("POST", "/groups/{group}/offsets")
            .takes(Reset.class)
            .answers(ResetPlanJson.class)
            .does(routes::reset),
        Route.get("/groups/{group}/dead-letters")
            .pages(MessageJson.class)
            .query("body")
            .does(routes::deadLetters),
        Route.change("POST", "/groups/{group}/dead-letters/{queue}/{offset}/resend")
            .doesLater(routes::resend));
  }

  private Answer create(Call call) {
    NewGroup wanted = call.body(NewGroup.class);
    if (wanted.name() == null) {
      throw Problem.badRequest("'name' is missing; write the name of the group");
    }
    ResourceName name = ResourceName.of("", wanted.name());
    return Pages.created(Views.of(groups.create(name, wanted.change().settings())));
  }

  private Answer change(Call call) {
    GroupChange wanted = call.body(GroupChange.class);
    return Pages.ok(Views.of(groups.change(call.name(0), wanted.settings())));
  }

  private Answer delete(Call call) {
    groups.delete(call.name(0));
    return Answer.nothing();
  }

  private Answer reset(Call call) {
    Reset wanted = call.body(Reset.class);
    if (wanted.topic() == null || wanted.to() == null) {
      throw Problem.badRequest(
          "'topic' or 'to' is missing; write the topic, and EARLIEST, LATEST, TIME or OFFSET");
    }
    ResourceName group = call.name(0);
    ResourceName topic = ResourceName.of("", wanted.topic());
    ResetTarget target = target(wanted);
    boolean isDryRun = Boolean.TRUE.equals(wanted.dryRun());
    if (isDryRun) {
      ResetPlan plan = admin.offsets().plan(group, topic, target);
      return Pages.ok(Views.of(only(plan, wanted.queue()), true));
    }
    ResetPlan done =
        wanted.queue() == null
            ? admin.offsets().reset(group, topic, target)
            : admin.offsets().reset(group, topic, wanted.queue(), target);
    return Pages.ok(Views.of(done, false));
  }

  private static ResetTarget target(Reset wanted) {
    return switch (wanted.to()) {
      case EARLIEST -> ResetTarget.EARLIEST;
      case LATEST -> ResetTarget.LATEST;
      case TIME -> {
        if (wanted.time() == null) {
          throw Problem.badRequest("'time' is missing; write the moment to go on at");
        }
        yield ResetTarget.time(Call.time("'time'", wanted.time()));
      }
      case OFFSET -> {
        if (wanted.offset() == null) {
          throw Problem.badRequest("'offset' is missing; write the offset to go on at");
        }
        yield ResetTarget.offset(wanted.offset());
      }
    };
  }

  private static ResetPlan only(ResetPlan plan, Integer queue) {
    return queue == null
        ? plan
        : new ResetPlan(plan.queues().stream().filter(each -> each.queue() == queue).toList());
  }

  private Answer deadLetters(Call call) {
    ResourceName group = call.name(0);
    BodyForm form = call.choice("body", BodyForm.class, BodyForm.TEXT);
    return Pages.of(
        admin.deadLetters().list(group, call.page()),
        letter -> MessageJson.of(group.deadLetters(), letter, form, MessageRoutes.SHOWN_IN_LISTS));
  }

  private CompletableFuture<Answer> resend(Call call) {
    return admin
        .deadLetters()
        .resend(call.name(0), call.queue(1), call.number(2, "the offset"))
        .thenApply(stored -> Answer.nothing());
  }
}
