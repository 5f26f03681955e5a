package io.openons.client.testing;

import io.openons.client.logging.Log;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

/** A log that keeps its lines, with every level on. */
public final class RecordingLog {
  /** The levels of the lines, such as {@code warn}. */
  public final List<String> levels = new CopyOnWriteArrayList<>();

  /** The lines, with their arguments filled in. */
  public final List<String> lines = new CopyOnWriteArrayList<>();

  /** The log to write to. */
  public final Log log =
      new Log(
          (Logger)
              Proxy.newProxyInstance(
                  getClass().getClassLoader(),
                  new Class<?>[] {Logger.class},
                  (proxy, method, arguments) -> {
                    if (method.getReturnType() == boolean.class) {
                      return true;
                    }
                    levels.add(method.getName());
                    lines.add(
                        MessageFormatter.arrayFormat((String) arguments[0], (Object[]) arguments[1])
                            .getMessage());
                    return null;
                  }));
}
