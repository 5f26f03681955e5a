package io.openons.ctl.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.openons.ctl.api.CtlException;
import io.openons.ctl.api.Exit;
import io.openons.ctl.api.Json;
import io.openons.ctl.api.Query;
import io.openons.ctl.command.Action;
import io.openons.ctl.command.Version;
import io.openons.ctl.screen.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** One archive for a report of a fault. */
@Command(
    name = "diagnose",
    description = {
      "Collect what a report of a fault needs in one archive (ZIP).",
      "It has the names of topics, groups, clients and users, and addresses; no message, no secret."
    })
public final class DiagnoseCommand extends Action {
  private static final int MOST = 10_000;

  @Parameters(paramLabel = "FILE", description = "The archive to make; it must not exist.")
  private Path file;

  @Override
  protected void run() {
    Map<String, Supplier<String>> parts = new LinkedHashMap<>();
    parts.put("doctor.json", this::doctor);
    parts.put("onsctl.json", this::program);
    parts.put("metrics.txt", () -> server().plain("/metrics").body());
    for (String part : new String[] {"overview", "runtime", "session", "definitions"}) {
      parts.put(part + ".json", () -> Json.pretty(server().get(Query.of(part))));
    }
    for (String part : new String[] {"topics", "groups", "clients", "transactions", "audit"}) {
      parts.put(part + ".json", () -> list(Query.of(part)));
    }
    try (ZipOutputStream archive =
            new ZipOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
        Progress progress = new Progress(screen(), "parts", parts.size())) {
      int done = 0;
      for (var part : parts.entrySet()) {
        archive.putNextEntry(new ZipEntry(part.getKey()));
        archive.write(withoutSecrets(text(part.getValue())).getBytes(StandardCharsets.UTF_8));
        archive.closeEntry();
        progress.at(++done);
      }
    } catch (FileAlreadyExistsException e) {
      throw new CtlException(Exit.CONFLICT, file + " exists already; name another file");
    } catch (IOException e) {
      throw new CtlException(Exit.FAILED, file + " cannot be written: " + e.getMessage());
    }
    done(Json.object().put("file", file.toString()), "wrote %s; read it before you send it", file);
  }

  /** A part that cannot be had says why: an archive of a broken broker is worth most. */
  private static String text(Supplier<String> part) {
    try {
      return part.get();
    } catch (CtlException e) {
      return Json.pretty(Json.object().put("error", e.getMessage()));
    }
  }

  private String doctor() {
    ArrayNode lines = Json.object().putArray("checks");
    new Checks(server()).run(null, null).forEach(f -> lines.add(DoctorCommand.json(f)));
    return Json.pretty(lines);
  }

  private String program() {
    return Json.pretty(
        Json.object()
            .put("version", Version.text())
            .put("java", System.getProperty("java.vm.name") + " " + Runtime.version())
            .put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
            .put("server", server().target().server().toString())
            .put("signsIn", server().target().hasKeys()));
  }

  private String list(Query query) {
    ArrayNode all = Json.object().putArray("items");
    server()
        .list(
            query,
            MOST,
            item -> {
              all.add(item);
              return true;
            });
    return Json.pretty(all);
  }

  /** The API shows no secret; should an error or a name repeat one of ours, it is not sent on. */
  private String withoutSecrets(String text) {
    String safe = text;
    for (String secret :
        new String[] {server().target().secretKey(), server().target().securityToken()}) {
      if (secret != null && !secret.isEmpty()) {
        safe = safe.replace(secret, "(removed)");
      }
    }
    return safe;
  }
}
