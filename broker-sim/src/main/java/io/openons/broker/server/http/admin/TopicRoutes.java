package io.openons.broker.server.http.admin;

import io.openons.broker.core.admin.TopicAdmin;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.server.http.admin.request.NewTopic;
import io.openons.broker.server.http.admin.request.TopicChange;
import io.openons.broker.server.http.admin.view.NameJson;
import io.openons.broker.server.http.admin.view.QueueJson;
import io.openons.broker.server.http.admin.view.TopicJson;
import io.openons.broker.server.http.admin.view.TopicUsersJson;
import io.openons.broker.server.http.admin.view.Views;
import io.openons.broker.server.http.call.Answer;
import io.openons.broker.server.http.call.Problem;
import java.util.List;

/** Topics and their queues. */
final class TopicRoutes {
  private final TopicAdmin topics;

  private TopicRoutes(TopicAdmin topics) {
    this.topics = topics;
  }

  static List<Route> of(TopicAdmin topics) {
    TopicRoutes routes = new TopicRoutes(topics);
    return List.of(
        Route.get("/topics").pages(TopicJson.class).does(routes::list),
        Route.change("POST", "/topics")
            .takes(NewTopic.class)
            .answers(TopicJson.class)
            .does(routes::create),
        Route.get("/topics/{topic}")
            .answers(TopicJson.class)
            .does(call -> Pages.ok(Views.of(topics.find(call.name(0))))),
        Route.change("PUT", "/topics/{topic}")
            .takes(TopicChange.class)
            .answers(TopicJson.class)
            .does(routes::change),
        Route.change("DELETE", "/topics/{topic}").does(routes::delete),
        Route.get("/topics/{topic}/queues")
            .pages(QueueJson.class)
            .does(call -> Pages.all(topics.queues(call.name(0)), Views::of)),
        Route.get("/topics/{topic}/groups")
            .pages(NameJson.class)
            .does(
                call ->
                    Pages.of(
                        topics.groups(call.name(0), call.page()),
                        group -> new NameJson(group.toString()))),
        Route.get("/topics/{topic}/users")
            .answers(TopicUsersJson.class)
            .does(call -> Pages.ok(Views.of(topics.users(call.name(0))))));
  }

  private Answer list(Call call) {
    return Pages.of(topics.list(call.page()), Views::of);
  }

  private Answer create(Call call) {
    NewTopic wanted = call.body(NewTopic.class);
    if (wanted.name() == null) {
      throw Problem.badRequest("'name' is missing; write the name of the topic");
    }
    ResourceName name = ResourceName.of("", wanted.name());
    return Pages.created(Views.of(topics.create(name, wanted.change().settings())));
  }

  private Answer change(Call call) {
    TopicChange wanted = call.body(TopicChange.class);
    return Pages.ok(Views.of(topics.change(call.name(0), wanted.settings())));
  }

  private Answer delete(Call call) {
    topics.delete(call.name(0));
    return Answer.nothing();
  }
}
