package io.openons.java8;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Sends calls that Java 8 lacks to their replacements, and notes those that have none. */
final class Calls {
  private final ClassSet classes;
  private final Java8Api api;
  private final Replacements replacements;
  private final List<String> problems = new ArrayList<>();

  Calls(ClassSet classes, Java8Api api, Replacements replacements) {
    this.classes = classes;
    this.api = api;
    this.replacements = replacements;
  }

  /** Returns what has no replacement, each with class, method and line. */
  List<String> problems() {
    return problems;
  }

  void rewrite(ClassNode type) {
    for (MethodNode method : type.methods) {
      int line = 0;
      for (AbstractInsnNode instruction : method.instructions.toArray()) {
        if (instruction instanceof LineNumberNode number) {
          line = number.line;
        } else {
          String missing = rewrite(method, instruction);
          if (missing != null) {
            problems.add("%s:%d: %s".formatted(type.name.replace('/', '.'), line, missing));
          }
        }
      }
    }
    noteMissingTypes(type);
  }

  private String rewrite(MethodNode method, AbstractInsnNode instruction) {
    if (instruction instanceof MethodInsnNode call) {
      return rewriteCall(method, call);
    }
    if (instruction instanceof FieldInsnNode access) {
      boolean isThere =
          !isJava(access.owner)
              || !api.hasClass(access.owner)
              || api.hasField(access.owner, access.name);
      return isThere ? null : access.owner + "." + access.name;
    }
    if (instruction instanceof InvokeDynamicInsnNode dynamic) {
      return rewriteDynamic(dynamic);
    }
    return null;
  }

  private String rewriteCall(MethodNode method, MethodInsnNode call) {
    String owner = declaredIn(call.owner, call.name, call.desc);
    if (owner == null || !api.hasClass(owner)) {
      // Of ours, of a library, or of a class that is noted as missing itself.
      return owner == null ? null : replace(call, owner);
    }
    String there = api.method(owner, call.name, call.desc);
    if (call.desc.equals(there)) {
      return null;
    }
    if (there != null) {
      // Java 8 returns a wider type: the same method, and a cast to what was expected.
      Type expected = Type.getReturnType(call.desc);
      call.desc = there;
      method.instructions.insert(
          call, new TypeInsnNode(Opcodes.CHECKCAST, expected.getInternalName()));
      return null;
    }
    return replace(call, owner);
  }

  private String replace(MethodInsnNode call, String owner) {
    String declaring = declaringClass(owner, call.name, call.desc);
    String replacement = replacements.of(declaring, call.name);
    if (replacement == null) {
      return declaring + "." + call.name + call.desc;
    }
    call.desc = staticDescriptor(call.getOpcode() == Opcodes.INVOKESTATIC, declaring, call.desc);
    call.owner = replacement.substring(0, replacement.indexOf('.'));
    call.name = replacement.substring(replacement.indexOf('.') + 1);
    call.itf = false;
    call.setOpcode(Opcodes.INVOKESTATIC);
    boolean isThere =
        api.hasClass(call.owner)
            ? call.desc.equals(api.method(call.owner, call.name, call.desc))
            : classes.method(call.owner, call.name, call.desc) != null;
    return !isThere
        ? "%s%s, which the list of replacements names, is not there"
            .formatted(replacement, call.desc)
        : null;
  }

  private String rewriteDynamic(InvokeDynamicInsnNode dynamic) {
    if (!dynamic.bsm.getOwner().equals("java/lang/invoke/LambdaMetafactory")) {
      return dynamic.bsm.getOwner() + " (compile with -XDstringConcat=inline)";
    }
    for (int i = 0; i < dynamic.bsmArgs.length; i++) {
      if (dynamic.bsmArgs[i] instanceof Handle handle) {
        MethodInsnNode call =
            new MethodInsnNode(
                handle.getTag() == Opcodes.H_INVOKESTATIC
                    ? Opcodes.INVOKESTATIC
                    : Opcodes.INVOKEVIRTUAL,
                handle.getOwner(),
                handle.getName(),
                handle.getDesc(),
                handle.isInterface());
        String missing = rewriteCall(new MethodNode(), call);
        if (missing != null) {
          return missing;
        }
        if (!call.owner.equals(handle.getOwner())) {
          dynamic.bsmArgs[i] =
              new Handle(Opcodes.H_INVOKESTATIC, call.owner, call.name, call.desc, false);
        } else if (!call.desc.equals(handle.getDesc())) {
          return handle.getOwner() + "." + handle.getName() + " as a method reference";
        }
      }
    }
    return null;
  }

  private static String staticDescriptor(boolean isStatic, String owner, String descriptor) {
    return isStatic ? descriptor : "(L" + owner + ";" + descriptor.substring(1);
  }

  /**
   * Returns the class of Java that a call ends in; null when it ends in one of ours or a library's.
   */
  private String declaredIn(String owner, String name, String descriptor) {
    if (isJava(owner)) {
      return owner;
    }
    if (owner.startsWith("[")) {
      return null;
    }
    ClassNode type = classes.find(owner);
    if (type == null || classes.method(owner, name, descriptor) != null) {
      return null;
    }
    return Stream.concat(type.interfaces.stream(), Stream.ofNullable(type.superName))
        .map(above -> declaredIn(above, name, descriptor))
        .filter(above -> above != null && declaringClass(above, name, descriptor) != null)
        .findFirst()
        .orElse(null);
  }

  /** Returns the class that declares a method in the Java that runs the build; null for none. */
  private static String declaringClass(String owner, String name, String descriptor) {
    try {
      for (Class<?> type = Class.forName(owner.replace('/', '.'));
          type != null;
          type = type.getSuperclass()) {
        for (Method method : type.getMethods()) {
          if (method.getName().equals(name)
              && Type.getMethodDescriptor(method).equals(descriptor)) {
            return Type.getInternalName(method.getDeclaringClass());
          }
        }
      }
      return name.equals("<init>") ? owner : null;
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(owner + " is not in the JDK that runs the build", e);
    }
  }

  private void noteMissingTypes(ClassNode type) {
    TreeSet<String> named = new TreeSet<>();
    type.accept(
        new ClassRemapper(
            new ClassWriter(0),
            new Remapper(Opcodes.ASM9) {
              @Override
              public String map(String name) {
                named.add(name);
                return name;
              }
            }));
    named.stream()
        .filter(Calls::isJava)
        .filter(name -> !api.hasClass(name))
        .forEach(name -> problems.add("%s: %s".formatted(type.name.replace('/', '.'), name)));
  }

  private static boolean isJava(String name) {
    return name.startsWith("java/");
  }
}
