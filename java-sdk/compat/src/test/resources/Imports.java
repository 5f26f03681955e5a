import com.aliyun.openservices.ons.api.impl.authority.AuthUtil;
import com.aliyun.openservices.ons.api.impl.authority.OnsAuthSigner;
import com.aliyun.openservices.ons.api.impl.namespace.InstanceUtil;
import com.aliyun.openservices.ons.api.impl.util.NameAddrUtils;
import com.aliyun.openservices.ons.shaded.com.google.common.base.Splitter;
import com.aliyun.openservices.ons.shaded.commons.lang3.text.WordUtils;
import com.aliyun.openservices.ons.shaded.org.apache.rocketmq.client.exception.ClientException;
import com.aliyun.openservices.shade.com.alibaba.fastjson.JSON;
import com.aliyun.openservices.shade.com.alibaba.fastjson.JSONArray;
import com.aliyun.openservices.shade.com.alibaba.fastjson.JSONException;
import com.aliyun.openservices.shade.com.alibaba.fastjson.JSONObject;
import com.aliyun.openservices.shade.com.alibaba.fastjson.TypeReference;
import com.aliyun.openservices.shade.com.alibaba.fastjson.annotation.JSONField;
import com.aliyun.openservices.shade.com.alibaba.fastjson.parser.Feature;
import com.aliyun.openservices.shade.com.alibaba.fastjson.serializer.SerializerFeature;
import com.aliyun.openservices.shade.com.alibaba.rocketmq.client.exception.MQBrokerException;
import com.aliyun.openservices.shade.com.alibaba.rocketmq.client.exception.MQClientException;
import com.aliyun.openservices.shade.com.alibaba.rocketmq.client.producer.LocalTransactionState;
import com.aliyun.openservices.shade.com.alibaba.rocketmq.client.producer.SendStatus;
import com.aliyun.openservices.shade.com.alibaba.rocketmq.common.MixAll;
import com.aliyun.openservices.shade.com.alibaba.rocketmq.common.ThreadFactoryImpl;
import com.aliyun.openservices.shade.com.alibaba.rocketmq.common.UtilAll;
import com.aliyun.openservices.shade.com.alibaba.rocketmq.common.consumer.ConsumeFromWhere;
import com.aliyun.openservices.shade.com.alibaba.rocketmq.common.message.MessageConst;
import com.aliyun.openservices.shade.com.alibaba.rocketmq.common.message.MessageType;
import com.aliyun.openservices.shade.com.alibaba.rocketmq.common.protocol.heartbeat.MessageModel;
import com.aliyun.openservices.shade.com.alibaba.rocketmq.remoting.common.RemotingHelper;
import com.aliyun.openservices.shade.com.alibaba.rocketmq.remoting.exception.RemotingException;
import com.aliyun.openservices.shade.com.alibaba.rocketmq.remoting.exception.RemotingTimeoutException;
import com.aliyun.openservices.shade.com.google.common.base.Joiner;
import com.aliyun.openservices.shade.com.google.common.base.Optional;
import com.aliyun.openservices.shade.com.google.common.base.Preconditions;
import com.aliyun.openservices.shade.com.google.common.base.Strings;
import com.aliyun.openservices.shade.com.google.common.base.Throwables;
import com.aliyun.openservices.shade.com.google.common.cache.CacheBuilder;
import com.aliyun.openservices.shade.com.google.common.collect.ImmutableMap;
import com.aliyun.openservices.shade.com.google.common.collect.Lists;
import com.aliyun.openservices.shade.com.google.common.collect.Maps;
import com.aliyun.openservices.shade.com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.aliyun.openservices.shade.io.netty.util.internal.StringUtil;
import com.aliyun.openservices.shade.org.apache.commons.codec.binary.Base64;
import com.aliyun.openservices.shade.org.apache.commons.codec.digest.DigestUtils;
import com.aliyun.openservices.shade.org.apache.commons.lang3.StringUtils;
import com.aliyun.openservices.shade.org.apache.commons.lang3.exception.ExceptionUtils;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** Uses each name that public programs import from the shaded part of ons-client 1.8; prints a line for each. */
public class Imports {
  public static class Order {
    @JSONField(name = "order_id", ordinal = 1)
    private long id;

    @JSONField(format = "yyyy-MM-dd", ordinal = 2)
    private Date day;

    @JSONField(serialize = false)
    private String secret;

    private String note;

    public long getId() {
      return id;
    }

    public void setId(long id) {
      this.id = id;
    }

    public Date getDay() {
      return day;
    }

    public void setDay(Date day) {
      this.day = day;
    }

    public String getSecret() {
      return secret;
    }

    public void setSecret(String secret) {
      this.secret = secret;
    }

    public String getNote() {
      return note;
    }

    public void setNote(String note) {
      this.note = note;
    }
  }

