package io.openons.spring;

/**
 * Names of headers that a listener can ask for by {@code @Header}. User properties of a message are
 * headers by their own names.
 */
public final class OnsHeaders {
  /** The {@link com.aliyun.openservices.ons.api.Message}; of a batch, the list of them. */
  public static final String MESSAGE = "ons_message";

  /** The context of the delivery. */
  public static final String CONTEXT = "ons_context";

  /** The topic. */
  public static final String TOPIC = "ons_topic";

  /** The consumer group. */
  public static final String GROUP = "ons_group";

  /** The name of the server. */
  public static final String SERVER = "ons_server";

  /** The tag; absent without one. */
  public static final String TAG = "ons_tag";

  /** The key; absent without one. */
  public static final String KEY = "ons_key";

  /** The id of the message. */
  public static final String MESSAGE_ID = "ons_messageId";

  /** The sharding key; absent without one. */
  public static final String SHARDING_KEY = "ons_shardingKey";

  /** How often the message came before, an {@code Integer}. */
  public static final String RECONSUME_TIMES = "ons_reconsumeTimes";

  /** When the producer made the message, a {@code Long} of milliseconds since 1970. */
  public static final String BORN_TIMESTAMP = "ons_bornTimestamp";

  private OnsHeaders() {}
}
