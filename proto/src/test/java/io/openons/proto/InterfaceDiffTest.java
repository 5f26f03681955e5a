package io.openons.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.DescriptorProto.ReservedRange;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto.EnumReservedRange;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: the comparison that guards the contract sees every kind of difference and names it.
 *
 * <p>Method: a small shop interface is altered in one point at a time.
 *
 * <p>A failure means: an incompatible change of the wire could pass unseen.
 */
class InterfaceDiffTest {
  private static final int ORDER = 0;
  private static final int ID = 0;
  private static final int AMOUNTS = 1;
  private static final int NOTE = 2;
  private static final int CARD = 4;

  @Test
  void equal_interfaces_have_no_differences() {
    assertThat(InterfaceDiff.between(List.of(shop().build()), List.of(shop().build()))).isEmpty();
  }

  @Test
  void the_order_of_elements_and_the_options_of_generators_are_no_difference() {
    var reordered = shop();
    var fields = reordered.getMessageTypeBuilder(ORDER);
    var first = fields.getField(ID);
    fields.removeField(ID).addField(AMOUNTS, first);
    reordered.getOptionsBuilder().setJavaPackage("elsewhere");

    assertThat(InterfaceDiff.between(List.of(shop().build()), List.of(reordered.build())))
        .isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("alterations")
  void every_alteration_is_named(
      String what, Consumer<FileDescriptorProto.Builder> alteration, List<String> differences) {
    var altered = shop();
    alteration.accept(altered);

    assertThat(InterfaceDiff.between(List.of(shop().build()), List.of(altered.build())))
        .containsExactlyElementsOf(differences);
  }

  static Stream<Arguments> alterations() {
    return Stream.of(
        alteration(
            "a message is dropped",
            shop -> shop.removeMessageType(2),
            "message shop.Coupon is missing"),
        alteration(
            "a message is added",
            shop -> shop.addMessageType(DescriptorProto.newBuilder().setName("Refund")),
            "message shop.Refund is not published"),
        alteration(
            "a field is dropped",
            shop -> order(shop).removeField(ID),
            "field shop.Order.id is missing"),
        alteration(
            "a field is added",
            shop -> order(shop).addField(field("extra", 8, Type.TYPE_BOOL)),
            "field shop.Order.extra is not published"),
        alteration(
            "a field is renamed",
            shop -> order(shop).getFieldBuilder(ID).setName("key"),
            "field shop.Order.id is missing",
            "field shop.Order.key is not published"),
        alteration(
            "a field is renumbered",
            shop -> order(shop).getFieldBuilder(ID).setNumber(7),
            "field shop.Order.id: number is 7, published 1"),
        alteration(
            "a field is retyped",
            shop -> order(shop).getFieldBuilder(ID).setType(Type.TYPE_BYTES),
            "field shop.Order.id: type is bytes, published string"),
        alteration(
            "a field gets another enum",
            shop -> {
              shop.addEnumType(
                  shop.getEnumType(0).toBuilder().setName("Colour").setValue(0, value("GREY", 0)));
              order(shop).getFieldBuilder(5).setTypeName(".shop.Colour");
            },
            "enum shop.Colour is not published",
            "enum value shop.Colour.GREY is not published",
            "enum value shop.Colour.PAID is not published",
            "field shop.Order.state: type is shop.Colour, published shop.State"),
        alteration(
            "a field gets repeated",
            shop -> order(shop).getFieldBuilder(ID).setLabel(Label.LABEL_REPEATED),
            "field shop.Order.id: label is repeated, published singular"),
        alteration(
            "a field loses its explicit presence",
            shop ->
                order(shop)
                    .removeOneofDecl(1)
                    .getFieldBuilder(NOTE)
                    .clearProto3Optional()
                    .clearOneofIndex(),
            "field shop.Order.note: presence is implicit, published explicit"),
        alteration(
            "a field leaves its oneof",
            shop -> order(shop).getFieldBuilder(CARD).clearOneofIndex(),
            "field shop.Order.card: oneof is none, published payment",
            "field shop.Order.card: presence is implicit, published explicit"),
        alteration(
            "a oneof is renamed",
            shop -> order(shop).getOneofDeclBuilder(0).setName("means"),
            "field shop.Order.card: oneof is means, published payment",
            "field shop.Order.cash: oneof is means, published payment"),
        alteration(
            "numbers are no longer packed",
            shop -> order(shop).getFieldBuilder(AMOUNTS).getOptionsBuilder().setPacked(false),
            "field shop.Order.amounts: packed is false, published true"),
        alteration(
            "a field has another name in JSON",
            shop -> order(shop).getFieldBuilder(ID).setJsonName("ID"),
            "field shop.Order.id: JSON name is ID, published id"),
        alteration(
            "another range of numbers is reserved",
            shop -> order(shop).getReservedRangeBuilder(0).setEnd(13),
            "message shop.Order: reserved numbers is [10-12], published [10-11]"),
        alteration(
            "a name is no longer reserved",
            shop -> order(shop).clearReservedName(),
            "message shop.Order: reserved names is [], published [colour]"),
        alteration(
            "an enum value is dropped",
            shop -> shop.getEnumTypeBuilder(0).removeValue(1),
            "enum value shop.State.PAID is missing"),
        alteration(
            "an enum value is added",
            shop -> shop.getEnumTypeBuilder(0).addValue(value("LOST", 2)),
            "enum value shop.State.LOST is not published"),
        alteration(
            "an enum value is renumbered",
            shop -> shop.getEnumTypeBuilder(0).getValueBuilder(1).setNumber(3),
            "enum value shop.State.PAID: number is 3, published 1"),
        alteration(
            "another range of enum values is reserved",
            shop -> shop.getEnumTypeBuilder(0).clearReservedRange(),
            "enum shop.State: reserved numbers is [], published [20-21]"),
        alteration(
            "an rpc is dropped",
            shop -> shop.getServiceBuilder(0).removeMethod(0),
            "rpc shop.Till.Buy is missing"),
        alteration(
            "an rpc is added",
            shop ->
                shop.getServiceBuilder(0)
                    .addMethod(shop.getService(0).getMethod(0).toBuilder().setName("Sell")),
            "rpc shop.Till.Sell is not published"),
        alteration(
            "an rpc takes something else",
            shop -> shop.getServiceBuilder(0).getMethodBuilder(0).setInputType(".shop.Receipt"),
            "rpc shop.Till.Buy: request is shop.Receipt, published shop.Order"),
        alteration(
            "an rpc answers something else",
            shop -> shop.getServiceBuilder(0).getMethodBuilder(0).setOutputType(".shop.Order"),
            "rpc shop.Till.Buy: response is stream of shop.Order, published stream of shop.Receipt"),
        alteration(
            "the requests of an rpc are streamed",
            shop -> shop.getServiceBuilder(0).getMethodBuilder(0).setClientStreaming(true),
            "rpc shop.Till.Buy: request is stream of shop.Order, published shop.Order"),
        alteration(
            "the responses of an rpc are not streamed",
            shop -> shop.getServiceBuilder(0).getMethodBuilder(0).setServerStreaming(false),
            "rpc shop.Till.Buy: response is shop.Receipt, published stream of shop.Receipt"),
        alteration(
            "a service is renamed",
            shop -> shop.getServiceBuilder(0).setName("Desk"),
            "rpc shop.Desk.Buy is not published",
            "rpc shop.Till.Buy is missing",
            "service shop.Desk is not published",
            "service shop.Till is missing"));
  }

  private static Arguments alteration(
      String what, Consumer<FileDescriptorProto.Builder> alteration, String... differences) {
    return arguments(what, alteration, List.of(differences));
  }

  private static DescriptorProto.Builder order(FileDescriptorProto.Builder shop) {
    return shop.getMessageTypeBuilder(ORDER);
  }

  private static FileDescriptorProto.Builder shop() {
    var order =
        DescriptorProto.newBuilder()
            .setName("Order")
            .addField(field("id", 1, Type.TYPE_STRING))
            .addField(field("amounts", 2, Type.TYPE_INT64).setLabel(Label.LABEL_REPEATED))
            .addField(field("note", 3, Type.TYPE_STRING).setProto3Optional(true).setOneofIndex(1))
            .addField(field("cash", 4, Type.TYPE_BOOL).setOneofIndex(0))
            .addField(field("card", 5, Type.TYPE_STRING).setOneofIndex(0))
            .addField(field("state", 6, Type.TYPE_ENUM).setTypeName(".shop.State"))
            .addOneofDecl(OneofDescriptorProto.newBuilder().setName("payment"))
            .addOneofDecl(OneofDescriptorProto.newBuilder().setName("_note"))
            .addReservedRange(ReservedRange.newBuilder().setStart(10).setEnd(12))
            .addReservedName("colour");
    var state =
        EnumDescriptorProto.newBuilder()
            .setName("State")
            .addValue(value("OPEN", 0))
            .addValue(value("PAID", 1))
            .addReservedRange(EnumReservedRange.newBuilder().setStart(20).setEnd(21));
    var buy =
        MethodDescriptorProto.newBuilder()
            .setName("Buy")
            .setInputType(".shop.Order")
            .setOutputType(".shop.Receipt")
            .setServerStreaming(true);
    return FileDescriptorProto.newBuilder()
        .setName("shop.proto")
        .setSyntax("proto3")
        .setPackage("shop")
        .addMessageType(order)
        .addMessageType(DescriptorProto.newBuilder().setName("Receipt"))
        .addMessageType(DescriptorProto.newBuilder().setName("Coupon"))
        .addEnumType(state)
        .addService(ServiceDescriptorProto.newBuilder().setName("Till").addMethod(buy));
  }

  private static FieldDescriptorProto.Builder field(String name, int number, Type type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(Label.LABEL_OPTIONAL);
  }

  private static EnumValueDescriptorProto.Builder value(String name, int number) {
    return EnumValueDescriptorProto.newBuilder().setName(name).setNumber(number);
  }
}
