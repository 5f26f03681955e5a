package io.openons.broker.server.remoting.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.handler.codec.CorruptedFrameException;
import io.openons.broker.core.api.Texts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A header as a JSON object. Unknown members are passed over. */
final class JsonHeader {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonHeader() {}

  static Command read(byte[] header) {
    int code = -1;
    String language = "";
    int version = 0;
    int opaque = 0;
    int flags = 0;
    String remark = null;
    Map<String, String> fields = Map.of();
    try (JsonParser in = JSON.createParser(header)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new CorruptedFrameException("the header is no JSON object");
      }
      while (in.nextToken() != JsonToken.END_OBJECT) {
        String name = in.currentName();
        JsonToken token = in.nextToken();
        switch (name) {
          case "code" -> code = in.getIntValue();
          case "language" -> language = Texts.shorten(in.getValueAsString(""));
          case "version" -> version = in.getIntValue();
          case "opaque" -> opaque = in.getIntValue();
          case "flag" -> flags = in.getIntValue();
          case "remark" -> remark = in.getValueAsString();
          case "extFields" ->
              fields = token == JsonToken.START_OBJECT ? fields(in) : passOver(in, fields);
          default -> in.skipChildren();
        }
      }
      if (in.nextToken() != null) {
        throw new CorruptedFrameException("the header has bytes behind its JSON object");
      }
    } catch (IOException e) {
      throw new CorruptedFrameException(
          "the header is no JSON object as it should be: " + Texts.shorten(e.getMessage()), e);
    }
    if (code < 0) {
      throw new CorruptedFrameException("the header has no code");
    }
    return new Command(
        Format.JSON, code, language, version, opaque, flags, remark, fields, Command.NO_BODY);
  }

  private static Map<String, String> passOver(JsonParser in, Map<String, String> fields)
      throws IOException {
    in.skipChildren();
    return fields;
  }

  private static Map<String, String> fields(JsonParser in) throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      JsonToken token = in.nextToken();
      if (token.isScalarValue()) {
        if (token != JsonToken.VALUE_NULL) {
          fields.put(name, in.getText());
        }
      } else {
        in.skipChildren();
      }
      Frames.checkFields(fields.size());
    }
    return fields;
  }

  static byte[] write(Command command) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeNumberField("code", command.code());
      out.writeObjectFieldStart("extFields");
      for (Map.Entry<String, String> field : command.fields().entrySet()) {
        out.writeStringField(field.getKey(), field.getValue());
      }
      out.writeEndObject();
      out.writeNumberField("flag", command.flags());
      out.writeStringField("language", command.language());
      out.writeNumberField("opaque", command.opaque());
      if (command.remark() != null) {
        out.writeStringField("remark", command.remark());
      }
      out.writeStringField("serializeTypeCurrentRPC", "JSON");
      out.writeNumberField("version", command.version());
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("JSON cannot be written to memory", e);
    }
    return bytes.toByteArray();
  }
}
