package io.openons.broker.server.remoting.codec;

/** How the header of a frame is written; an answer has the format of its request. */
public enum Format {
  /** A JSON object. */
  JSON {
    @Override
    Command read(byte[] header) {
      return JsonHeader.read(header);
    }

    @Override
    byte[] write(Command command) {
      return JsonHeader.write(command);
    }
  },
  /** The protocol's own binary form. */
  BINARY {
    @Override
    Command read(byte[] header) {
      return BinaryHeader.read(header);
    }

    @Override
    byte[] write(Command command) {
      return BinaryHeader.write(command);
    }
  };

  private static final Format[] FORMATS = values();

  /**
   * Reads a header; the body is missing.
   *
   * @throws io.netty.handler.codec.CorruptedFrameException when it is none
   */
  abstract Command read(byte[] header);

  abstract byte[] write(Command command);

  /** Returns the format with a number of the wire; null when there is none. */
  static Format of(int number) {
    return number < FORMATS.length ? FORMATS[number] : null;
  }
}
