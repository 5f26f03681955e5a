package io.openons.tests.style;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;

/**
 * Who may know whom. The packages are named by how they end, so that the fixtures, which break
 * every rule, are judged by the very same rules.
 */
final class Layering {
  private static final String STORE = "..broker.store..";
  private static final String CORE = "..broker.core..";
  private static final String SERVER = "..broker.server..";
  private static final String MACHINERY = "..openons..client..";
  private static final String SURFACE = "..ons.api..";
  private static final String WIRE = "io.openons.proto..";
  private static final String[] TRANSPORT = {"io.grpc..", "io.netty.."};
  private static final Set<String> SOCKETS =
      Set.of(
          "java.net.Socket",
          "java.net.ServerSocket",
          "java.net.DatagramSocket",
          "java.nio.channels.SocketChannel",
          "java.nio.channels.ServerSocketChannel",
          "java.nio.channels.AsynchronousSocketChannel",
          "java.nio.channels.Selector");

  /** The calls on the core, the words of its subjects, and the values that go in and come out. */
  private static final DescribedPredicate<JavaClass> FACE_OF_THE_CORE =
      resideInAnyPackage(
              "..broker.core.api..",
              "..broker.core.access..",
              "..broker.core.admin..",
              "..broker.core.filter..",
              "..broker.core.message..",
              "..broker.core.read..")
          .or(
              describe(
                  "are its calls and values",
                  type ->
                      Set.of(
                              "core.Broker",
                              "core.Administration",
                              "core.group.Delivery",
                              "core.group.Group",
                              "core.group.GroupSettings",
                              "core.group.QueuePlace",
                              "core.member.Member",
                              "core.member.Members",
                              "core.member.Membership",
                              "core.member.QueueLocks",
                              "core.group.ReceiptHandle",
                              "core.group.StartPosition",
                              "core.group.TakeRequest",
                              "core.session.Clients",
                              "core.send.OpenTransaction",
                              "core.session.ClientInfo",
                              "core.session.ClientSession",
                              "core.session.ClientView",
                              "core.topic.Permission",
                              "core.topic.Topic",
                              "core.topic.TopicSettings")
                          .contains(type.getName().replaceFirst(".*\\.broker\\.", ""))));

