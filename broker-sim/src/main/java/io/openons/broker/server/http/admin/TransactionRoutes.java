package io.openons.broker.server.http.admin;

import io.openons.broker.core.admin.TransactionAdmin;
import io.openons.broker.server.http.admin.view.TransactionJson;
import io.openons.broker.server.http.admin.view.Views;
import io.openons.broker.server.http.call.Answer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Transactions that are not decided. */
final class TransactionRoutes {
  private TransactionRoutes() {}

  static List<Route> of(TransactionAdmin transactions) {
    return List.of(
        Route.get("/transactions")
            .pages(TransactionJson.class)
            .query("setAside")
            .does(
                call ->
                    Pages.of(
                        call.flag("setAside", false)
                            ? transactions.setAside(call.page())
                            : transactions.open(call.page()),
                        Views::of)),
        Route.change("POST", "/transactions/{transaction}/commit")
            .doesLater(call -> decide(transactions, call, true)),
        Route.change("POST", "/transactions/{transaction}/rollback")
            .doesLater(call -> decide(transactions, call, false)));
  }

  private static CompletableFuture<Answer> decide(
      TransactionAdmin transactions, Call call, boolean commit) {
    return transactions.decide(call.path().get(0), commit).thenApply(decided -> Answer.nothing());
  }
}
