package io.openons.bridge;

/** The layout of a frame, as {@code onsclient.h} has it. */
final class Frame {
  static final int MESSAGE = 1;
  static final int SEND_RESULT = 2;
  static final int CHECK = 3;
  static final int LOG = 4;
  static final int PARTITIONS = 5;
  static final int ERROR = 6;

  static final int HEADER = 100;
  static final int AT_KIND = 4;
  static final int AT_PROPERTY_COUNT = 6;
  static final int AT_TOKEN = 8;
  static final int AT_DELIVER = 16;
  static final int AT_SIZES = 60;

  /** Topic, tag, key, sharding key, message id, born host, partition, extra. */
  static final int TEXTS = 8;

  private Frame() {}
}
