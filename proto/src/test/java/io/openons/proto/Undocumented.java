package io.openons.proto;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds the elements of a .proto file that no comment stands above.
 *
 * <p>A descriptor keeps comments in a list of its own, where each is addressed by the path of its
 * element: field number of the list that holds the element, index in that list, and so on
 * downwards.
 */
final class Undocumented {
  private final Set<List<Integer>> commented;
  private final List<String> elements = new ArrayList<>();

  private Undocumented(FileDescriptorProto file) {
    commented =
        file.getSourceCodeInfo().getLocationList().stream()
            .filter(location -> !location.getLeadingComments().isBlank())
            .map(Location::getPathList)
            .collect(Collectors.toSet());
  }

  /**
   * Lists the elements without a comment.
   *
   * @param file a file with source info
   * @return the names of messages, fields, oneofs, enums, enum values, services and calls, in the
   *     order of the file
   */
  static List<String> in(FileDescriptorProto file) {
    var search = new Undocumented(file);
    var name = file.getPackage();
    each(
        file.getMessageTypeList(),
        List.of(FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER),
        (message, path) -> search.visit(message, name, path));
    each(
        file.getEnumTypeList(),
        List.of(FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER),
        (type, path) -> search.visit(type, name, path));
    each(
        file.getServiceList(),
        List.of(FileDescriptorProto.SERVICE_FIELD_NUMBER),
        (service, path) -> search.visit(service, name, path));
    return search.elements;
  }

  private void visit(DescriptorProto message, String scope, List<Integer> path) {
    if (message.getOptions().getMapEntry()) {
      return; // made up by the compiler, nowhere in the file
    }
    var name = scope + "." + message.getName();
    check(name, path);
    each(
        message.getFieldList(),
        plus(path, DescriptorProto.FIELD_FIELD_NUMBER),
        (field, at) -> check(name + "." + field.getName(), at));
    each(
        realOneofs(message),
        plus(path, DescriptorProto.ONEOF_DECL_FIELD_NUMBER),
        (oneof, at) -> check(name + "." + oneof, at));
    each(
        message.getEnumTypeList(),
        plus(path, DescriptorProto.ENUM_TYPE_FIELD_NUMBER),
        (type, at) -> visit(type, name, at));
    each(
        message.getNestedTypeList(),
        plus(path, DescriptorProto.NESTED_TYPE_FIELD_NUMBER),
        (nested, at) -> visit(nested, name, at));
  }

  private void visit(EnumDescriptorProto type, String scope, List<Integer> path) {
    var name = scope + "." + type.getName();
    check(name, path);
    each(
        type.getValueList(),
        plus(path, EnumDescriptorProto.VALUE_FIELD_NUMBER),
        (value, at) -> check(name + "." + value.getName(), at));
  }

  private void visit(ServiceDescriptorProto service, String scope, List<Integer> path) {
    var name = scope + "." + service.getName();
    check(name, path);
    each(
        service.getMethodList(),
        plus(path, ServiceDescriptorProto.METHOD_FIELD_NUMBER),
        (call, at) -> check(name + "." + call.getName(), at));
  }

  private void check(String name, List<Integer> path) {
    if (!commented.contains(path)) {
      elements.add(name);
    }
  }

  /**
   * Names of the oneofs that the file shows; those behind `optional` fields come after them and are
   * left out.
   */
  private static List<String> realOneofs(DescriptorProto message) {
    var hidden = message.getFieldList().stream().filter(field -> field.getProto3Optional()).count();
    return message.getOneofDeclList().stream()
        .limit(message.getOneofDeclCount() - hidden)
        .map(oneof -> oneof.getName())
        .toList();
  }

  private interface Visit<T> {
    void at(T element, List<Integer> path);
  }

  private static <T> void each(List<T> elements, List<Integer> list, Visit<T> visit) {
    IntStream.range(0, elements.size()).forEach(i -> visit.at(elements.get(i), plus(list, i)));
  }

  private static List<Integer> plus(List<Integer> path, int step) {
    return Stream.concat(path.stream(), Stream.of(step)).toList();
  }
}
