package io.openons.java8;

import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.RecordComponentNode;

/** Writes the equals of a record: the same class, and all fields equal in order. */
final class RecordEquals {
  private RecordEquals() {}

  static void write(ClassNode type, MethodNode method, List<RecordComponentNode> fields) {
    Label sameClass = new Label();
    method.visitVarInsn(Opcodes.ALOAD, 1);
    method.visitTypeInsn(Opcodes.INSTANCEOF, type.name);
    method.visitJumpInsn(Opcodes.IFNE, sameClass);
    method.visitInsn(Opcodes.ICONST_0);
    method.visitInsn(Opcodes.IRETURN);
    method.visitLabel(sameClass);
    method.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    method.visitVarInsn(Opcodes.ALOAD, 1);
    method.visitTypeInsn(Opcodes.CHECKCAST, type.name);
    method.visitVarInsn(Opcodes.ASTORE, 2);
    Label different = new Label();
    for (RecordComponentNode field : fields) {
      method.visitVarInsn(Opcodes.ALOAD, 0);
      method.visitFieldInsn(Opcodes.GETFIELD, type.name, field.name, field.descriptor);
      method.visitVarInsn(Opcodes.ALOAD, 2);
      method.visitFieldInsn(Opcodes.GETFIELD, type.name, field.name, field.descriptor);
      jumpIfDifferent(method, Type.getType(field.descriptor), different);
    }
    method.visitInsn(Opcodes.ICONST_1);
    method.visitInsn(Opcodes.IRETURN);
    if (!fields.isEmpty()) {
      method.visitLabel(different);
      method.visitFrame(Opcodes.F_APPEND, 1, new Object[] {type.name}, 0, null);
      method.visitInsn(Opcodes.ICONST_0);
      method.visitInsn(Opcodes.IRETURN);
    }
  }

  private static void jumpIfDifferent(MethodNode method, Type kind, Label different) {
    switch (kind.getSort()) {
      case Type.BOOLEAN, Type.BYTE, Type.CHAR, Type.SHORT, Type.INT ->
          method.visitJumpInsn(Opcodes.IF_ICMPNE, different);
      case Type.LONG -> {
        method.visitInsn(Opcodes.LCMP);
        method.visitJumpInsn(Opcodes.IFNE, different);
      }
      case Type.FLOAT -> compareBy(method, "java/lang/Float", "(FF)I", different);
      case Type.DOUBLE -> compareBy(method, "java/lang/Double", "(DD)I", different);
      default -> {
        method.visitMethodInsn(
            Opcodes.INVOKESTATIC,
            "java/util/Objects",
            "equals",
            "(Ljava/lang/Object;Ljava/lang/Object;)Z",
            false);
        method.visitJumpInsn(Opcodes.IFEQ, different);
      }
    }
  }

  private static void compareBy(MethodNode method, String box, String descriptor, Label different) {
    method.visitMethodInsn(Opcodes.INVOKESTATIC, box, "compare", descriptor, false);
    method.visitJumpInsn(Opcodes.IFNE, different);
  }
}
