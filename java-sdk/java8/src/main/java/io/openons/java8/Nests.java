package io.openons.java8;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Java 8 knows no nests: a class may not use the private members of one that it is nested in.
 * Members that are used that way become visible to their package; their names stay.
 */
final class Nests {
  private final ClassSet classes;
  private final Set<String> shared = new HashSet<>();

  Nests(ClassSet classes) {
    this.classes = classes;
    for (ClassNode type : classes.all()) {
      for (MethodNode method : type.methods) {
        for (AbstractInsnNode instruction : method.instructions) {
          note(type, instruction);
        }
      }
    }
  }

  private void note(ClassNode user, AbstractInsnNode instruction) {
    if (instruction instanceof MethodInsnNode call && !call.owner.equals(user.name)) {
      noteMethod(call.owner, call.name, call.desc);
    } else if (instruction instanceof FieldInsnNode access && !access.owner.equals(user.name)) {
      FieldNode field = classes.field(access.owner, access.name);
      if (field != null && isPrivate(field.access)) {
        shared.add(access.owner + "." + access.name);
      }
    } else if (instruction instanceof InvokeDynamicInsnNode dynamic) {
      for (Object argument : dynamic.bsmArgs) {
        if (argument instanceof Handle handle && !handle.getOwner().equals(user.name)) {
          noteMethod(handle.getOwner(), handle.getName(), handle.getDesc());
        }
      }
    }
  }

  private void noteMethod(String owner, String name, String descriptor) {
    MethodNode method = classes.method(owner, name, descriptor);
    if (method != null && isPrivate(method.access)) {
      refuseIfOverridden(owner, name, descriptor);
      shared.add(owner + "." + name + descriptor);
    }
  }

  /** A method that is private no longer would be overridden by one of the same name below it. */
  private void refuseIfOverridden(String owner, String name, String descriptor) {
    for (ClassNode type : classes.all()) {
      if (owner.equals(type.superName)
          && !name.equals("<init>")
          && classes.method(type.name, name, descriptor) != null) {
        throw new IllegalStateException(
            "%s.%s is private and used by a nested class, and %s has one of the same name: rename it"
                .formatted(owner, name, type.name));
      }
    }
  }

  void rewrite(ClassNode type) {
    type.nestHostClass = null;
    type.nestMembers = null;
    type.permittedSubclasses = null;
    for (FieldNode field : type.fields) {
      if (shared.contains(type.name + "." + field.name)) {
        field.access &= ~Opcodes.ACC_PRIVATE;
      }
    }
    for (MethodNode method : type.methods) {
      if (shared.contains(type.name + "." + method.name + method.desc)) {
        method.access &= ~Opcodes.ACC_PRIVATE;
      }
    }
    type.methods.forEach(method -> callPrivateMethodsDirectly(type, method));
  }

  /** Before nests, a private method was called by invokespecial only. */
  private void callPrivateMethodsDirectly(ClassNode type, MethodNode method) {
    for (AbstractInsnNode instruction : method.instructions) {
      if (instruction instanceof MethodInsnNode call) {
        boolean isVirtual =
            call.getOpcode() == Opcodes.INVOKEVIRTUAL
                || call.getOpcode() == Opcodes.INVOKEINTERFACE;
        if (isVirtual && isOwnPrivate(type, call.owner, call.name, call.desc)) {
          call.setOpcode(Opcodes.INVOKESPECIAL);
        }
      } else if (instruction instanceof InvokeDynamicInsnNode dynamic) {
        for (int i = 0; i < dynamic.bsmArgs.length; i++) {
          if (dynamic.bsmArgs[i] instanceof Handle handle) {
            dynamic.bsmArgs[i] = direct(type, handle);
          }
        }
      }
    }
  }

  private Handle direct(ClassNode type, Handle handle) {
    boolean isVirtual =
        handle.getTag() == Opcodes.H_INVOKEVIRTUAL || handle.getTag() == Opcodes.H_INVOKEINTERFACE;
    return isVirtual && isOwnPrivate(type, handle.getOwner(), handle.getName(), handle.getDesc())
        ? new Handle(
            Opcodes.H_INVOKESPECIAL,
            handle.getOwner(),
            handle.getName(),
            handle.getDesc(),
            handle.isInterface())
        : handle;
  }

  private boolean isOwnPrivate(ClassNode type, String owner, String name, String descriptor) {
    MethodNode method = owner.equals(type.name) ? classes.method(owner, name, descriptor) : null;
    return method != null && isPrivate(method.access);
  }

  private static boolean isPrivate(int access) {
    return (access & Opcodes.ACC_PRIVATE) != 0;
  }
}
