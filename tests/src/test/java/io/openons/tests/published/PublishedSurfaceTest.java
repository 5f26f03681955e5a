package io.openons.tests.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: a program that was written for the published clients compiles against ours. Method:
 * compares every public type, member and constant of both published jars with ours; the exceptions
 * are listed here, each with its reason. A failure means: somebody's program does not compile any
 * more.
 */
class PublishedSurfaceTest {
  private static final String API = "com/aliyun/openservices/ons/api/";
  private static final Path JARS = Path.of("target", "published-surfaces");

  /** Not API: what is behind it, visible only because Java has no better. */
  private static final String IMPLEMENTATION = API + "impl/";

  /** Whatever has a repackaged Guava type in its signature; ours has java.util.Optional there. */
  private static final Predicate<String> REPACKAGED =
      member -> member.contains(".shade.") || member.contains(".shaded.");

  @ParameterizedTest
  @ValueSource(strings = {"ons-client-1.jar", "ons-client-2.jar"})
  void nothing_that_was_published_is_missing(String jar) throws IOException {
    Path file = JARS.resolve(jar);
    assertThat(file).as("made by the build, in generate-test-resources").exists();
    Set<String> published;
    try (URLClassLoader loader =
            new URLClassLoader(
                new URL[] {file.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        JarFile classes = new JarFile(file.toFile())) {
      published = surface(loader, classes.stream().map(JarEntry::getName));
    }
    Set<String> ours = ours();

    assertThat(published).hasSizeGreaterThan(250);
    assertThat(published.stream().filter(REPACKAGED.negate()))
        .allSatisfy(member -> assertThat(ours).contains(member));
  }

  @Test
  void the_comparison_sees_members_constants_and_types() throws IOException {
    assertThat(ours())
        .contains(
            "class com.aliyun.openservices.ons.api.Message",
            "com.aliyun.openservices.ons.api.Message.getMsgID(): java.lang.String",
            "static com.aliyun.openservices.ons.api.PropertyKeyConst.GROUP_ID: java.lang.String ="
                + " GROUP_ID");
  }

  private static Set<String> ours() throws IOException {
    ClassLoader loader = PublishedSurfaceTest.class.getClassLoader();
    Path classes;
    try {
      classes =
          Path.of(
              com.aliyun.openservices.ons.api.ONSFactory.class
                  .getProtectionDomain()
                  .getCodeSource()
                  .getLocation()
                  .toURI());
    } catch (java.net.URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
    if (Files.isRegularFile(classes)) {
      try (JarFile jar = new JarFile(classes.toFile())) {
        return surface(loader, jar.stream().map(JarEntry::getName));
      }
    }
    try (Stream<Path> files = Files.walk(classes)) {
      return surface(
          loader, files.map(file -> classes.relativize(file).toString().replace('\\', '/')));
    }
  }

  private static Set<String> surface(ClassLoader loader, Stream<String> files) {
    return files
        .filter(name -> name.startsWith(API) && name.endsWith(".class"))
        .filter(name -> !name.startsWith(IMPLEMENTATION) && !name.endsWith("package-info.class"))
        .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
        .flatMap(name -> members(load(loader, name)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Class<?> load(ClassLoader loader, String name) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException listedButAbsent) {
      throw new UncheckedIOException(new IOException(listedButAbsent));
    }
  }

  private static Stream<String> members(Class<?> type) {
    if (!Modifier.isPublic(type.getModifiers())) {
      return Stream.empty();
    }
    Stream<String> supertypes =
        Stream.concat(Stream.ofNullable(type.getSuperclass()), Stream.of(type.getInterfaces()))
            .map(parent -> type.getName() + " is a " + parent.getName());
    return Stream.of(
            Stream.of("class " + type.getName()),
            supertypes,
            Stream.of(type.getFields())
                .filter(field -> isApi(field.getDeclaringClass()))
                .map(field -> field(type, field)),
            Stream.of(type.getConstructors()).map(made -> constructor(type, made)),
            Stream.of(type.getMethods())
                .filter(method -> isApi(method.getDeclaringClass()) && !method.isSynthetic())
                .map(method -> method(type, method)))
        .flatMap(part -> part);
  }

  private static boolean isApi(Class<?> declaring) {
    return declaring.getName().startsWith(API.replace('/', '.'));
  }

  private static String field(Class<?> type, Field field) {
    String text =
        prefix(field.getModifiers())
            + type.getName()
            + "."
            + field.getName()
            + ": "
            + field.getGenericType().getTypeName();
    boolean isConstant =
        Modifier.isFinal(field.getModifiers())
            && (field.getType().isPrimitive() || field.getType() == String.class);
    try {
      return isConstant ? text + " = " + field.get(null) : text;
    } catch (IllegalAccessException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static String constructor(Class<?> type, Constructor<?> constructor) {
    return "new " + type.getName() + parameters(constructor);
  }

  private static String method(Class<?> type, Method method) {
    return prefix(method.getModifiers())
        + type.getName()
        + "."
        + method.getName()
        + parameters(method)
        + ": "
        + method.getGenericReturnType().getTypeName();
  }

  private static String parameters(Executable executable) {
    return Arrays.stream(executable.getGenericParameterTypes())
        .map(java.lang.reflect.Type::getTypeName)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String prefix(int modifiers) {
    return Modifier.isStatic(modifiers) ? "static " : "";
  }
}
