package io.openons.spring;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Message;
import java.util.List;

/**
 * Decides about messages that an {@link OnsListener} failed on: its method threw, or the payload
 * could not be converted or is not valid. Called on the listener's thread.
 */
@FunctionalInterface
public interface OnsErrorHandler {
  /**
   * Decides about a failure.
   *
   * @param messages the message, or those of the batch
   * @param failure what the method threw; a {@code MessageConversionException} or {@code
   *     MethodArgumentNotValidException} of Spring's messaging when it was not called
   * @return {@link Action#CommitMessage} to be done with them, {@link Action#ReconsumeLater} to
   *     have them again; of an ordered listener, after {@code suspendTimeMillis}
   * @throws Exception to have them again, with the exception in the log
   */
  Action handle(List<Message> messages, Exception failure) throws Exception;
}
