package io.openons.broker.server.http.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.cookie.CookieHeaderNames.SameSite;
import io.netty.handler.codec.http.cookie.DefaultCookie;
import io.netty.handler.codec.http.cookie.ServerCookieEncoder;
import io.openons.broker.core.access.AdminRole;
import io.openons.broker.server.http.access.Audit;
import io.openons.broker.server.http.access.AuditEntry;
import io.openons.broker.server.http.access.Session;
import io.openons.broker.server.http.access.Sessions;
import io.openons.broker.server.http.admin.request.SignIn;
import io.openons.broker.server.http.admin.view.SessionJson;
import io.openons.broker.server.http.admin.view.TokenJson;
import io.openons.broker.server.http.call.Answer;
import io.openons.broker.server.http.call.Problem;
import io.openons.broker.server.http.call.Request;
import java.util.List;
import java.util.function.Function;

/** Signing in and out, and what was done by whom. */
final class SessionRoutes {
  private final Sessions sessions;

  private SessionRoutes(Sessions sessions) {
    this.sessions = sessions;
  }

  static List<Route> of(Sessions sessions, Audit audit) {
    SessionRoutes routes = new SessionRoutes(sessions);
    return List.of(
        Route.get("/session").open().answers(SessionJson.class).does(routes::show),
        Route.change("POST", "/session")
            .open()
            .takes(SignIn.class)
            .answers(SessionJson.class)
            .does(routes::signIn),
        Route.change("DELETE", "/session").open().does(routes::signOut),
        Route.change("POST", "/tokens")
            .open()
            .takes(SignIn.class)
            .answers(TokenJson.class)
            .does(routes::token),
        Route.get("/audit")
            .pages(AuditEntry.class)
            .does(call -> Pages.of(audit.list(call.page()), Function.identity())));
  }

  private Answer show(Call call) {
    return Pages.ok(of(call.session()));
  }

  private SessionJson of(Session session) {
    return session == null
        ? new SessionJson(true, null, AdminRole.NONE)
        : new SessionJson(sessions.isNeeded(), session.user(), sessions.roleOf(session));
  }

  private Answer signIn(Call call) {
    String token = signIn(call, true);
    DefaultCookie cookie = cookie(call.request(), token);
    cookie.setMaxAge(Sessions.LIFE.toSeconds());
    Session session = sessions.byToken(token);
    return Pages.ok(of(session))
        .with(HttpHeaderNames.SET_COOKIE, ServerCookieEncoder.STRICT.encode(cookie));
  }

  private Answer token(Call call) {
    return Pages.created(new TokenJson(signIn(call, false), Sessions.LIFE.toSeconds()));
  }

  private String signIn(Call call, boolean isByCookie) {
    if (!sessions.isNeeded()) {
      throw new Problem(
          HttpResponseStatus.CONFLICT,
          "no-users",
          "this broker has no users, so nobody signs in; --users names a file of them");
    }
    SignIn keys = call.body(SignIn.class);
    if (keys.accessKey() == null || keys.secretKey() == null) {
      throw Problem.badRequest("'accessKey' or 'secretKey' is missing; write both");
    }
    return sessions.signIn(
        call.request(), keys.accessKey(), keys.secretKey(), keys.securityToken(), isByCookie);
  }

  private static DefaultCookie cookie(Request request, String token) {
    DefaultCookie cookie = new DefaultCookie(Sessions.COOKIE, token);
    cookie.setHttpOnly(true);
    cookie.setSameSite(SameSite.Strict);
    cookie.setPath("/");
    cookie.setSecure(request.isEncrypted());
    return cookie;
  }

  private Answer signOut(Call call) {
    sessions.signOut(call.request());
    DefaultCookie cookie = cookie(call.request(), "");
    cookie.setMaxAge(0);
    return Answer.nothing()
        .with(HttpHeaderNames.SET_COOKIE, ServerCookieEncoder.STRICT.encode(cookie));
  }
}
