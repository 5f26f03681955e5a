package io.openons.test;

import io.openons.broker.StoredMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractListAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ObjectAssert;

/** Assertions on messages of a topic, by the order of their queues. */
public final class MessagesAssert
    extends AbstractListAssert<
        MessagesAssert, List<? extends StoredMessage>, StoredMessage, ObjectAssert<StoredMessage>> {
  private MessagesAssert(List<? extends StoredMessage> messages) {
    super(messages, MessagesAssert.class);
  }

  /** Begins an assertion on messages, as {@link TestBroker#messages} returns them. */
  public static MessagesAssert assertThat(List<StoredMessage> messages) {
    return new MessagesAssert(messages);
  }

  /** Holds for messages with exactly these bodies, in any order. */
  public MessagesAssert haveTexts(String... texts) {
    Assertions.assertThat(actual.stream().map(StoredMessage::text))
        .as(info.descriptionText())
        .containsExactlyInAnyOrder(texts);
    return this;
  }

  /** Returns an assertion on the messages with a tag. */
  public MessagesAssert withTag(String tag) {
    return only("with tag " + tag, message -> tag.equals(message.tag()));
  }

  /** Returns an assertion on the messages with a key. */
  public MessagesAssert withKey(String key) {
    return only("with key " + key, message -> message.keys().contains(key));
  }

  private MessagesAssert only(String what, Predicate<StoredMessage> test) {
    return new MessagesAssert(actual.stream().filter(test).toList()).as("messages %s", what);
  }

  @Override
  protected ObjectAssert<StoredMessage> toAssert(StoredMessage value, String description) {
    return new ObjectAssert<>(value).as(description);
  }

  @Override
  protected MessagesAssert newAbstractIterableAssert(Iterable<? extends StoredMessage> iterable) {
    List<StoredMessage> messages = new ArrayList<>();
    iterable.forEach(messages::add);
    return new MessagesAssert(messages);
  }
}
