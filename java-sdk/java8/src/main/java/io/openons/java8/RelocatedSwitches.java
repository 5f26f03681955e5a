package io.openons.java8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Mends switches over texts in a jar whose classes were relocated, in place.
 *
 * <p>A compiled switch compares the hash of a text first. Relocation changes the texts that are
 * names of classes and leaves their hashes, so that their cases are never met.
 */
public final class RelocatedSwitches {
  private static final String TEXT = "java/lang/String";

  private RelocatedSwitches() {}

  /**
   * Runs the step, and prints how many switches changed.
   *
   * @param arguments the jar
   */
  public static void main(String[] arguments) throws IOException {
    Path jar = Path.of(arguments[0]);
    System.out.println(jar.getFileName() + ": " + run(jar) + " switches mended");
  }

  /** Mends a jar, and returns the number of its switches that changed. */
  static int run(Path jar) throws IOException {
    return Jars.rewrite(
        jar,
        (name, bytes, out) -> {
          if (!name.endsWith(".class")) {
            out.put(name, bytes);
            return 0;
          }
          ClassNode type = new ClassNode();
          new ClassReader(bytes).accept(type, 0);
          int changed = mend(type);
          if (changed == 0) {
            out.put(name, bytes);
            return 0;
          }
          ClassWriter mended = new ClassWriter(0);
          type.accept(mended);
          out.put(name, mended.toByteArray());
          return changed;
        });
  }

  /** Mends the switches of a class, and returns the number of those that changed. */
  static int mend(ClassNode type) {
    int changed = 0;
    for (MethodNode method : type.methods) {
      for (AbstractInsnNode step : method.instructions) {
        if (step instanceof LookupSwitchInsnNode cases
            && isCall(before(step), "hashCode")
            && mend(cases, type.name + "." + method.name)) {
          changed++;
        }
      }
    }
    return changed;
  }

  private static boolean mend(LookupSwitchInsnNode cases, String where) {
    Map<Integer, LabelNode> mended = new TreeMap<>();
    for (LabelNode label : cases.labels) {
      List<String> texts = texts(label);
      if (texts.isEmpty()) {
        throw new IllegalStateException(where + ": no texts in a case of a switch over a hash");
      }
      for (String text : texts) {
        LabelNode other = mended.put(text.hashCode(), label);
        if (other != null && other != label) {
          throw new IllegalStateException(where + ": two cases have the new hash of " + text);
        }
      }
    }
    if (List.copyOf(mended.keySet()).equals(cases.keys)) {
      return false;
    }
    cases.keys = new ArrayList<>(mended.keySet());
    cases.labels = new ArrayList<>(mended.values());
    return true;
  }

  /** Returns the texts that a case compares, one after the other when their hashes were equal. */
  private static List<String> texts(LabelNode label) {
    List<String> texts = new ArrayList<>();
    Optional<Comparison> comparison = Comparison.at(label);
    while (comparison.isPresent()) {
      texts.add(comparison.get().text());
      comparison = Comparison.at(comparison.get().otherwise());
    }
    return texts;
  }

  /** Loads a variable, compares it with a text, and jumps when they differ. */
  private record Comparison(String text, LabelNode otherwise) {
    static Optional<Comparison> at(LabelNode label) {
      AbstractInsnNode load = after(label);
      if (load == null || load.getOpcode() != Opcodes.ALOAD) {
        return Optional.empty();
      }
      AbstractInsnNode constant = after(load);
      AbstractInsnNode call = after(constant);
      if (constant instanceof LdcInsnNode ldc
          && ldc.cst instanceof String text
          && isCall(call, "equals")
          && after(call) instanceof JumpInsnNode jump
          && jump.getOpcode() == Opcodes.IFEQ) {
        return Optional.of(new Comparison(text, jump.label));
      }
      return Optional.empty();
    }
  }

  private static boolean isCall(AbstractInsnNode step, String name) {
    return step instanceof MethodInsnNode call && call.owner.equals(TEXT) && call.name.equals(name);
  }

  private static AbstractInsnNode before(AbstractInsnNode step) {
    AbstractInsnNode before = step.getPrevious();
    while (isNoInstruction(before)) {
      before = before.getPrevious();
    }
    return before;
  }

  private static AbstractInsnNode after(AbstractInsnNode step) {
    AbstractInsnNode next = step == null ? null : step.getNext();
    while (isNoInstruction(next)) {
      next = next.getNext();
    }
    return next;
  }

  private static boolean isNoInstruction(AbstractInsnNode step) {
    return step instanceof LabelNode || step instanceof FrameNode || step instanceof LineNumberNode;
  }
}