  static final ArchRule BROKER_IGNORES_SDK =
      noClasses()
          .that()
          .resideInAPackage("..openons..broker..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(MACHINERY, SURFACE)
          .because("client and broker meet only in proto");

  static final ArchRule SDK_IGNORES_BROKER =
      noClasses()
          .that()
          .resideInAnyPackage(MACHINERY, SURFACE)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..openons..broker..")
          .because("client and broker meet only in proto");

  static final ArchRule STORE_KNOWS_BYTES_AND_FILES =
      noClasses()
          .that()
          .resideInAPackage(STORE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CORE, SERVER, WIRE, TRANSPORT[0], TRANSPORT[1])
          .because("the store knows bytes and files, not what they mean");

  static final ArchRule CORE_KNOWS_RULES_AND_CLOCKS =
      noClasses()
          .that()
          .resideInAPackage(CORE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SERVER, WIRE, TRANSPORT[0], TRANSPORT[1])
          .orShould()
          .dependOnClassesThat(describe("are sockets", type -> SOCKETS.contains(type.getName())))
          .because("the core knows rules and clocks; protocols are translated into calls on it");

  static final ArchRule SERVER_HOLDS_NO_FILES =
      noClasses()
          .that()
          .resideInAPackage(SERVER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(STORE)
          .because("the server translates a protocol into calls on the core, and stores nothing");

  static final ArchRule SERVER_SEES_THE_FACE_OF_THE_CORE =
      noClasses()
          .that()
          .resideInAPackage(SERVER)
          .should()
          .dependOnClassesThat(resideInAPackage(CORE).and(not(FACE_OF_THE_CORE)))
          .because("the server calls the broker with values, and knows nothing of how it works");

  static final ArchRule SURFACE_MEETS_MACHINERY_IN_THE_FACTORY =
      noClasses()
          .that()
          .resideInAPackage(SURFACE)
          .and()
          .doNotHaveSimpleName("ONSFactory")
          .should()
          .dependOnClassesThat(
              // What the build puts in the place of calls that Java 8 lacks is no machinery.
              resideInAPackage(MACHINERY).and(resideOutsideOfPackage("..openons.client.java8..")))
          .because("users compile against words; only the factory knows what is behind them");

  static final ArchRule SDK_LOGS_THROUGH_ITS_OWN_FACTORY =
      noClasses()
          .that()
          .resideInAPackage(MACHINERY)
          .and()
          .resideOutsideOfPackage("..openons..client.logging..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.slf4j.LoggerFactory")
          .because("what goes past Logs is missing in the log file");

  static final ArchRule CORE_IS_GIVEN_TIME_AND_CHANCE =
      noClasses()
          .that()
          .resideInAPackage(CORE)
          .and()
          // The one that is given to the core in the end.
          .doNotHaveSimpleName("SystemScheduler")
          .should()
          .callCodeUnitWhere(takesTimeOrChance())
          .because("time and randomness come in through constructors, so that tests rule them");

  static final ArchRule CORE_HAS_NO_CIRCLES =
      slices()
          .matching("..broker.core.(*)..")
          .should()
          .beFreeOfCycles()
          .because("a subject of the core can be read without those above it");

  static final ArchRule STORE_HAS_NO_CIRCLES =
      slices()
          .matching("..broker.store.(*)..")
          .should()
          .beFreeOfCycles()
          .because("the log knows no views, and the disk knows no log");

  static final ArchRule PROTOCOLS_IGNORE_EACH_OTHER =
      slices()
          .matching("..broker.server.(*)..")
          .should()
          .beFreeOfCycles()
          .because("a protocol shares server.net with its siblings and imports none of them");

  static final ArchRule FIRST_VERSION_IGNORES_SECOND =
      noClasses()
          .that()
          .resideInAPackage("..broker.server.grpc.v1..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..broker.server.grpc.v2..")
          .because("what versions of the wire share is beside them");

  static final ArchRule SECOND_VERSION_IGNORES_FIRST =
      noClasses()
          .that()
          .resideInAPackage("..broker.server.grpc.v2..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..broker.server.grpc.v1..")
          .because("what versions of the wire share is beside them");

  static final ArchRule GRPC_HAS_NO_CIRCLES =
      slices()
          .matching("..broker.server.grpc.(*)..")
          .should()
          .beFreeOfCycles()
          .because("what a call is can be read without its guards, and both without the versions");

  static final ArchRule VERSIONS_HAVE_NO_CIRCLES =
      slices()
          .matching("..broker.server.grpc.(*).(*)..")
          .should()
          .beFreeOfCycles()
          .because("how a call is answered can be read without the RPCs");

  static final ArchRule CLIENT_HAS_NO_CIRCLES =
      slices()
          .matching("..openons.client.(*)..")
          .should()
          .beFreeOfCycles()
          .because("each layer of the client can be read without those above it");

  static final ArchRule CONSUMERS_HAVE_NO_CIRCLES =
      slices()
          .matching("..openons.client.consumer.(*)..")
          .should()
          .beFreeOfCycles()
          .because("each way of consuming can be read without the others that use it");

  static final List<ArchRule> ALL =
      List.of(
          BROKER_IGNORES_SDK,
          SDK_IGNORES_BROKER,
          STORE_KNOWS_BYTES_AND_FILES,
          CORE_KNOWS_RULES_AND_CLOCKS,
          SERVER_HOLDS_NO_FILES,
          SERVER_SEES_THE_FACE_OF_THE_CORE,
          SURFACE_MEETS_MACHINERY_IN_THE_FACTORY,
          SDK_LOGS_THROUGH_ITS_OWN_FACTORY,
          CORE_IS_GIVEN_TIME_AND_CHANCE,
          CORE_HAS_NO_CIRCLES,
          STORE_HAS_NO_CIRCLES,
          PROTOCOLS_IGNORE_EACH_OTHER,
          FIRST_VERSION_IGNORES_SECOND,
          SECOND_VERSION_IGNORES_FIRST,
          GRPC_HAS_NO_CIRCLES,
          VERSIONS_HAVE_NO_CIRCLES,
          CLIENT_HAS_NO_CIRCLES,
          CONSUMERS_HAVE_NO_CIRCLES);

  private static final Set<String> TIME_AND_CHANCE =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.Math.random",
          "java.util.UUID.randomUUID",
          "java.util.Random.<init>",
          "java.security.SecureRandom.<init>",
          "java.util.SplittableRandom.<init>",
          "java.util.concurrent.ThreadLocalRandom.current",
          "java.time.Clock.systemUTC",
          "java.time.Clock.systemDefaultZone",
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalDateTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.ZonedDateTime.now");

  private Layering() {}

  private static DescribedPredicate<JavaCall<?>> takesTimeOrChance() {
    return describe(
        "takes the time or chance of the machine",
        call ->
            TIME_AND_CHANCE.contains(
                call.getTargetOwner().getName() + "." + call.getTarget().getName()));
  }
}
