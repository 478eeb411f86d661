package io.millrace.billing.api;

import io.millrace.billing.api.Route.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Every route there is, and the document of them. */
public final class RouteTable {
    private final List<Route> routes;

    private RouteTable(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /** The routes of all, and /openapi.json. */
    public static RouteTable of(CreditRoutes credits, StripeRoutes stripe, AccountRoutes accounts, PlanRoutes plans) {
        return of(Stream.of(credits.routes(), stripe.routes(), accounts.routes(), plans.routes())
                .flatMap(List::stream)
                .toList());
    }

    static RouteTable of(List<Route> served) {
        List<Route> all = new ArrayList<>(served);
        Supplier<Object> document = () -> OpenApi.document(all);
        all.add(Route.get("/openapi.json", null, "This document", Answer.ok(Map.class), call -> document));
        return new RouteTable(all);
    }

    List<Route> routes() {
        return routes;
    }
}
