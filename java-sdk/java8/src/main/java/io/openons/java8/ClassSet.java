package io.openons.java8;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** The classes that are rewritten together. */
final class ClassSet {
  private final List<ClassNode> all;
  private final Map<String, ClassNode> byName = new HashMap<>();

  ClassSet(List<ClassNode> all) {
    this.all = all;
    all.forEach(type -> byName.put(type.name, type));
  }

  List<ClassNode> all() {
    return all;
  }

  /** Returns a class by its internal name; null when it is not one of these. */
  ClassNode find(String name) {
    return byName.get(name);
  }

  /** Returns a method that a class itself declares; null when it declares none. */
  MethodNode method(String owner, String name, String descriptor) {
    ClassNode type = find(owner);
    return type == null
        ? null
        : type.methods.stream()
            .filter(method -> method.name.equals(name) && method.desc.equals(descriptor))
            .findFirst()
            .orElse(null);
  }

  /** Returns a field that a class itself declares; null when it declares none. */
  FieldNode field(String owner, String name) {
    ClassNode type = find(owner);
    return type == null
        ? null
        : type.fields.stream().filter(field -> field.name.equals(name)).findFirst().orElse(null);
  }
}
