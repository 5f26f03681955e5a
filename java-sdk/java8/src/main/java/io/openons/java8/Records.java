package io.openons.java8;

import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.RecordComponentNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Makes an ordinary class of a record. Java writes the bodies of equals, hashCode and toString when
 * a record is first used; here they are written into the class, with the same results.
 */
final class Records {
  private static final String RECORD = "java/lang/Record";
  private static final String OBJECT = "java/lang/Object";

  private Records() {}

  static void rewrite(ClassNode type) {
    if (!RECORD.equals(type.superName)) {
      return;
    }
    List<RecordComponentNode> components =
        type.recordComponents == null ? List.of() : type.recordComponents;
    type.superName = OBJECT;
    type.recordComponents = null;
    if (type.signature != null) {
      type.signature = type.signature.replace("L" + RECORD + ";", "L" + OBJECT + ";");
    }
    type.access &= ~Opcodes.ACC_RECORD;
    for (MethodNode method : type.methods) {
      for (AbstractInsnNode instruction : method.instructions) {
        if (instruction instanceof MethodInsnNode call && call.owner.equals(RECORD)) {
          call.owner = OBJECT;
        }
      }
      if (isWrittenByJava(method)) {
        method.instructions = new InsnList();
        method.localVariables = null;
        write(type, method, components);
      }
    }
  }

  private static boolean isWrittenByJava(MethodNode method) {
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof InvokeDynamicInsnNode dynamic
          && dynamic.bsm.getOwner().equals("java/lang/runtime/ObjectMethods")) {
        return true;
      }
    }
    return false;
  }

  private static void write(ClassNode type, MethodNode method, List<RecordComponentNode> fields) {
    switch (method.name) {
      case "toString" -> writeToString(type, method, fields);
      case "hashCode" -> writeHashCode(type, method, fields);
      case "equals" -> RecordEquals.write(type, method, fields);
      default -> throw new IllegalStateException(type.name + "." + method.name);
    }
  }

  private static void writeToString(
      ClassNode type, MethodNode method, List<RecordComponentNode> fields) {
    String builder = "java/lang/StringBuilder";
    method.visitTypeInsn(Opcodes.NEW, builder);
    method.visitInsn(Opcodes.DUP);
    method.visitMethodInsn(Opcodes.INVOKESPECIAL, builder, "<init>", "()V", false);
    String before = simpleName(type.name) + "[";
    for (RecordComponentNode field : fields) {
      append(method, before + field.name + "=", "Ljava/lang/String;");
      method.visitVarInsn(Opcodes.ALOAD, 0);
      method.visitFieldInsn(Opcodes.GETFIELD, type.name, field.name, field.descriptor);
      appendTop(method, appended(field.descriptor));
      before = ", ";
    }
    append(method, fields.isEmpty() ? before + "]" : "]", "Ljava/lang/String;");
    method.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, builder, "toString", "()Ljava/lang/String;", false);
    method.visitInsn(Opcodes.ARETURN);
  }

  private static void append(MethodNode method, String text, String descriptor) {
    method.visitLdcInsn(text);
    appendTop(method, descriptor);
  }

  private static void appendTop(MethodNode method, String descriptor) {
    method.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        "java/lang/StringBuilder",
        "append",
        "(" + descriptor + ")Ljava/lang/StringBuilder;",
        false);
  }

  /** StringBuilder has no append of its own for these. */
  private static String appended(String descriptor) {
    return switch (descriptor) {
      case "B", "S" -> "I";
      case "Z", "C", "I", "J", "F", "D" -> descriptor;
      default -> "Ljava/lang/Object;";
    };
  }

  private static void writeHashCode(
      ClassNode type, MethodNode method, List<RecordComponentNode> fields) {
    method.visitInsn(Opcodes.ICONST_0);
    for (RecordComponentNode field : fields) {
      method.visitIntInsn(Opcodes.BIPUSH, 31);
      method.visitInsn(Opcodes.IMUL);
      method.instructions.add(new VarInsnNode(Opcodes.ALOAD, 0));
      method.visitFieldInsn(Opcodes.GETFIELD, type.name, field.name, field.descriptor);
      Type kind = Type.getType(field.descriptor);
      boolean isReference = kind.getSort() >= Type.ARRAY;
      method.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          isReference ? "java/util/Objects" : boxOf(kind),
          "hashCode",
          isReference ? "(Ljava/lang/Object;)I" : "(" + field.descriptor + ")I",
          false);
      method.visitInsn(Opcodes.IADD);
    }
    method.visitInsn(Opcodes.IRETURN);
  }

  private static String boxOf(Type kind) {
    return switch (kind.getSort()) {
      case Type.BOOLEAN -> "java/lang/Boolean";
      case Type.BYTE -> "java/lang/Byte";
      case Type.CHAR -> "java/lang/Character";
      case Type.SHORT -> "java/lang/Short";
      case Type.INT -> "java/lang/Integer";
      case Type.LONG -> "java/lang/Long";
      case Type.FLOAT -> "java/lang/Float";
      default -> "java/lang/Double";
    };
  }

  private static String simpleName(String internal) {
    return internal.substring(Math.max(internal.lastIndexOf('/'), internal.lastIndexOf('$')) + 1);
  }
}
