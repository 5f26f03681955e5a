package io.openons.conformance.drivers;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A client that a case opened in a driver.
 *
 * @param id its name in the driver, unique there
 */
public record Client(
    String name, String id, String kind, Driver driver, Inbox inbox, Transcript transcript) {

  public Fields command(String verb) {
    return new Fields().put("do", verb).put("client", id);
  }

  /** Has the driver do something; its reply may tell a failure. */
  public Fields ask(Fields command) {
    return driver.ask(command, transcript);
  }

  public CompletableFuture<Fields> send(Fields command) {
    return driver.send(command, transcript);
  }

  /** Has the driver do something that must not fail. */
  public Fields succeed(Fields command) {
    Fields reply = ask(command);
    if (!reply.is("ok")) {
      throw new AssertionError("failed: " + command + ": " + reply);
    }
    return reply;
  }

  /** Makes a command that a callback will do ready; the future has its reply. */
  public CompletableFuture<Fields> promise(Fields command) {
    return driver.promise(command, transcript);
  }

  public void answer(Fields event, String with) {
    answer(event, with, new Fields());
  }

  /**
   * Lets a callback return.
   *
   * @param inside a command that it does before; empty: none
   */
  public void answer(Fields event, String with, Fields inside) {
    if (event.get("event").equals("delivery")) {
      inbox.answered();
    }
    succeed(
        new Fields()
            .put("do", "answer")
            .put("client", id)
            .put("delivery", event.get("delivery"))
            .put("with", with)
            .putAll("inside.", inside.below("")));
  }

  /** The next delivery, which must come. */
  Fields delivery(Duration patience, String what) throws InterruptedException {
    Fields delivery = inbox.delivery(patience);
    if (delivery == null) {
      throw new AssertionError(name + " was given nothing within " + patience + ": " + what);
    }
    return delivery;
  }

  /** The next question about a transaction, which must come. */
  public Fields question(Duration patience, String what) throws InterruptedException {
    Fields question = inbox.question(patience);
    if (question == null) {
      throw new AssertionError(name + " was not asked within " + patience + ": " + what);
    }
    return question;
  }
}
