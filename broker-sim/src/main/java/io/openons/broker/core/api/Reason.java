package io.openons.broker.core.api;

/**
 * Why the broker refused something, in its own words; each protocol has a table of its own from
 * these to its codes.
 */
public enum Reason {
  /** A request that breaks a rule which has no reason of its own. */
  BAD_REQUEST,
  /** The address that a client reports to have used cannot be one. */
  ILLEGAL_ADDRESS,
  /** A topic's name is blank, too long, has other characters, or is reserved. */
  ILLEGAL_TOPIC,
  /** A group's name is blank, too long, has other characters, or is reserved. */
  ILLEGAL_CONSUMER_GROUP,
  /** A tag is blank or has a vertical bar or a control character. */
  ILLEGAL_TAG,
  /** A key is blank or has a control character. */
  ILLEGAL_KEY,
  /** A sharding key is blank, too long, or has a control character. */
  ILLEGAL_SHARDING_KEY,
  /** The key of a property is reserved, or a key or value has a control character. */
  ILLEGAL_PROPERTY,
  /** A message has no id. */
  ILLEGAL_MESSAGE_ID,
  /** A filter is too long or cannot be understood. */
  ILLEGAL_FILTER,
  /** The delivery time is too far ahead. */
  ILLEGAL_DELIVERY_TIME,
  /**
   * The topic does not accept this kind of message, or the message has properties of several kinds.
   */
  KIND_CONFLICT,
  /** There is no such transaction, or it is decided. */
  INVALID_TRANSACTION_ID,
  /** The caller is unknown, its signature is wrong, or it lacks a right. */
  UNAUTHORIZED,
  /** The topic's permission does not allow it. */
  FORBIDDEN,
  /** A lease is shorter or longer than allowed. */
  ILLEGAL_LEASE,
  /** A wait is negative or too long. */
  ILLEGAL_WAIT,
  /** An offset is outside of its queue. */
  ILLEGAL_OFFSET,
  /** A receipt handle is malformed, of something else, superseded, or its lease has ended. */
  INVALID_RECEIPT_HANDLE,
  /** A request to send has no message, too many, or messages that do not belong together. */
  ILLEGAL_BATCH,
  /** The caller did not say who it is. */
  CLIENT_ID_REQUIRED,
  /** There is no such topic. */
  TOPIC_NOT_FOUND,
  /** There is no such consumer group. */
  CONSUMER_GROUP_NOT_FOUND,
  /** The group has members that live and consume in another way. */
  GROUP_IN_USE,
  /** A topic or group is used by clients that live. */
  IN_USE,
  /** There is one with this name already. */
  ALREADY_EXISTS,
  /** The group has no offset for the queue. */
  OFFSET_NOT_FOUND,
  /** The body is empty. */
  MESSAGE_BODY_EMPTY,
  /** The body is larger than allowed. */
  MESSAGE_BODY_TOO_LARGE,
  /** Properties, tag and keys are more or larger than allowed. */
  MESSAGE_PROPERTIES_TOO_LARGE,
  /** The broker has no room for it now; the same may be accepted later. */
  TOO_MANY_REQUESTS,
  /** This broker cannot do that. */
  NOT_IMPLEMENTED
}
