package io.openons.ctl.command;

import io.openons.ctl.screen.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ScopeType;

/** The program. */
@Command(
    name = "onsctl",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = "Looks at a broker of OpenONS and operates it, through its admin API.")
public final class Root {
  private final Screen screen;

  @Mixin private final Globals globals;

  /** Makes one. */
  public Root(Screen screen, Globals globals) {
    this.screen = screen;
    this.globals = globals;
  }

  Screen screen() {
    return screen;
  }

  Globals globals() {
    return globals;
  }
}
