package io.openons.broker.server.http.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.openons.broker.core.Administration;
import io.openons.broker.core.admin.view.RuntimeView;
import io.openons.broker.server.http.admin.view.OverviewJson;
import io.openons.broker.server.http.admin.view.RuntimeJson;
import io.openons.broker.server.http.admin.view.SettingsJson;
import io.openons.broker.server.http.call.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.List;

/** The broker as a whole. */
final class SystemRoutes {
  private static final String CONTRACT = "/openapi/admin.yaml";

  private final Administration admin;
  private final BrokerFacts facts;

  private SystemRoutes(Administration admin, BrokerFacts facts) {
    this.admin = admin;
    this.facts = facts;
  }

  static List<Route> of(Administration admin, BrokerFacts facts) {
    SystemRoutes routes = new SystemRoutes(admin, facts);
    return List.of(
        Route.get("/openapi.yaml").open().does(call -> contract()),
        Route.get("/overview").answers(OverviewJson.class).does(call -> routes.overview()),
        Route.get("/settings")
            .answers(SettingsJson.class)
            .does(call -> Pages.ok(SettingsJson.of(admin.broker().settings()))),
        Route.change("PUT", "/settings")
            .takes(SettingsJson.class)
            .answers(SettingsJson.class)
            .does(routes::change),
        Route.get("/runtime").answers(RuntimeJson.class).does(call -> routes.runtime()));
  }

  private static Answer contract() {
    try (InputStream in = SystemRoutes.class.getResourceAsStream(CONTRACT)) {
      return Answer.of(HttpResponseStatus.OK, "application/yaml", in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer overview() {
    long[] counts = new long[5];
    RuntimeView view = admin.broker().runtime();
    Pages.each(
        admin.topics()::list,
        topic -> {
          counts[0]++;
          counts[1] += topic.messages();
        });
    Pages.each(
        admin.groups()::list,
        group -> {
          counts[2]++;
          counts[3] += group.lag();
        });
    Pages.each(admin.clients()::list, client -> counts[4]++);
    return Pages.ok(
        new OverviewJson(
            facts.version(),
            facts.started().toString(),
            counts[0],
            counts[2],
            counts[4],
            counts[1],
            counts[3],
            view.published().of10s(),
            view.delivered().of10s()));
  }

  private Answer change(Call call) {
    SettingsJson wanted = call.body(SettingsJson.class);
    admin.broker().change(wanted.over(admin.broker().settings()));
    return Pages.ok(SettingsJson.of(admin.broker().settings()));
  }

  private Answer runtime() {
    Runtime java = Runtime.getRuntime();
    RuntimeView view = admin.broker().runtime();
    try {
      FileStore disk = Files.getFileStore(facts.dataDir());
      return Pages.ok(
          new RuntimeJson(
              facts.version(),
              System.getProperty("java.version"),
              System.getProperty("os.name") + " " + System.getProperty("os.version"),
              java.availableProcessors(),
              facts.started().toString(),
              java.totalMemory() - java.freeMemory(),
              java.maxMemory(),
              disk.getTotalSpace(),
              disk.getUsableSpace(),
              view.logEnd() - view.logBegin(),
              ManagementFactory.getThreadMXBean().getThreadCount(),
              facts.endpoints().get()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
