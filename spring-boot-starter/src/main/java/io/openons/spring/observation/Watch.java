package io.openons.spring.observation;

/** A send or a call of a listener that is being measured, until it is closed. */
public interface Watch extends AutoCloseable {
  /** Measures nothing. */
  Watch NONE =
      new Watch() {
        @Override
        public void failed(Throwable failure) {}

        @Override
        public void close() {}
      };

  /** It failed; close follows. */
  void failed(Throwable failure);

  /** It is over. */
  @Override
  void close();
}
