package io.openons.proto;

import com.google.protobuf.AnyProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.TimestampProto;
import com.google.rpc.ErrorDetailsProto;
import com.google.rpc.StatusProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The differences between two interfaces as far as they reach the wire: messages, fields, enums and
 * calls with everything that decides about their bytes. Order, comments and the options of code
 * generators do not count.
 *
 * <p>Each interface is flattened into elements ("field shop.Order.id") with facts ("number" is
 * "1"); the rest is comparing two maps.
 */
final class InterfaceDiff {
  private final SortedMap<String, SortedMap<String, String>> elements = new TreeMap<>();

  private InterfaceDiff() {}

  /**
   * Compares two interfaces.
   *
   * @param published the files of the interface that sets the standard, each after those it imports
   * @param ours the files of the interface to judge, each after those it imports
   * @return one line per difference, sorted; empty when programs built from the two understand each
   *     other
   */
  static List<String> between(List<FileDescriptorProto> published, List<FileDescriptorProto> ours) {
    var expected = flatten(published);
    var actual = flatten(ours);
    var names = new TreeSet<>(expected.keySet());
    names.addAll(actual.keySet());
    var differences = new ArrayList<String>();
    for (var name : names) {
      if (!actual.containsKey(name)) {
        differences.add(name + " is missing");
      } else if (!expected.containsKey(name)) {
        differences.add(name + " is not published");
      } else {
        actual
            .get(name)
            .forEach(
                (fact, value) -> {
                  var wanted = expected.get(name).get(fact);
                  if (!value.equals(wanted)) {
                    differences.add(
                        "%s: %s is %s, published %s".formatted(name, fact, value, wanted));
                  }
                });
      }
    }
    return differences;
  }

  private static SortedMap<String, SortedMap<String, String>> flatten(
      List<FileDescriptorProto> files) {
    var known = new HashMap<String, FileDescriptor>();
    for (var file :
        List.of(
            AnyProto.getDescriptor(),
            DurationProto.getDescriptor(),
            ErrorDetailsProto.getDescriptor(),
            StatusProto.getDescriptor(),
            TimestampProto.getDescriptor())) {
      known.put(file.getName(), file);
    }
    var diff = new InterfaceDiff();
    for (var file : files) {
      var imports =
          file.getDependencyList().stream().map(known::get).toArray(FileDescriptor[]::new);
      try {
        var linked = FileDescriptor.buildFrom(file, imports);
        known.put(file.getName(), linked);
        linked.getMessageTypes().forEach(diff::addMessage);
        linked.getEnumTypes().forEach(diff::addEnum);
        linked.getServices().forEach(diff::addService);
      } catch (DescriptorValidationException e) {
        throw new IllegalArgumentException("cannot link " + file.getName(), e);
      }
    }
    return diff.elements;
  }

  private void addMessage(Descriptor message) {
    var proto = message.toProto();
    add(
        "message " + message.getFullName(),
        Map.of(
            "map entry", String.valueOf(message.getOptions().getMapEntry()),
            "reserved numbers", reservedNumbers(proto),
            "reserved names", sorted(proto.getReservedNameList())));
    message.getFields().forEach(this::addField);
    message.getEnumTypes().forEach(this::addEnum);
    message.getNestedTypes().forEach(this::addMessage);
  }

  private void addField(FieldDescriptor field) {
    var oneof = field.getRealContainingOneof();
    add(
        "field " + field.getFullName(),
        Map.of(
            "number", String.valueOf(field.getNumber()),
            "type", type(field),
            "label", label(field),
            "presence", field.hasPresence() ? "explicit" : "implicit",
            "oneof", oneof == null ? "none" : oneof.getName(),
            "packed", String.valueOf(field.isPacked()),
            "JSON name", field.getJsonName()));
  }

  private void addEnum(EnumDescriptor type) {
    var proto = type.toProto();
    var reserved =
        proto.getReservedRangeList().stream()
            .map(range -> range.getStart() + "-" + range.getEnd())
            .toList();
    add(
        "enum " + type.getFullName(),
        Map.of(
            "closed", String.valueOf(type.isClosed()),
            "reserved numbers", sorted(reserved),
            "reserved names", sorted(proto.getReservedNameList())));
    type.getValues().forEach(this::addEnumValue);
  }

  private void addEnumValue(EnumValueDescriptor value) {
    add(
        "enum value " + value.getType().getFullName() + "." + value.getName(),
        Map.of("number", String.valueOf(value.getNumber())));
  }

  private void addService(ServiceDescriptor service) {
    add("service " + service.getFullName(), Map.of());
    service.getMethods().forEach(this::addCall);
  }

  private void addCall(MethodDescriptor call) {
    add(
        "rpc " + call.getFullName(),
        Map.of(
            "request", stream(call.isClientStreaming()) + call.getInputType().getFullName(),
            "response", stream(call.isServerStreaming()) + call.getOutputType().getFullName()));
  }

  private void add(String element, Map<String, String> facts) {
    elements.put(element, new TreeMap<>(facts));
  }

  private static String type(FieldDescriptor field) {
    return switch (field.getType()) {
      case MESSAGE, GROUP -> field.getMessageType().getFullName();
      case ENUM -> field.getEnumType().getFullName();
      default -> field.getType().name().toLowerCase(Locale.ROOT);
    };
  }

  private static String label(FieldDescriptor field) {
    return field.isRepeated() ? "repeated" : field.isRequired() ? "required" : "singular";
  }

  private static String stream(boolean streaming) {
    return streaming ? "stream of " : "";
  }

  /** The reserved numbers of a message, both ends included (descriptors exclude the upper one). */
  private static String reservedNumbers(DescriptorProto message) {
    return sorted(
        message.getReservedRangeList().stream()
            .map(range -> range.getStart() + "-" + (range.getEnd() - 1))
            .toList());
  }

  private static String sorted(List<String> values) {
    return values.stream().sorted().collect(Collectors.joining(", ", "[", "]"));
  }
}
