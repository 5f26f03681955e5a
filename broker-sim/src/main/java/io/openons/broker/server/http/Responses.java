package io.openons.broker.server.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.openons.broker.server.http.call.Answer;
import java.util.Date;

/** Makes what Netty writes of answers. */
final class Responses {
  private Responses() {}

  /**
   * Returns the whole of an answer with a body.
   *
   * @param isHead whether the request wants the headers only
   */
  static FullHttpResponse of(Answer answer, boolean isHead) {
    byte[] body = answer.body();
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            answer.status(),
            isHead ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
    response.headers().set(answer.headers()).set(HttpHeaderNames.DATE, new Date());
    if (!answer.status().equals(HttpResponseStatus.NO_CONTENT)) {
      response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    }
    return response;
  }

  /** Returns the headers of an answer whose end is not known. */
  static HttpResponse ofStream(Answer answer) {
    HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, answer.status());
    response.headers().set(answer.headers()).set(HttpHeaderNames.DATE, new Date());
    HttpUtil.setTransferEncodingChunked(response, true);
    return response;
  }
}
