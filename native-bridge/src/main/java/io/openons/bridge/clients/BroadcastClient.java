package io.openons.bridge.clients;

import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.OffsetStore;
import com.aliyun.openservices.ons.api.TopicPartition;
import io.openons.bridge.callbacks.Callbacks;
import io.openons.bridge.callbacks.Context;
import io.openons.bridge.frames.Texts;
import io.openons.client.config.BroadcastConfig;
import io.openons.client.consumer.broadcast.OnsBroadcastConsumer;
import io.openons.client.consumer.listen.LaterListener;
import io.openons.client.runtime.ClientRuntime;
import java.util.Optional;
import java.util.Properties;

/** A push consumer that gets all messages, and may keep its progress in the program's store. */
public final class BroadcastClient extends ListenerClient {
  /** What a store says that has no offset. */
  private static final long NONE = Long.MIN_VALUE;

  private final OnsBroadcastConsumer consumer;
  private Context store;

  public BroadcastClient(Properties properties, Callbacks callbacks) {
    super("a broadcasting consumer", callbacks);
    this.consumer =
        new OnsBroadcastConsumer(BroadcastConfig.from(properties), ClientRuntime::shared);
  }

  @Override
  Admin admin() {
    return consumer;
  }

  @Override
  void listen(String topic, MessageSelector selector, Listening listening) {
    consumer.subscribe(topic, selector, PushClient.listener(listening));
  }

  @Override
  void listen(String topic, MessageSelector selector, LaterListener later) {
    consumer.subscribe(topic, selector, later);
  }

  @Override
  void end(String topic) {
    consumer.unsubscribe(topic);
  }

  @Override
  public void rateLimit(String topic, double perSecond) {
    consumer.rateLimit(topic, perSecond);
  }

  @Override
  public synchronized void setOffsetStore(Context next) {
    requireNotStarted("ons_consumer_set_offset_store");
    consumer.setOffsetStore(new Store(next));
    endStore();
    store = next;
  }

  @Override
  synchronized void closed() {
    super.closed();
    endStore();
  }

  private void endStore() {
    if (store != null) {
      store.end();
      store = null;
    }
  }

  /** The program's store. */
  private final class Store implements OffsetStore {
    private final Context context;

    private Store(Context context) {
      this.context = context;
    }

    @Override
    public void start() {
      // The program's store is ready when it is given.
    }

    @Override
    public void shutdown() {
      // The program is told by the release of the store's context.
    }

    @Override
    public void updateOffset(TopicPartition partition, long offset) {
      if (context.enter()) {
        try {
          callbacks()
              .writeOffset(
                  context.number(),
                  Texts.bytes(partition.getTopic()),
                  Texts.bytes(partition.getPartition()),
                  offset);
        } finally {
          context.exit();
        }
      }
    }

    @Override
    public Optional<Long> readOffset(TopicPartition partition) {
      if (!context.enter()) {
        return Optional.empty();
      }
      try {
        long offset =
            callbacks()
                .readOffset(
                    context.number(),
                    Texts.bytes(partition.getTopic()),
                    Texts.bytes(partition.getPartition()));
        return offset == NONE ? Optional.empty() : Optional.of(offset);
      } finally {
        context.exit();
      }
    }
  }
}
