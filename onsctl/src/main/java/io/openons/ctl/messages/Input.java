package io.openons.ctl.messages;

import io.openons.ctl.api.CtlException;
import io.openons.ctl.screen.Screen;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files, and standard input, that commands read whole. */
public final class Input {
  /** More than a message may have, and definitions of 100,000 topics. */
  private static final int MOST = 64 << 20;

  private Input() {}

  /** Returns the bytes of a file; of standard input for {@code -}. */
  public static byte[] bytes(String file, Screen screen) {
    try (InputStream in = file.equals("-") ? screen.in() : Files.newInputStream(Path.of(file))) {
      byte[] bytes = in.readNBytes(MOST + 1);
      if (bytes.length > MOST) {
        throw CtlException.usage("%s has more than 64 MiB", file);
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw CtlException.usage("there is no file %s", file);
    } catch (IOException e) {
      throw CtlException.usage("%s cannot be read: %s", file, e.getMessage());
    }
  }

  /** Returns a text in UTF-8. */
  public static String text(String file, Screen screen) {
    return text(bytes(file, screen), file);
  }

  static String text(byte[] bytes, String file) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw CtlException.usage("%s is no text in UTF-8; --form base64 sends any bytes", file);
    }
  }
}
