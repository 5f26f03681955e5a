package manual;

/**
 * Where the programs find their server and what they call things, as in the manual's demo project.
 */
public class MqConfig {
  public static final String NAMESRV_ADDR = System.getProperty("programs.server");
  public static final String ACCESS_KEY = "access-key";
  public static final String SECRET_KEY = "secret-key";

  public static final String TOPIC = "normal-topic";
  public static final String GROUP_ID = "GID_normal";
  public static final String TAG = "TagA";
  public static final String ORDER_TOPIC = "order-topic";
  public static final String ORDER_GROUP_ID = "GID_order";

  /** The manual has 3000; a busy machine needs more. */
  public static final String SEND_TIMEOUT = "60000";
}
