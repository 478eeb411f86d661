package io.millrace.streams.http;

import io.millrace.schemas.error.Expected;
import io.millrace.schemas.scope.Dimension;
import io.millrace.schemas.scope.Scope;
import io.millrace.schemas.service.Answer;
import io.millrace.schemas.service.Request;
import io.millrace.streams.topology.LiveState;
import io.millrace.streams.topology.NotOwnedException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which path is answered with what. Thread-safe. */
public final class StateRoutes implements Function<Request, Answer> {
    private static final int PATIENCE_SECONDS = 2;
    private static final int VALUES_DEFAULT = 100;
    private static final int VALUES_MAX = 10_000;

    private final LiveState live;
    private final Instance instance;

    public StateRoutes(LiveState live, Instance instance) {
        this.live = live;
        this.instance = instance;
    }

    @Override
    public Answer apply(Request request) {
        List<String> path = request.segments();
        return switch (String.join("/", path.subList(0, Math.min(2, path.size())))) {
            case "v1/scopes" -> path.size() == 6 && path.get(5).equals("usage") ? usage(request) : notFound();
            case "v1/workspaces" -> path.size() == 4 && path.get(3).equals("budgets") ? budgets(request) : notFound();
            default -> notFound();
        };
    }

    private Answer usage(Request request) {
        Scope scope;
        try {
            List<String> path = request.segments();
            scope = new Scope(path.get(2), Dimension.valueOf(path.get(3)), path.get(4));
        } catch (IllegalArgumentException e) {
            return Answer.error(
                    Answer.BAD_REQUEST,
                    "SCOPE",
                    "scope: malformed (expected: /v1/scopes/{workspace}/{DIMENSION}/{value}/usage)");
        }
        return owned(
                scope.workspaceId(),
                request,
                owner -> live.usage(owner.partition(), scope),
                StateJson::usage,
                "scope: nothing is counted on it (expected: one that a policy watches and a call has used)");
    }

    private Answer budgets(Request request) {
        String workspaceId = request.segments().get(2);
        int values;
        try {
            values = Integer.parseInt(request.query().getOrDefault("values", String.valueOf(VALUES_DEFAULT)));
        } catch (NumberFormatException e) {
            values = -1;
        }
        if (values < 0 || values > VALUES_MAX) {
            String rule = "0 to " + VALUES_MAX;
            return Answer.error(
                    Answer.BAD_REQUEST,
                    "VALUES",
                    Expected.message("values", request.query().get("values"), rule));
        }
        int most = values;
        return owned(
                workspaceId,
                request,
                owner -> live.budgets(owner.partition(), workspaceId, most),
                StateJson::budgets,
                "workspace: nothing is known of it (expected: one with a policy, a credit or a call)");
    }

    /** Asks the thread that owns the workspace, or says which instance does. */
    private <T> Answer owned(
            String workspaceId,
            Request request,
            Function<Instance.Owner, CompletableFuture<@Nullable T>> ask,
            StateJson.Form<T> form,
            String whenNothing) {
        Instance.Owner owner = instance.ownerOf(workspaceId);
        if (!owner.here()) {
            return owner.address() == null
                    ? Answer.tryAgain("state: its owner is not known (expected: soon)")
                    : Answer.moved("http://" + owner.address() + request.target());
        }
        try {
            T found = ask.apply(owner).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return found == null
                    ? Answer.error(Answer.NOT_FOUND, "NOT_FOUND", whenNothing)
                    : Answer.json(Answer.OK, form.write(found, owner));
        } catch (TimeoutException e) {
            return Answer.tryAgain("state: no answer within " + PATIENCE_SECONDS + " s (expected: one)");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.tryAgain("state: stopping (expected: running)");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NotOwnedException) {
                return Answer.tryAgain("state: moving (expected: owned by one instance)");
            }
            throw new IllegalStateException("state: not read (expected: an answer)", e);
        }
    }

    private static Answer notFound() {
        return Answer.error(
                Answer.NOT_FOUND,
                "PATH",
                "path: unknown (expected: /v1/scopes/{workspace}/{DIMENSION}/{value}/usage,"
                        + " /v1/workspaces/{id}/budgets, /health/live, /health/ready or /metrics)");
    }
}
