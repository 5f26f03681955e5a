import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Lists what a program for the commercial SDK uses and OpenONS lacks: includes and members in C++, imports and members
 * in Java (sources, classes, jars), members in C#. What OpenONS offers is read from its own headers, classes and
 * sources, so there is no list to keep. It looks at names, not at types: what it finds is missing, what it passes may
 * still differ.
 *
 * <p>{@code java CheckMigration.java ROOT [--cpp=2 | --cpp=3] PATH...}. C++ counts as 3.0 when it includes headers from
 * {@code ons/}, unless an option says otherwise. Ends with 0 when nothing is missing, 1 when something is, 2 when it
 * cannot look.
 */
final class CheckMigration {
  private static final String JAVA_PACKAGE = "com.aliyun.openservices.";
  private static final String TRACE_PACKAGE = "com.alibaba.ons.open.";

  /** What to do about names that are missing, by how they begin; the first that fits. */
  private static final Map<String, String> REMEDIES = remedies();

  private static final Set<String> NOT_LOOKED_INTO = Set.of(".git", ".svn", "target", "bin", "obj", "node_modules");

  private final Path root;
  private final String forced;
  private final Set<String> findings = new LinkedHashSet<>();
  private final Map<String, Integer> looked = new TreeMap<>();
  private final Map<String, Offer> offers = new TreeMap<>();

  private CheckMigration(Path root, String forced) {
    this.root = root;
    this.forced = forced;
  }

  public static void main(String[] arguments) throws IOException {
    List<String> paths = new ArrayList<>(List.of(arguments).subList(1, arguments.length));
    String forced = "";
    if (!paths.isEmpty() && paths.get(0).matches("--cpp=[23]")) {
      forced = "v" + paths.remove(0).substring("--cpp=".length());
    }
    if (paths.isEmpty() || paths.get(0).startsWith("-")) {
      System.err.println("usage: ./dev check-migration [--cpp=2 | --cpp=3] PATH...   (sources, folders, jars)");
      System.exit(2);
    }
    CheckMigration check = new CheckMigration(Path.of(arguments[0]), forced);
    for (String path : paths) {
      if (!Files.exists(Path.of(path))) {
        System.err.println("there is no file or folder " + path);
        System.exit(2);
      }
      check.project(Path.of(path));
    }
    System.exit(check.report());
  }

  private int report() {
    findings.forEach(System.out::println);
    if (looked.isEmpty()) {
      System.err.println("no file there uses the SDK: looked for C++, Java and C# sources, class files and jars");
      return 2;
    }
    String files = String.join(", ", looked.entrySet().stream().map(e -> e.getValue() + " of " + e.getKey()).toList());
    String end = findings.isEmpty() ? "nothing is missing" : findings.size() + " missing";
    REMEDIES.forEach((begin, remedy) -> {
      if (findings.stream().anyMatch(each -> begin.equals(remedyFor(each)))) {
        System.out.println(begin + "*: " + remedy);
      }
    });
    System.out.println(end + " (files that use the SDK: " + files + "); docs/migrating.md says what differs");
    return findings.isEmpty() ? 0 : 1;
  }

  private static Map<String, String> remedies() {
    String api = JAVA_PACKAGE + "ons.api";
    String library = "import the library's own name, and depend on it; some of it is in ons-client-compat";
    Map<String, String> remedies = new LinkedHashMap<>();
    remedies.put(
        "ExactlyOnce",
        "there is no exactly-once client; keep the id of each message in the transaction of your database that it"
            + " causes, and skip those that are there");
    remedies.put(JAVA_PACKAGE + "shade.com.alibaba.rocketmq.shade.", library);
    remedies.put(
        JAVA_PACKAGE + "shade.com.alibaba.rocketmq.",
        "the old client's inside, which is not there; use " + api + ", whose ONSFactory makes all clients");
    remedies.put(JAVA_PACKAGE + "shade.", library);
    remedies.put(JAVA_PACKAGE + "ons.shaded.", library);
    remedies.put(JAVA_PACKAGE + "ons.client.", "the inside of 2.0, which is not there; use " + api);
    remedies.put(
        JAVA_PACKAGE + "ons.api.impl.",
        "the old client's inside, some of which is in ons-client-compat; use the interfaces of " + api
            + ", and its beans to extend");
    remedies.put(TRACE_PACKAGE, "message traces are not there; docs/telemetry.md has spans and metrics");
    return remedies;
  }