  public static void main(String[] arguments) throws Exception {
    Order order = JSON.parseObject("{\"order_id\":7,\"day\":\"2026-01-02\",\"secret\":\"s\"}", Order.class);
    System.out.println("JSONField " + JSON.toJSONString(order));
    System.out.println("SerializerFeature " + JSON.toJSONString(order, SerializerFeature.WriteMapNullValue));
    JSONObject object = JSON.parseObject("{\"b\":1,\"a\":[2,3]}", Feature.OrderedField);
    JSONArray array = object.getJSONArray("a");
    System.out.println("JSONObject " + object.toJSONString() + " " + object.getIntValue("b") + " " + array.size());
    Map<String, List<Integer>> typed =
        JSON.parseObject("{\"x\":[1,2]}", new TypeReference<Map<String, List<Integer>>>() {});
    System.out.println("TypeReference " + typed.get("x").get(1).getClass().getSimpleName());
    try {
      JSON.parse("{broken");
    } catch (JSONException expected) {
      System.out.println("JSONException");
    }
    Object named = JSON.parse("{\"@type\":\"Imports$Order\",\"order_id\":1}");
    System.out.println("@type " + (named instanceof Order ? "made an object" : "ignored"));

    System.out.println(
        "MessageModel " + MessageModel.BROADCASTING.getModeCN() + " " + MessageModel.CLUSTERING.getModeCN());
    System.out.println("ThreadFactoryImpl " + new ThreadFactoryImpl("worker_", true).newThread(() -> {}).getName());

    System.out.println("Joiner " + Joiner.on(',').join(Lists.newArrayList("a", "b")));
    System.out.println("Optional " + Optional.fromNullable(null).isPresent());
    System.out.println("Preconditions " + Preconditions.checkNotNull("there"));
    System.out.println("Strings " + Strings.isNullOrEmpty(""));
    Exception failure = new IllegalStateException("outer", new RuntimeException("inner"));
    System.out.println("Throwables " + Throwables.getRootCause(failure).getMessage());
    System.out.println("CacheBuilder " + CacheBuilder.newBuilder().maximumSize(1).build().size());
    System.out.println("Maps " + Maps.newHashMap(ImmutableMap.of("k", "v")));
    Thread thread = new ThreadFactoryBuilder().setNameFormat("t-%d").build().newThread(() -> {});
    System.out.println("ThreadFactoryBuilder " + thread.getName());

    System.out.println("StringUtil " + StringUtil.isNullOrEmpty("") + " " + StringUtil.simpleClassName(Imports.class));
    String joined = StringUtils.join(new String[] {"a", "b"}, "-");
    System.out.println("StringUtils " + StringUtils.isBlank(" ") + " " + joined);
    System.out.println("ExceptionUtils " + ExceptionUtils.getRootCauseMessage(failure));

    System.out.println("Base64 " + Base64.encodeBase64String(new byte[] {1, 2}) + " " + DigestUtils.md5Hex("a"));
    Old old = com.aliyun.openservices.shade.com.alibaba.rocketmq.shade.com.alibaba.fastjson.JSON.parseObject(
        "{\"old_id\":3}", Old.class);
    System.out.println("fastjson of before 1.8 " + old.id);
    System.out.println("Splitter " + Splitter.on(',').splitToList("a,b") + " " + WordUtils.capitalize("x"));
    inside();
  }

  public static class Old {
    @com.aliyun.openservices.shade.com.alibaba.rocketmq.shade.com.alibaba.fastjson.annotation.JSONField(name = "old_id")
    public int id;
  }

  private static void inside() {
    try {
      fail(new MQClientException("m", null));
      fail(new MQBrokerException(5, "m"));
      fail(new RemotingTimeoutException("a", 5));
      fail(new ClientException("m", null));
    } catch (Exception notThrown) {
      System.out.println("thrown " + notThrown);
    }
    System.out.println("states " + LocalTransactionState.UNKNOW + " " + SendStatus.SEND_OK);
    System.out.println("ConsumeFromWhere " + ConsumeFromWhere.CONSUME_FROM_LAST_OFFSET.ordinal());
    System.out.println("MessageConst " + MessageConst.PROPERTY_KEYS + " " + MessageType.getByShortName("Delay"));
    System.out.println("MixAll " + MixAll.getDLQTopic("g") + " " + (MixAll.getPID() == UtilAll.getPid()));
    System.out.println("UtilAll " + UtilAll.crc32("abc".getBytes()) + " " + UtilAll.bytes2string(new byte[] {10, -1}));
    System.out.println("RemotingHelper " + RemotingHelper.exceptionSimpleDesc(null).isEmpty());
    System.out.println("AuthUtil " + AuthUtil.calSignature("abc".getBytes(), "key"));
    System.out.println("OnsAuthSigner " + OnsAuthSigner.calSignature("abc", "key"));
    System.out.println("InstanceUtil " + InstanceUtil.validateInstanceId("MQ_INST_1_abcdefgh"));
    System.out.println("NameAddrUtils " + NameAddrUtils.parseInstanceIdFromEndpoint("http://MQ_INST_1_a.mq.x:80"));
  }

  private static void fail(Exception failure) throws MQClientException, MQBrokerException, RemotingException,
      ClientException {
    System.out.println(failure.getMessage());
  }
}
