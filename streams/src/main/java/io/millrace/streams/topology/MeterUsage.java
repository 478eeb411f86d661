package io.millrace.streams.topology;

import io.millrace.schemas.budget.BudgetAlert;
import io.millrace.schemas.budget.Decision;
import io.millrace.schemas.mapping.BudgetMapping;
import io.millrace.schemas.scope.Scope;
import io.millrace.streams.metering.Meter;
import io.millrace.streams.metering.MeterOutput;
import java.time.Duration;
import java.util.function.BiFunction;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Counts rated calls, policies, workspaces and credits; writes decisions and alerts. The counting is {@link Meter}'s. */
final class MeterUsage implements Processor<String, Input, Object, Object>, MeterOutput {
    /** How soon a question about the state is answered. */
    private static final Duration ASKED_EVERY = Duration.ofMillis(20);

    private final StoredControls stored;
    private final Duration heartbeatInterval;
    private final BiFunction<ProcessorContext<Object, Object>, Meter, CorrectCalls> correctCalls;
    private final Links links;
    private @Nullable ProcessorContext<Object, Object> context;
    private @Nullable Meter meter;
    private @Nullable CorrectCalls calls;
    private @Nullable Desk desk;
    private long publishedAtMicros;

    /** @param correctCalls makes what remembers calls for their corrections, for the meter of a task */
    MeterUsage(
            StoredControls stored,
            Duration heartbeatInterval,
            BiFunction<ProcessorContext<Object, Object>, Meter, CorrectCalls> correctCalls,
            Links links) {
        this.stored = stored;
        this.heartbeatInterval = heartbeatInterval;
        this.correctCalls = correctCalls;
        this.links = links;
    }

    @Override
    public void init(ProcessorContext<Object, Object> initialized) {
        context = initialized;
        StoredMeterState state = new StoredMeterState(initialized);
        Meter fresh = new Meter(state, this, links.clock().nowMicros());
        stored.policies(initialized.getStateStore(Store.POLICIES.id())).forEach(fresh::restore);
        stored.workspaces(initialized.getStateStore(Store.WORKSPACES.id())).forEach(fresh::restore);
        state.restoreInto(fresh);
        initialized.<CommitHook>getStateStore(Store.COMMIT.id()).beforeCommit(Node.METER, state::saveAll);
        meter = fresh;
        CorrectCalls remembering = correctCalls.apply(initialized, fresh);
        calls = remembering;
        initialized.schedule(heartbeatInterval, PunctuationType.WALL_CLOCK_TIME, nowMillis -> {
            remembering.rateAgain();
            fresh.heartbeat(nowMillis);
        });
        Desk own = links.live().desk(initialized.taskId().partition());
        own.open(fresh);
        initialized.schedule(ASKED_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> own.answer(fresh));
        desk = own;
    }

    @Override
    public void close() {
        if (desk != null) {
            desk.close(meter);
        }
    }

    @Override
    public void process(Record<String, Input> record) {
        Meter counting = Initialized.of(meter);
        Input input = record.value();
        if (input instanceof Input.RatedCall rated) {
            publishedAtMicros = rated.call().usage().timing().publishedAtMicros();
            Input.RatedCall counted = Initialized.of(calls).count(rated);
            publishedAtMicros = 0;
            Initialized.of(context)
                    .forward(new Record<>(record.key(), counted, record.timestamp()), Node.DRAW_DOWN.id());
        } else if (input instanceof Input.PolicyChange change) {
            counting.policy(change.policyId(), change.policy());
        } else if (input instanceof Input.WorkspaceChange change) {
            counting.workspace(change.workspace());
        } else if (input instanceof Input.Credit credit) {
            counting.credit(credit.entry());
        }
    }

    @Override
    public void decision(Decision decision) {
        links.counters().decision();
        if (publishedAtMicros > 0) {
            links.counters().decidedAfter(links.clock().nowMicros() - publishedAtMicros);
        }
        write(decision.scope().key(), BudgetMapping.toAvro(decision), Node.DECISIONS_SINK);
    }

    @Override
    public void forget(Scope scope) {
        write(scope.key(), null, Node.DECISIONS_SINK);
    }

    @Override
    public void alert(BudgetAlert alert) {
        links.counters().alert();
        write(alert.scope().workspaceId(), BudgetMapping.toAvro(alert), Node.ALERTS_SINK);
    }

    private void write(String key, @Nullable Object value, Node sink) {
        ProcessorContext<Object, Object> to = Initialized.of(context);
        to.forward(new Record<>(key, value, Math.max(0, to.currentStreamTimeMs())), sink.id());
    }
}
