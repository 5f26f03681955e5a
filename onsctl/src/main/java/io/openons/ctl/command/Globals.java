package io.openons.ctl.command;

import io.openons.ctl.api.CtlException;
import io.openons.ctl.api.Server;
import io.openons.ctl.api.Target;
import io.openons.ctl.context.Context;
import io.openons.ctl.context.Contexts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every command has. */
public final class Globals {
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofHours(1);

  /** When colours are used. */
  public enum Colors {
    /** On a terminal, unless NO_COLOR is set. */
    AUTO,
    /** Also into files and pipes. */
    ALWAYS,
    /** Nowhere. */
    NEVER
  }

  private final Map<String, String> environment;
  private final String home;

  @Option(
      names = "--server",
      scope = ScopeType.INHERIT,
      paramLabel = "URL",
      description =
          "HTTP address of the broker: HOST:PORT, http://HOST:PORT or https://HOST:PORT. Also"
              + " ONSCTL_SERVER; usually that of the current context, else "
              + Target.DEFAULT_SERVER
              + ".")
  private String server;

  @Option(
      names = "--context",
      scope = ScopeType.INHERIT,
      paramLabel = "NAME",
      description = "Context to use instead of the current one. Also ONSCTL_CONTEXT.")
  private String context;

  @Option(
      names = "--contexts",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description =
          "File of the contexts. Also ONSCTL_CONTEXTS; usually ~/.config/openons/contexts.json.")
  private Path contexts;

  @Option(
      names = "--access-key",
      scope = ScopeType.INHERIT,
      paramLabel = "KEY",
      description =
          "Access key of a user. Also ONSCTL_ACCESS_KEY. The secret key comes from"
              + " ONSCTL_SECRET_KEY, or --secret-key.")
  private String accessKey;

  @Option(
      names = "--secret-key",
      scope = ScopeType.INHERIT,
      interactive = true,
      description =
          "Ask for the secret key. It is no value here: lists of processes would show it.")
  private String secretKey;

  @Option(
      names = "--ca",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "Certificates in PEM to trust, such as the broker's tls/authority.pem.")
  private Path ca;

  @Option(
      names = "--timeout",
      scope = ScopeType.INHERIT,
      paramLabel = "TIME",
      description = "How long an answer may take: 500ms, 10s, 1m. Usually 10s.")
  private Duration timeout = Duration.ofSeconds(10);

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Write JSON, an object a line, for programs.")
  private boolean json;

  @Option(
      names = "--color",
      scope = ScopeType.INHERIT,
      paramLabel = "WHEN",
      description = "Colours: auto (on a terminal, which is usual), always, never.")
  private Colors color = Colors.AUTO;

  /** Makes those of a process. */
  public Globals(Map<String, String> environment, String home) {
    this.environment = environment;
    this.home = home;
  }

  /** Whether results are for programs. */
  public boolean isJson() {
    return json;
  }

  /** Whether a stream has colours. */
  public boolean isColoured(boolean isTerminal) {
    return switch (color) {
      case ALWAYS -> true;
      case NEVER -> false;
      case AUTO -> isTerminal && set("NO_COLOR") == null;
    };
  }

  /** Returns the contexts. */
  public Contexts contexts() {
    String named = first(null, set("ONSCTL_CONTEXTS"), null);
    if (contexts != null) {
      return Contexts.read(contexts);
    }
    return Contexts.read(named == null ? Contexts.usualFile(environment, home) : Path.of(named));
  }

  /** Returns the broker that the options, the environment and the contexts name, in this order. */
  public Server server() {
    if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
      throw CtlException.usage("--timeout is 1ms to 1h");
    }
    if (server != null && context != null) {
      throw CtlException.usage("--server and --context are both there; write one of them");
    }
    return new Server(target(chosen()));
  }

  private Target target(Context chosen) {
    String access = first(accessKey, set("ONSCTL_ACCESS_KEY"), chosen.accessKey());
    boolean isOfContext = access != null && access.equals(chosen.accessKey());
    String secret =
        first(secretKey, set("ONSCTL_SECRET_KEY"), isOfContext ? chosen.secretKey() : null);
    if (access != null && secret == null) {
      throw CtlException.usage(
          "access key '%s' has no secret key; set ONSCTL_SECRET_KEY, or write --secret-key to be"
              + " asked for it",
          access);
    }
    String token =
        first(null, set("ONSCTL_SECURITY_TOKEN"), isOfContext ? chosen.securityToken() : null);
    Path authority = ca == null && chosen.ca() != null ? Path.of(chosen.ca()) : ca;
    return new Target(Target.address(chosen.server()), access, secret, token, authority, timeout);
  }

  /** Returns what the command line has about a broker, for a context that is made. */
  public Context asContext() {
    if (server == null) {
      throw CtlException.usage("a context needs --server HOST:PORT");
    }
    String access = first(accessKey, set("ONSCTL_ACCESS_KEY"), null);
    String secret = first(secretKey, set("ONSCTL_SECRET_KEY"), null);
    if ((access == null) != (secret == null)) {
      throw CtlException.usage(
          "a context has both keys or none: --access-key KEY, with --secret-key or"
              + " ONSCTL_SECRET_KEY");
    }
    return new Context(
        Target.address(server).toString(),
        access,
        secret,
        access == null ? null : set("ONSCTL_SECURITY_TOKEN"),
        ca == null ? null : ca.toAbsolutePath().toString());
  }

  private Context chosen() {
    String named = server == null ? first(context, set("ONSCTL_CONTEXT"), null) : null;
    if (named != null) {
      return contexts().get(named);
    }
    String address = first(server, set("ONSCTL_SERVER"), null);
    if (address != null) {
      return new Context(address, null, null, null, null);
    }
    Contexts known = contexts();
    return known.current() == null
        ? new Context(Target.DEFAULT_SERVER, null, null, null, null)
        : known.get(known.current());
  }

  private String set(String variable) {
    String value = environment.get(variable);
    return value == null || value.isEmpty() ? null : value;
  }

  private static String first(String one, String two, String three) {
    if (one != null) {
      return one;
    }
    return two == null ? three : two;
  }
}
