package io.openons.ctl;

import com.sun.net.httpserver.HttpServer;
import io.openons.ctl.api.CtlException;
import io.openons.ctl.api.Exit;
import io.openons.ctl.screen.Screen;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Loads what commands use, for the file of classes that the launcher makes: lists from a server of
 * its own, on a free port of this machine.
 */
@Command(name = "warm-up", hidden = true, description = "Used by the launcher.")
final class WarmUpCommand implements Callable<Integer> {
  private static final byte[] LIST =
      "{\"items\":[{\"name\":\"a\",\"queues\":1}]}".getBytes(StandardCharsets.UTF_8);

  private final Screen screen;

  WarmUpCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    HttpServer server = start();
    try {
      String address = "127.0.0.1:" + server.getAddress().getPort();
      // A command line of its own, since each is for one use; its folder has no contexts.
      for (String[] words :
          new String[][] {{"topics", "list"}, {"topics", "list", "--json"}, {"topics", "--help"}}) {
        String[] all = new String[words.length + 2];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--server";
        all[words.length + 1] = address;
        Program.commandLine(screen, Map.of(), System.getProperty("java.io.tmpdir")).execute(all);
      }
      return Exit.OK;
    } finally {
      server.stop(0);
    }
  }

  private static HttpServer start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            exchange.getResponseHeaders().add("content-type", "application/json");
            exchange.sendResponseHeaders(200, LIST.length);
            exchange.getResponseBody().write(LIST);
            exchange.close();
          });
      server.start();
      return server;
    } catch (IOException e) {
      throw new CtlException(Exit.FAILED, "no free port of this machine: " + e.getMessage());
    }
  }
}
