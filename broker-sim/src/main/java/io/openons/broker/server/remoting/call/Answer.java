package io.openons.broker.server.remoting.call;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.openons.broker.server.remoting.codec.ResponseCode;
import java.util.Map;

/**
 * What a request is answered.
 *
 * @param code a {@link ResponseCode}
 * @param remark the text of an error; null for none
 * @param fields typed results, as texts
 * @param body what follows
 */
public record Answer(int code, String remark, Map<String, String> fields, Body body) {
  /** The body of an answer, made when it is written. */
  public interface Body {
    /** Returns about how much memory it needs while it waits; 0 when that is hardly any. */
    long held();

    /** Returns the bytes, which are the caller's. */
    ByteBuf make(ByteBufAllocator memory);

    /** The client is gone, or takes no answers: the bytes are never made. */
    default void dropped() {}
  }

  private record Bytes(byte[] bytes) implements Body {
    @Override
    public long held() {
      return 0;
    }

    @Override
    public ByteBuf make(ByteBufAllocator memory) {
      return Unpooled.wrappedBuffer(bytes);
    }
  }

  private static final Body NONE = new Bytes(new byte[0]);

  /** Returns the answer of a request that is done. */
  public static Answer done() {
    return done(Map.of());
  }

  /** Returns the answer of a request that is done, with results. */
  public static Answer done(Map<String, String> fields) {
    return new Answer(ResponseCode.SUCCESS, null, fields, NONE);
  }

  /** Returns the answer of a request that is done, with a result in its body. */
  public static Answer done(byte[] body) {
    return new Answer(ResponseCode.SUCCESS, null, Map.of(), new Bytes(body));
  }

  /** Returns an answer with a code of its own. */
  public static Answer of(int code, String remark) {
    return of(code, remark, Map.of());
  }

  /** Returns an answer with a code of its own, and results. */
  public static Answer of(int code, String remark, Map<String, String> fields) {
    return new Answer(code, remark, fields, NONE);
  }
}
