package io.openons.broker.server.remoting.admin;

import io.openons.broker.core.Broker;
import io.openons.broker.core.admin.GroupAdmin;
import io.openons.broker.core.admin.view.GroupView;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.group.GroupSettings;
import io.openons.broker.server.remoting.call.Answer;
import io.openons.broker.server.remoting.call.Call;
import io.openons.broker.server.remoting.call.Operation;
import io.openons.broker.server.remoting.codec.Jsons;
import io.openons.broker.server.remoting.codec.RequestCode;
import java.util.Map;
import java.util.TreeMap;

/** Groups: settings; making, changing and deleting them. */
final class ConsumerGroupRequests {
  private final Broker broker;

  private ConsumerGroupRequests(Broker broker) {
    this.broker = broker;
  }

  static Map<Integer, Operation> operations(Broker broker) {
    ConsumerGroupRequests requests = new ConsumerGroupRequests(broker);
    return Map.of(
        RequestCode.UPDATE_GROUP, Operation.changes(requests::update),
        RequestCode.DELETE_GROUP, Operation.changes(requests::delete),
        RequestCode.GROUP_CONFIGS, Operation.looks(requests::configs),
        RequestCode.GROUP_CONFIG, Operation.looks(requests::config));
  }

  private GroupAdmin groups() {
    return broker.administration().groups();
  }

  /**
   * A group as tools describe it. What has no meaning here is answered with what it always is.
   *
   * @param retryMaxTimes deliveries after the first one
   */
  private record Config(
      String groupName,
      Boolean consumeEnable,
      Boolean consumeFromMinEnable,
      Boolean consumeBroadcastEnable,
      Boolean consumeMessageOrderly,
      Integer retryQueueNums,
      Integer retryMaxTimes,
      Long brokerId,
      Long whichBrokerWhenConsumeSlowly,
      Boolean notifyConsumerIdsChangedEnable) {
    static Config of(GroupView group) {
      return new Config(
          group.name().toString(),
          true,
          true,
          true,
          group.settings().ordered(),
          1,
          group.settings().maxAttempts() - 1,
          0L,
          1L,
          true);
    }
  }

  private Answer update(Call call) {
    Config config = Jsons.read(call.request(), Config.class);
    if (config.groupName() == null) {
      throw new BrokerException(Reason.BAD_REQUEST, "the group has no groupName; set it");
    }
    if (Boolean.FALSE.equals(config.consumeEnable())) {
      throw new BrokerException(
          Reason.NOT_IMPLEMENTED,
          "group %s would be kept from consuming, which this broker cannot do; set the permission of its topics"
              .formatted(config.groupName()));
    }
    ResourceName name = ResourceName.of("", config.groupName());
    GroupSettings known = known(name);
    groups()
        .set(
            name,
            new GroupSettings(
                config.consumeMessageOrderly() == null
                    ? known.ordered()
                    : config.consumeMessageOrderly(),
                config.retryMaxTimes() == null ? known.maxAttempts() : config.retryMaxTimes() + 1,
                known.backoff()));
    return Answer.done();
  }

  private GroupSettings known(ResourceName name) {
    try {
      return groups().find(name).settings();
    } catch (BrokerException refusal) {
      if (refusal.reason() == Reason.CONSUMER_GROUP_NOT_FOUND) {
        return GroupSettings.DEFAULT;
      }
      throw refusal;
    }
  }

  private Answer delete(Call call) {
    groups().delete(call.name("groupName"));
    return Answer.done();
  }

  private record Configs(Map<String, Config> subscriptionGroupTable) {}

  private Answer configs(Call call) {
    Map<String, Config> table = new TreeMap<>();
    AdminRequests.all(groups()::list)
        .forEach(group -> table.put(group.name().toString(), Config.of(group)));
    return Answer.done(Jsons.write(new Configs(table)));
  }

  private Answer config(Call call) {
    return Answer.done(Jsons.write(Config.of(groups().find(call.name("group")))));
  }
}