  private static String remedyFor(String finding) {
    return REMEDIES.keySet().stream().filter(finding::contains).findFirst().orElse("");
  }

  // ---- The program ------------------------------------------------------------------------------------------------

  private void project(Path path) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean skipped = !folder.equals(path) && NOT_LOOKED_INTO.contains(folder.getFileName().toString());
            return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.add(file);
            return FileVisitResult.CONTINUE;
          }
        });
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (name.matches(".*\\.(h|hh|hpp|c|cc|cpp|cxx|inl)")) {
        cppSource(Source.of(file));
      } else if (name.matches(".*\\.(java|kt|scala|groovy)")) {
        javaSource(Source.of(file));
      } else if (name.endsWith(".cs")) {
        csharpSource(Source.of(file));
      } else if (name.endsWith(".class")) {
        classFile(file.toString(), Files.readAllBytes(file));
      } else if (name.endsWith(".jar") || name.endsWith(".war")) {
        jar(file);
      }
    }
  }

  /** A text without comments and literals, each line where it was. */
  private record Source(Path file, String text, String raw) {
    private static final Pattern SKIPPED =
        Pattern.compile("//[^\n]*|/\\*.*?\\*/|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])*'", Pattern.DOTALL);

    static Source of(Path file) throws IOException {
      String raw = Files.readString(file, ISO_8859_1);
      String text = SKIPPED.matcher(raw).replaceAll(found -> found.group().replaceAll("[^\n]", " "));
      return new Source(file, text, raw);
    }

    String at(int position) {
      return file + ":" + (1 + text.substring(0, position).chars().filter(c -> c == '\n').count()) + ": ";
    }
  }

  private void uses(String language, Source source) {
    looked.merge(language, 1, Integer::sum);
  }

  /** A type, or the end of one, and the name of a variable. */
  private static final Pattern DECLARATION =
      Pattern.compile(
          "((?!(?:return|new|delete|throw|case|else|in|goto|const|and|or|not)\\b)\\b\\w+|[>\\]])"
              + "(?:\\s*[*&]+\\s*|\\s+)(?:const\\s+)?(\\w+)\\s*[;=,(){:\\[]");

  /** Finds members of variables of offered types, and members that are named by their type. */
  private void members(Offer offer, Source source, String separator) {
    String text = source.text();
    Map<String, Set<String>> variables = new TreeMap<>();
    Matcher declared = DECLARATION.matcher(text);
    for (int from = 0; declared.find(from); from = declared.end(1)) {
      variables.computeIfAbsent(declared.group(2), any -> new TreeSet<>()).add(declared.group(1));
    }
    String access = separator.equals("::") ? "->|\\.|::" : "\\.";
    Matcher used = Pattern.compile("\\b(\\w+)\\s*(" + access + ")\\s*(\\w+)").matcher(text);
    for (int from = 0; used.find(from); from = used.end(1)) {
      String name = used.group(1);
      boolean qualified = used.group(2).equals(separator) && offer.types.containsKey(name);
      // A name that is declared with another type somewhere in the file may be that one here.
      Set<String> types = qualified ? Set.of(name) : variables.getOrDefault(name, Set.of());
      if (!types.isEmpty()
          && offer.types.keySet().containsAll(types)
          && (qualified || !used.group(2).equals("::"))
          && types.stream().noneMatch(type -> offer.has(type, used.group(3)))) {
        missing(source, used.start(), String.join(" or ", types) + separator + used.group(3));
      }
    }
    Matcher created = Pattern.compile("\\bgetInstance\\s*\\(\\s*\\)\\s*(?:->|\\.)\\s*(\\w+)").matcher(text);
    while (created.find()) {
      if (offer.types.containsKey("ONSFactoryAPI") && !offer.has("ONSFactoryAPI", created.group(1))) {
        missing(source, created.start(), "ONSFactoryAPI" + separator + created.group(1));
      }
    }
  }

  private void missing(Source source, int position, String what) {
    findings.add(source.at(position) + what + " is missing");
  }

  // ---- C++ --------------------------------------------------------------------------------------------------------

  private static final Pattern INCLUDE = Pattern.compile("#\\s*include\\s*[<\"]((ons/|rocketmq/)?(\\w+)\\.h)[>\"]");

  private void cppSource(Source source) throws IOException {
    Path classic = root.resolve("cpp-shim/include/openons/classic");
    boolean uses = false;
    boolean three = source.raw().contains("rocketmq/Logger.h");
    Matcher include = INCLUDE.matcher(source.raw());
    while (include.find()) {
      boolean inFolder = include.group(2) != null;
      boolean known = List.of("v2/", "v3/", "").stream()
          .anyMatch(folder -> Files.exists(classic.resolve(folder + include.group(3) + ".h")));
      uses |= inFolder || known && !Files.exists(source.file().resolveSibling(include.group(1)));
      three |= "ons/".equals(include.group(2));
    }
    if (!uses) {
      return;
    }
    String version = forced.isEmpty() ? (three ? "v3" : "v2") : forced;
    uses(version.equals("v3") ? "C++ 3.0" : "C++ 1.x and 2.x", source);
    include.reset();
    while (include.find()) {
      String header = include.group(3) + ".h";
      boolean there = Files.exists(classic.resolve(version).resolve(header)) || Files.exists(classic.resolve(header));
      if (include.group(2) != null && !there && !include.group(1).equals("rocketmq/Logger.h")) {
        missing(source, include.start(), "header " + include.group(1));
      }
    }
    Offer offer = cppOffer(classic, version);
    Matcher qualified = Pattern.compile("\\bons\\s*::\\s*(\\w+)").matcher(source.text());
    while (qualified.find()) {
      String name = qualified.group(1);
      if (!offer.types.containsKey(name)
          && !offer.constants.contains(name)
          && offer.types.values().stream().noneMatch(all -> all.contains(name))) {
        missing(source, qualified.start(), "ons::" + name);
      }
    }
    members(offer, source, "::");
  }

  private Offer cppOffer(Path classic, String version) throws IOException {
    if (!offers.containsKey(version)) {
      Offer offer = new Offer();
      for (Path folder : List.of(classic, classic.resolve(version))) {
        try (Stream<Path> headers = Files.list(folder)) {
          for (Path header : headers.filter(file -> file.toString().matches(".*\\.(h|hpp)")).toList()) {
            offer.addSource(Source.of(header).text());
          }
        }
      }
      offers.put(version, offer);
    }
    return offers.get(version);
  }

  // ---- C# ---------------------------------------------------------------------------------------------------------

  private void csharpSource(Source source) throws IOException {
    boolean mixed = source.text().contains("using Ons.Client"); // whose types have some of the same names
    if (mixed || !source.text().matches("(?s).*\\busing\\s+ons\\b.*|.*\\bons\\s*\\.\\s*ONS.*")) {
      return;
    }
    uses("C#", source);
    if (!offers.containsKey("C#")) {
      Offer offer = new Offer();
      try (Stream<Path> files = Files.walk(root.resolve("dotnet-shim/src/Ons.Client/Classic"))) {
        for (Path file : files.filter(any -> any.toString().endsWith(".cs")).toList()) {
          offer.addSource(Source.of(file).text());
        }
      }
      offers.put("C#", offer);
    }
    members(offers.get("C#"), source, ".");
  }

  // ---- Java -------------------------------------------------------------------------------------------------------

  private void javaSource(Source source) throws IOException {
    Matcher imported =
        Pattern.compile(
                "\\bimport\\s+(?:static\\s+)?((?:com\\.aliyun\\.openservices|com\\.alibaba\\.ons\\.open)"
                    + "\\.[\\w.]+?)(\\.\\*)?\\s*[;\n]")
            .matcher(source.text());
    Offer simple = new Offer();
    boolean any = false;
    while (imported.find()) {
      any = true;
      Offer offer = javaOffer();
      String name = imported.group(1);
      boolean wildcard = imported.group(2) != null;
      String owner = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
      if (wildcard ? offer.hasPackage(name) || offer.types.containsKey(name) : offer.types.containsKey(name)) {
        offer.copyTo(simple, name, wildcard);
      } else if (wildcard || !offer.has(owner, name.substring(owner.length() + 1))) {
        missing(source, imported.start(), "import " + name + (wildcard ? ".*" : ""));
      }
    }
    if (any) {
      uses("Java", source);
      // A package may be called as a variable is.
      String code = Pattern.compile("(?m)^[ \\t]*(?:import|package)\\b[^;\n]*").matcher(source.text())
          .replaceAll(found -> " ".repeat(found.end() - found.start()));
      members(simple, new Source(source.file(), code, source.raw()), ".");
    }
  }

  private Offer javaOffer() throws IOException {
    if (!offers.containsKey("Java")) {
      Path client = root.resolve("java-sdk");
      if (!Files.isDirectory(client.resolve("target/classes"))) {
        System.err.println("the Java client is not built; run: mvn -q -pl java-sdk -am package -DskipTests");
        System.exit(2);
      }
      Offer offer = new Offer();
      // With the modules inside, some of which hold classes of the SDK, too.
      try (Stream<Path> files = Files.find(client, 20, (file, kind) -> file.toString().endsWith(".class"))) {
        for (Path file : files.filter(any -> any.toString().contains("/target/classes/com/aliyun/")).toList()) {
          offer.addClass(new ClassFile(Files.readAllBytes(file)));
        }
      }
      // Third parties' classes, in a jar of their own.
      Path compat = root.resolve("java-sdk/compat/target");
      if (Files.isDirectory(compat)) {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(compat, "ons-client-compat-*.jar")) {
          for (Path jar : jars) {
            addJar(offer, jar);
          }
        }
      }
      offer.addNestedTypes();
      offers.put("Java", offer);
    }
    return offers.get("Java");
  }

  private static void addJar(Offer offer, Path file) throws IOException {
    try (ZipInputStream entries = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        if (entry.getName().endsWith(".class")) {
          offer.addClass(new ClassFile(entries.readAllBytes()));
        }
      }
    }
  }

  private void jar(Path file) throws IOException {
    try (ZipInputStream entries = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        if (entry.getName().endsWith(".class") && !entry.getName().startsWith(JAVA_PACKAGE.replace('.', '/'))) {
          classFile(file + "!" + entry.getName(), entries.readAllBytes());
        }
      }
    }
  }

  private void classFile(String name, byte[] bytes) throws IOException {
    ClassFile file = new ClassFile(bytes);
    List<String> types = file.usedTypes.stream()
        .filter(type -> type.startsWith(JAVA_PACKAGE) || type.startsWith(TRACE_PACKAGE))
        .toList();
    if (types.isEmpty()) {
      return;
    }
    looked.merge("Java", 1, Integer::sum);
    Offer offer = javaOffer();
    for (String type : types) {
      if (!offer.types.containsKey(type)) {
        findings.add(name + ": class " + type + " is missing");
      }
    }
    for (String[] member : file.usedMembers) {
      if (offer.types.containsKey(member[0]) && !offer.has(member[0], member[1])) {
        findings.add(name + ": " + member[0] + "." + member[1] + " is missing");
      }
    }
  }

  // ---- What there is ------------------------------------------------------------------------------------------------

  /** Types with the names of their members; a type may have any member when a parent is neither here nor in the JDK. */
  private static final class Offer {
    /** Of an object in Java or C#, and of each enum. */
    private static final Set<String> OF_ALL =
        Set.of("equals", "hashCode", "toString", "getClass", "wait", "notify", "notifyAll", "valueOf", "values", "name",
            "ordinal", "compareTo", "class", "Equals", "GetHashCode", "ToString", "GetType", "length");
    private static final Set<String> WORDS_OF_BASES = Set.of("public", "private", "protected", "virtual", "final");
    private static final Pattern TOKEN = Pattern.compile("\\w+|\\S");

    final Map<String, Set<String>> types = new TreeMap<>();
    final Set<String> constants = new TreeSet<>();
    private final Map<String, Set<String>> parents = new TreeMap<>();

    boolean has(String type, String member) {
      return OF_ALL.contains(member)
          || types.getOrDefault(type, Set.of()).contains(member)
          || parents.getOrDefault(type, Set.of()).stream().anyMatch(parent -> parentHas(parent, member));
    }

    private boolean parentHas(String parent, String member) {
      if (types.containsKey(parent)) {
        return has(parent, member);
      }
      if (parent.equals("IDisposable")) {
        return member.equals("Dispose");
      }
      try {
        return Stream.of(Class.forName(parent).getMethods()).anyMatch(method -> method.getName().equals(member));
      } catch (ClassNotFoundException notOfTheJdk) {
        return true;
      }
    }

    boolean hasPackage(String name) {
      return types.keySet().stream().anyMatch(type -> type.startsWith(name + "."));
    }

    /** Copies a type, or all of a package, by simple names, with all that its parents have. */
    void copyTo(Offer simple, String name, boolean all) {
      for (String type : types.keySet()) {
        if (all ? type.startsWith(name + ".") : type.equals(name)) {
          String short_ = type.substring(type.lastIndexOf('.') + 1);
          Set<String> members = simple.types.computeIfAbsent(short_, any -> new TreeSet<>());
          inherit(type, members, simple.parents.computeIfAbsent(short_, any -> new TreeSet<>()));
        }
      }
    }

    private void inherit(String type, Set<String> members, Set<String> unknown) {
      members.addAll(types.getOrDefault(type, Set.of()));
      for (String parent : parents.getOrDefault(type, Set.of())) {
        if (types.containsKey(parent)) {
          inherit(parent, members, unknown);
        } else if (!parent.equals("java.lang.Object")) {
          unknown.add(parent);
        }
      }
    }

    void addClass(ClassFile file) {
      types.computeIfAbsent(file.name, any -> new TreeSet<>()).addAll(file.members);
      parents.computeIfAbsent(file.name, any -> new TreeSet<>()).addAll(file.parents);
    }

    /** A type inside of another one is a member of that. */
    void addNestedTypes() {
      for (String type : types.keySet()) {
        int end = type.lastIndexOf('.');
        types.getOrDefault(type.substring(0, Math.max(0, end)), new TreeSet<>()).add(type.substring(end + 1));
      }
    }

    /** Adds the types of a C++ or C# source that is written tidily. */
    void addSource(String text) {
      Pattern.compile("\\bconstexpr\\s+\\w+\\s+(\\w+)").matcher(text).results().forEach(c -> constants.add(c.group(1)));
      List<String> tokens = new ArrayList<>();
      Matcher token = TOKEN.matcher(text.replaceAll("(?m)^\\s*#.*$", "").replaceAll("(?m)^\\s*\\[.*]\\s*$", ""));
      while (token.find()) {
        tokens.add(token.group());
      }
      Deque<String> open = new ArrayDeque<>();
      String type = null;
      int parentheses = 0;
      for (int i = 0; i < tokens.size(); i++) {
        String word = tokens.get(i);
        String next = i + 1 < tokens.size() ? tokens.get(i + 1) : "";
        if (parentheses == 0 && word.matches("class|struct|enum|interface") && !next.matches("class|[^\\w]")) {
          if (!tokens.get(Math.max(0, i - 1)).matches("[<,]")) {
            type = next;
          }
        } else if (parentheses == 0 && word.equals("using") && i + 3 < tokens.size() && tokens.get(i + 2).equals("=")) {
          int end = i + 3 + tokens.subList(i + 3, tokens.size()).indexOf(";");
          types.computeIfAbsent(next, any -> new TreeSet<>());
          parents.computeIfAbsent(next, any -> new TreeSet<>()).add(tokens.get(end - 1));
        } else if (word.equals("(")) {
          parentheses++;
        } else if (word.equals(")")) {
          parentheses--;
        } else if (word.equals(";") && parentheses == 0) {
          type = null;
        } else if (word.equals("{")) {
          if (type != null && parentheses == 0) {
            types.computeIfAbsent(type, any -> new TreeSet<>());
          }
          open.push(type != null && parentheses == 0 ? type : "");
          type = null;
        } else if (word.equals("}")) {
          if (!open.isEmpty()) {
            open.pop();
          }
        } else if (word.matches("[A-Za-z_]\\w*")) {
          if (type != null && !word.equals(type) && !WORDS_OF_BASES.contains(word)) {
            parents.computeIfAbsent(type, any -> new TreeSet<>()).add(word);
          } else if (parentheses == 0 && !open.isEmpty() && !open.peek().isEmpty() && next.matches("[(;={,}]")) {
            types.get(open.peek()).add(word);
          }
        }
      }
      // Names before a type's brace that are no types here are words of the language, or of its library.
      parents.values().forEach(names -> names.removeIf(name -> name.matches("const|std|u?int8_t|detail|openons|void")));
    }
  }

  /** The names in a class file. */
  private static final class ClassFile {
    final String name;
    final Set<String> parents = new TreeSet<>();
    final Set<String> members = new TreeSet<>();
    final Set<String> usedTypes = new TreeSet<>();
    final List<String[]> usedMembers = new ArrayList<>();

    ClassFile(byte[] bytes) throws IOException {
      try (InputStream stream = new ByteArrayInputStream(bytes);
          DataInputStream data = new DataInputStream(stream)) {
        if (data.readInt() != 0xCAFEBABE) {
          throw new IOException("not a class file");
        }
        data.readInt();
        int count = data.readUnsignedShort();
        Object[] pool = new Object[count];
        for (int i = 1; i < count; i++) {
          int tag = data.readUnsignedByte();
          switch (tag) {
            case 1 -> pool[i] = data.readUTF();
            case 3, 4 -> data.readInt();
            case 5, 6 -> {
              data.readLong();
              i++;
            }
            case 7 -> pool[i] = new int[] {tag, data.readUnsignedShort()};
            case 8, 16, 19, 20 -> data.readUnsignedShort();
            case 9, 10, 11, 12 -> pool[i] = new int[] {tag, data.readUnsignedShort(), data.readUnsignedShort()};
            case 15 -> data.skipBytes(3);
            case 17, 18 -> data.readInt();
            default -> throw new IOException("constant of kind " + tag);
          }
        }
        for (Object constant : pool) {
          if (constant instanceof int[] of && of[0] == 7) {
            usedTypes.add(typeOf(pool, constant));
          } else if (constant instanceof int[] of && of[0] != 12) {
            usedMembers.add(new String[] {typeOf(pool, pool[of[1]]), (String) pool[((int[]) pool[of[2]])[1]]});
          }
        }
        data.readUnsignedShort();
        name = typeOf(pool, pool[data.readUnsignedShort()]);
        addParent(pool, data.readUnsignedShort());
        for (int left = data.readUnsignedShort(); left > 0; left--) {
          addParent(pool, data.readUnsignedShort());
        }
        for (int kind = 0; kind < 2; kind++) {
          for (int left = data.readUnsignedShort(); left > 0; left--) {
            readMember(pool, data);
          }
        }
      }
    }

    private void addParent(Object[] pool, int index) {
      if (index != 0) {
        parents.add(typeOf(pool, pool[index]));
      }
    }

    private void readMember(Object[] pool, DataInputStream data) throws IOException {
      int flags = data.readUnsignedShort();
      String member = (String) pool[data.readUnsignedShort()];
      data.readUnsignedShort();
      if ((flags & 0x0005) != 0) { // public or protected
        members.add(member);
      }
      for (int left = data.readUnsignedShort(); left > 0; left--) {
        data.readUnsignedShort();
        data.skipNBytes(Integer.toUnsignedLong(data.readInt()));
      }
    }

    private static String typeOf(Object[] pool, Object constant) {
      String internal = (String) pool[((int[]) constant)[1]];
      return internal.replaceAll("^\\[+L?|;$", "").replace('/', '.').replace('$', '.');
    }
  }
}
